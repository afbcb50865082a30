import { defineCommand } from "../cli/command.js";
import type { Context } from "../cli/context.js";
import type { FixedFile } from "../cli/fixedFiles.js";
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
  rewrites: ({ inPlace }) => inPlace ?? false,
  run: runFix,
});

type FixFlags = FlagsOf<"fix">;

async function runFix(context: Context, [source, decisions]: readonly [string, string], flags: FixFlags) {
  const output = context.output(flags.quiet);
  const { readDecisions, decidedEdits } = await import("../cli/inputs/decisions.js");
  const { planFixes } = await import("../triage/fix/plan.js");
  const { requireOneStdin } = await import("../pipeline/reading.js");
  const { expandFiles, withTags } = await import("../corpus/index.js");
  const { changedLines, writeFixed } = await import("../cli/fixedFiles.js");
  const { counted } = await import("../report/numbers.js");
  requireOneStdin([source, decisions]);
  const files = await expandFiles(source);
  if (files.length > 1 && !flags.inPlace && !flags.patch) {
    throw new SeginfError(`${files.length} files match the pattern`, { file: source }, "give --in-place or --patch");
  }
  if (flags.inPlace && source === "-") {
    throw new SeginfError("standard input cannot be written in place", {}, "name the file");
  }
  const decided = await readDecisions(context, decisions, flags);
  const fixed: FixedFile[] = [];
  const done: string[] = [];
  for (const file of files) {
    const { corpus, scheme, edits, remarks } = await decidedEdits(context, file, decided, flags);
    const plan = planFixes(corpus, scheme, edits);
    for (const remark of [...remarks, ...remarksOn(plan, corpus.name)]) output.warn(remark);
    const before = corpus.bytes as Buffer;
    const after = Buffer.concat([...withTags(before, corpus, plan.tags)]);
    const lines = changedLines(before, after);
    const changed = lines === null ? "lines added or removed" : `${counted(lines.length, "line")} changed`;
    done.push(`${corpus.name}: ${counted(plan.applied.length, "suggestion")} applied, ${changed}`);
    fixed.push({ source: file, encoding: corpus.encoding, before, after, lines });
  }
  await writeFixed(context, fixed, flags);
  for (const note of done) output.note(note);
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
