import { defineCommand, requireFile } from "../cli/command.js";
import type { Context } from "../cli/context.js";
import { timedEnvironment } from "../cli/environment.js";
import { SeginfError } from "../errors.js";
import type { RuleId } from "../findings/kinds.js";
import { SEVERITIES, severityOf } from "../findings/rules.js";
import type { FlagsOf } from "../options/table.js";
import { type Destination, showsOpposed } from "../report/formats.js";

export const audit = defineCommand({
  name: "audit",
  summary: "find annotation errors",
  description: "rank the segments of a corpus that look like annotation errors",
  arguments: [
    ["[train]", 'the corpus to audit: CoNLL columns, CoNLL-U or JSONL, .gz as well, "-" for standard input', "train"],
    ["[reference]", "a corpus of the same kind with more reliable labels; none: see --reference", "reference"],
  ],
  exitCodes: {
    0: "no findings, or none that count (see --baseline, --fail-on and others)",
    1: "findings",
    2: "failure, reported in one line on standard error",
  },
  examples: [
    "seginf audit train.conll dev.conll",
    "seginf audit train.conllu dev.conllu --label-column XPOS --limit 100",
    "seginf audit train.conll dev.conll --format jsonl --limit 0 -o findings.jsonl",
    "seginf audit train.conll dev.conll --targets dev.conll:120",
    "seginf audit train.conll",
    "seginf audit train.conll dev.conll --statistics",
    "seginf audit train.conll --reference cross-fit",
    "seginf audit --baseline seginf.baseline.json --format sarif=seginf.sarif",
    "seginf audit --diff-base origin/main --format github",
  ],
  rewrites: ({ fix }) => fix ?? false,
  run: (context, [train, reference], flags) => runAudit(context, requireFile(train, "train"), reference, flags),
});

async function runAudit(
  context: Context,
  train: string,
  reference: string | undefined,
  flags: FlagsOf<"audit">,
): Promise<number> {
  const output = context.output(flags.quiet);
  const { audit: runPipeline } = await import("../pipeline/audit.js");
  const { checkRequest } = await import("../pipeline/request.js");
  const { readBaseline, staleEntries } = await import("../cli/inputs/baseline.js");
  const { destinationsOf, needsEveryFinding, publish } = await import("../cli/publish.js");

  const files = { train, reference: reference ?? null };
  checkRequest(files.reference, flags);
  const destinations = destinationsOf(flags.format, flags.output);
  if (flags.groupBy !== undefined && !destinations.some(({ format }) => format === "text")) {
    throw new SeginfError(
      `--group-by ${flags.groupBy} is of the text format`,
      {},
      "leave it out, or add --format text",
    );
  }
  if (flags.fix) {
    const { fixTags } = await import("../cli/fixTags.js");
    await fixTags(context, train, flags);
  }
  const verdicts = await readBaseline(context, flags.baseline);
  const isOnScreen = context.host.stdout.isTTY === true && destinations.some(showsWarnings);
  const environment = {
    ...timedEnvironment(context, context.cache(flags.cache, flags.cacheSize)),
    // Once is enough.
    showsReportWarnings: isOnScreen,
  };
  // These solves are a good part of an audit, so they are for whoever sees them.
  const isShown = destinations.some(({ format }) => showsOpposed(format, flags.verbose ?? false));
  const opposed = isShown ? flags.opposed : 0;
  const request = { ...flags, opposed, verdicts, everyFinding: needsEveryFinding(destinations) };
  const audited = await runPipeline(files, request, environment);
  environment.noteTimes();
  const onlyFindings = verdicts.length > 0 || flags.diffBase !== undefined;
  const extent = { limit: flags.limit, onlyFindings, byScore: flags.signal === "score" };
  await publish(context, audited.report, destinations, extent, flags);
  if (flags.baseline !== undefined) {
    const stale = staleEntries(flags.baseline, verdicts, audited).length;
    const entry = stale === 1 ? "1 entry no longer occurs" : `${stale} entries no longer occur`;
    if (stale > 0) output.note(`${flags.baseline}: ${entry}; seginf baseline update removes them`);
  }
  return exitCodeOf(audited.counting, flags);
}

const showsWarnings = ({ format, file }: Destination): boolean => format === "text" && file === null;

/** 1 where more findings than are tolerated are at least as severe as those that fail the run. */
function exitCodeOf(
  counting: ReadonlyMap<RuleId, number>,
  { failOn, maxFindings, exitZero }: Pick<FlagsOf<"audit">, "failOn" | "maxFindings" | "exitZero">,
): number {
  const least = SEVERITIES.indexOf(failOn);
  const failing = [...counting].reduce(
    (sum, [rule, count]) => (SEVERITIES.indexOf(severityOf(rule)) <= least ? sum + count : sum),
    0,
  );
  return failing > maxFindings && !exitZero ? 1 : 0;
}
