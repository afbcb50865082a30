import { defineCommand, requireFile } from "../cli/command.js";
import type { Context } from "../cli/context.js";
import { SeginfError } from "../errors.js";
import type { Ranking } from "../findings/rankings.js";
import type { FlagsOf } from "../options/table.js";

export const audit = defineCommand({
  name: "audit",
  summary: "rank segments that look like errors",
  description: "rank the training segments that look like annotation errors",
  arguments: [
    ["[train]", 'the corpus to audit: CoNLL columns, CoNLL-U or JSONL, .gz as well, "-" for standard input', "train"],
    ["[reference]", "a corpus of the same kind that you trust more; none: see --reference", "reference"],
  ],
  exitCodes: {
    0: "no findings, or none that count (see --baseline, --fail-on and others)",
    1: "findings",
    2: "failure, told in one line on standard error",
  },
  examples: [
    "seginf audit train.conll dev.conll",
    "seginf audit train.conllu dev.conllu --label-column XPOS --limit 100",
    "seginf audit train.conll dev.conll --format jsonl --limit 0 -o findings.jsonl",
    "seginf audit train.conll dev.conll --targets dev.conll:120",
    "seginf audit train.conll",
    "seginf audit train.conll --reference cross-fit",
    "seginf audit --baseline seginf.baseline.json --format sarif=seginf.sarif",
    "seginf audit --diff-base origin/main --format github",
  ],
  run: (context, [train, reference], flags) => runAudit(context, requireFile(train, "train"), reference, flags),
});

async function runAudit(
  context: Context,
  train: string,
  reference: string | undefined,
  flags: FlagsOf<"audit">,
): Promise<number> {
  const output = context.output(flags.quiet);
  const { auditPair } = await import("../cli/auditing.js");
  const { readBaseline, staleEntries } = await import("../cli/inputs/baseline.js");
  const { destinationsOf, needsEveryFinding, publish } = await import("../cli/publish.js");

  if (reference === undefined) requireSignal(flags.signal, flags.reference !== undefined);
  if (flags.signal === "neighbours" && flags.vectors === undefined) {
    throw new SeginfError("--signal neighbours without word vectors", {}, "name them with --vectors");
  }
  const inputs = [train, reference, flags.model, flags.template, flags.baseline];
  const destinations = await destinationsOf(flags.format, flags.output, inputs);
  const entries = await readBaseline(context, flags.baseline);
  const { limit, opposed, refine, patterns } = flags;
  const wish = { limit, opposed, refine, patterns, everyFinding: needsEveryFinding(destinations), entries };
  const audited = await auditPair(context, train, reference, flags, wish);
  const onlyFindings = entries.length > 0 || flags.diffBase !== undefined;
  await publish(context, audited.report, destinations, { limit, onlyFindings });
  if (flags.baseline !== undefined) {
    const stale = staleEntries(flags.baseline, entries, audited).length;
    const entry = stale === 1 ? "1 entry no longer occurs" : `${stale} entries no longer occur`;
    if (stale > 0) output.note(`${flags.baseline}: ${entry}; seginf baseline update takes them out`);
  }
  return audited.sifted.exitCode();
}

const OF_INFLUENCE: readonly Ranking[] = ["influence", "relabelInfluence"];
const OF_A_REFERENCE: readonly Ranking[] = ["refitLoss", "referenceTaggerLoss"];

/** Without a reference there is nothing to rank by in some signals. */
function requireSignal(signal: Ranking, crossFit: boolean): void {
  const what = `--signal ${signal} without a reference`;
  if (OF_A_REFERENCE.includes(signal)) throw new SeginfError(what, {}, "name the reference, or rank by another signal");
  if (OF_INFLUENCE.includes(signal) && !crossFit) {
    throw new SeginfError(what, {}, "name the reference, or give --reference cross-fit");
  }
}
