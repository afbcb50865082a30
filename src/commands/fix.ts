import { defineCommand } from "../cli/command.js";
import type { Context } from "../cli/context.js";
import type { ReadCorpus } from "../corpus/index.js";
import { SeginfError } from "../errors.js";
import type { FlagsOf } from "../options/table.js";
import type { FixPlan } from "../triage/fix/plan.js";

export const fix = defineCommand({
  name: "fix",
  summary: "apply suggestions to a corpus",
  description: "apply suggestions of an audit to a corpus and leave every other byte unchanged",
  arguments: [
    ["<corpus>", 'the corpus that was audited, "-" for standard input'],
    ["<findings>", 'verdicts, or a report of seginf audit --format json; "-" for standard input'],
  ],
  examples: [
    "seginf fix train.conll verdicts.json --in-place",
    "seginf fix train.conll findings.json --min-score 0.9 -o fixed.conll",
    "seginf fix train.conll findings.json --min-score 0.9 --patch | git apply",
    "seginf fix train.conll findings.json --pattern 0f1e2d3c4b5a6978 --in-place",
  ],
  run: runFix,
});

type FixFlags = FlagsOf<"fix">;

async function runFix(context: Context, [source, decisions]: readonly [string, string], flags: FixFlags) {
  const output = context.output(flags.quiet);
  const { readDecisions, decidedEdits } = await import("../cli/inputs/decisions.js");
  const { planFixes } = await import("../triage/fix/plan.js");
  const { requireOneStdin } = await import("../pipeline/reading.js");
  const { counted } = await import("../report/numbers.js");
  requireOneStdin([source, decisions]);
  await requireDestination(source, decisions, flags);

  const decided = await readDecisions(context, decisions, flags);
  const { corpus, scheme, edits, remarks } = await decidedEdits(context, source, decided, flags);
  const plan = planFixes(corpus, scheme, edits);
  for (const remark of [...remarks, ...remarksOn(plan, corpus.name)]) output.warn(remark);
  const lines = changedLines(corpus, plan);
  output.note(
    `${corpus.name}: ${counted(plan.applied.length, "suggestion")} applied, ${counted(lines.length, "line")} changed`,
  );
  await write(context, source, corpus, plan, lines, flags);
}

/** @throws SeginfError where the result could not be written, or would replace what it is made from */
async function requireDestination(source: string, decisions: string, flags: FixFlags): Promise<void> {
  const { requireWritable } = await import("../cli/destination.js");
  if (flags.output !== undefined) await requireWritable(flags.output, [source, decisions]);
  if (!flags.inPlace) return;
  if (source === "-") throw new SeginfError("standard input cannot be written in place", {}, "name the file");
  await requireWritable(source, [decisions]);
}

/** The lines whose labels change, ascending. */
function changedLines({ lines }: ReadCorpus, { tags }: FixPlan): number[] {
  return [...new Set([...tags.keys()].map((token) => lines[token]))].sort((a, b) => a - b);
}

/** Suggestions named one by one where they are left out. */
const NAMED = 10;

function remarksOn({ skipped }: FixPlan, file: string): string[] {
  const named = skipped.slice(0, NAMED).map(({ edit, why }) => {
    const what = `${edit.tokens.join(" ")}: ${edit.label} → ${edit.suggestion}`;
    return `${file}:${edit.line}: left unchanged (${what}): ${why}`;
  });
  return skipped.length > NAMED ? [...named, `and ${skipped.length - NAMED} more left unchanged`] : named;
}

async function write(
  context: Context,
  source: string,
  corpus: ReadCorpus,
  plan: FixPlan,
  lines: readonly number[],
  flags: FixFlags,
): Promise<void> {
  const { withTags } = await import("../corpus/index.js");
  const { isGzipped, patchName, zipped } = await import("../cli/gzip.js");
  const { writeAtomically } = await import("../storage/index.js");
  const bytes = corpus.bytes as Buffer;
  const fixed = () => withTags(bytes, corpus, plan.tags);
  if (flags.inPlace) {
    if (lines.length === 0) return;
    const chunks = (await isGzipped(source)) ? zipped(fixed()) : fixed();
    await context.writing(() => writeAtomically(source, chunks));
    return;
  }
  if (flags.patch && source !== "-" && (await isGzipped(source))) {
    throw new SeginfError(
      "a patch cannot be applied to a gzipped file",
      { file: source },
      "give --in-place or -o FILE",
    );
  }
  const { unifiedDiff } = await import("../triage/fix/patch.js");
  const chunks = flags.patch ? unifiedDiff(patchName(corpus.name), bytes, Buffer.concat([...fixed()]), lines) : fixed();
  const { output } = flags;
  if (output === undefined) await context.output().write(chunks);
  else {
    const written = output.endsWith(".gz") && !flags.patch ? zipped(fixed()) : chunks;
    await context.writing(() => writeAtomically(output, written));
  }
}
