import { defineCommand } from "../cli/command.js";
import type { Context } from "../cli/context.js";
import type { FixedFile, ToFix } from "../cli/fixedFiles.js";
import type { DecidedEdits } from "../cli/inputs/decisions.js";
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
    "seginf fix train.conll findings.json --interactive --in-place",
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
  const { expandFiles } = await import("../corpus/index.js");
  const { fixedFile, stateOf, writeFixed } = await import("../cli/fixedFiles.js");
  const { LabelCheck } = await import("../triage/fix/newLabels.js");
  const { counted } = await import("../report/numbers.js");
  requireOneStdin([source, decisions]);
  const files = await expandFiles(source);
  if (files.length > 1 && !flags.inPlace && !flags.patch) {
    throw new SeginfError(`${files.length} files match the pattern`, { file: source }, "give --in-place or --patch");
  }
  if (flags.inPlace && source === "-") {
    throw new SeginfError("standard input cannot be written in place", {}, "name the file");
  }
  if (flags.interactive) requireAnswers(source, decisions);
  const decided = await readDecisions(context, decisions, flags);
  const read: (Pick<ToFix, "source" | "state"> & { readonly found: DecidedEdits })[] = [];
  const labels = new LabelCheck();
  for (const source of files) {
    const state = await stateOf(source, flags);
    const found = await decidedEdits(context, source, decided, flags);
    labels.add(found);
    read.push({ source, state, found });
  }
  if (!flags.allowNewLabels) labels.require();
  const fixed: FixedFile[] = [];
  const says: string[] = [];
  for (const { source, state, found } of read) {
    const plan = planFixes(found.corpus, found.scheme, found.edits);
    for (const remark of [...found.remarks, ...remarksOn(plan, found.corpus.name)]) output.warn(remark);
    const one = await fixedFile({ source, state, found, tags: plan.tags });
    const changed = one.lines === null ? "lines added or removed" : `${counted(one.lines.length, "line")} changed`;
    says.push(`${found.corpus.name}: ${counted(plan.applied.length, "suggestion")} applied, ${changed}`);
    fixed.push(one);
  }
  await writeFixed(context, fixed, flags);
  // Only now is it true.
  for (const line of says) output.note(line);
}

/** @throws SeginfError where answers could not be read */
function requireAnswers(source: string, decisions: string): void {
  if (source === "-" || decisions === "-") {
    throw new SeginfError("standard input is for answers", {}, "give the corpus and the report as files");
  }
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
