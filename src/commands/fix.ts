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
  const { withTags } = await import("../corpus/index.js");
  const before = corpus.bytes as Buffer;
  const after = Buffer.concat([...withTags(before, corpus, plan.tags)]);
  const lines = changedLines(before, after);
  const changed = lines === null ? "lines added or removed" : `${counted(lines.length, "line")} changed`;
  output.note(`${corpus.name}: ${counted(plan.applied.length, "suggestion")} applied, ${changed}`);
  await write(context, source, corpus, { after, lines }, flags);
}

/** @throws SeginfError where the result could not be written, or would replace what it is made from */
async function requireDestination(source: string, decisions: string, flags: FixFlags): Promise<void> {
  const { requireWritable } = await import("../cli/destination.js");
  if (flags.output !== undefined) await requireWritable(flags.output, [source, decisions]);
  if (!flags.inPlace) return;
  if (source === "-") throw new SeginfError("standard input cannot be written in place", {}, "name the file");
  await requireWritable(source, [decisions]);
}

/** The lines that differ, from 1, ascending; null where there are more or fewer of them than before. */
function changedLines(before: Buffer, after: Buffer): number[] | null {
  const lines: number[] = [];
  let [old, next] = [0, 0];
  for (let number = 1; old < before.length || next < after.length; number++) {
    const [oldEnd, nextEnd] = [
      before.indexOf(10, old) + 1 || before.length,
      after.indexOf(10, next) + 1 || after.length,
    ];
    if (before.compare(after, next, nextEnd, old, oldEnd) !== 0) lines.push(number);
    if (old >= before.length || next >= after.length) return null;
    [old, next] = [oldEnd, nextEnd];
  }
  return lines;
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
  { after, lines }: { readonly after: Buffer; readonly lines: readonly number[] | null },
  flags: FixFlags,
): Promise<void> {
  const { compressionOfFile, compressionOfName, packed, patchName } = await import("../cli/compressedFiles.js");
  const { writeAtomically } = await import("../storage/index.js");
  const bytes = corpus.bytes as Buffer;
  const compression = source === "-" ? null : await compressionOfFile(source);
  if (flags.inPlace) {
    if (lines?.length === 0) return;
    const chunks = packed([after], compression, source);
    await context.writing(() => writeAtomically(source, chunks));
    return;
  }
  if (flags.patch && compression !== null) {
    const hint = "give --in-place or -o FILE";
    throw new SeginfError(`a patch cannot be applied to a file compressed by ${compression}`, { file: source }, hint);
  }
  const { unifiedDiff } = await import("../triage/fix/patch.js");
  const chunks = flags.patch
    ? unifiedDiff(patchName(corpus.name), bytes, after, requirePatchable(lines, corpus))
    : [after];
  const { output } = flags;
  if (output === undefined) await context.output().write(chunks);
  else {
    const written = flags.patch ? chunks : packed([after], compressionOfName(output), output);
    await context.writing(() => writeAtomically(output, written));
  }
}

/** @throws SeginfError where no patch can say what changes */
function requirePatchable(lines: readonly number[] | null, { name, encoding }: ReadCorpus): readonly number[] {
  const hint = "give --in-place or -o FILE";
  if (encoding.startsWith("utf-16")) throw new SeginfError("a patch cannot be made of UTF-16", { file: name }, hint);
  if (lines === null)
    throw new SeginfError(
      "a patch cannot be made of spans that come or go in lines of their own",
      { file: name },
      hint,
    );
  return lines;
}
