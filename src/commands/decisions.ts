import type { ReadCorpus } from "../corpus/index.js";
import type { Scheme } from "../corpus/types.js";
import { SeginfError } from "../errors.js";
import { chooseFindings } from "../fix/choose.js";
import { requireFitting } from "../fix/fit.js";
import type { Edit } from "../fix/types.js";
import type { FlagsOf } from "../options/table.js";
import { counted } from "../report/numbers.js";
import type { AuditReport, CorpusSummary } from "../report/types.js";
import { readJson } from "../saved/read.js";
import { checkedReport } from "../saved/report.js";
import type { Context } from "./context.js";
import { readCorpora, schemeOf } from "./read.js";

type FixFlags = FlagsOf<"fix">;

/** What says which changes to make. */
export interface Decisions {
  readonly name: string;
  readonly report: AuditReport;
}

/** The changes to a corpus, the most trusted first. */
export interface DecidedEdits {
  readonly corpus: ReadCorpus;
  readonly scheme: Scheme;
  readonly edits: readonly Edit[];
  /** What the user should know about changes that are not among them. */
  readonly remarks: readonly string[];
}

/** @throws SeginfError where the file is none of these, or says too little for the flags given */
export async function readDecisions(context: Context, source: string, flags: FixFlags): Promise<Decisions> {
  const { name, value } = await readJson(source, context.host.stdin, "give a report of seginf audit --format json");
  if (flags.minScore === undefined && flags.pattern === undefined) {
    const mend = "choose with --min-score or --pattern (--min-score 0 takes all)";
    throw new SeginfError("a report holds suggestions that nobody has accepted", { file: name }, mend);
  }
  return { name, report: await checkedReport(value, name) };
}

/** Reads the corpus as it was read for the audit and finds the changes in it. */
export async function decidedEdits(
  context: Context,
  source: string,
  { name, report }: Decisions,
  flags: FixFlags,
): Promise<DecidedEdits> {
  const asAudited = report.reference?.file === source ? report.reference : report.train;
  const [corpus] = await readCorpora(context, [source], { ...readingOf(asAudited, flags), keepBytes: true }, []);
  const choice = { minScore: flags.minScore, patterns: flags.pattern };
  const { audited, findings, absent } = chooseFindings(report, corpus, choice, name);
  const scheme = schemeOf(flags.scheme ?? audited.scheme, [corpus]);
  requireFitting(corpus, scheme, findings, audited.digest);
  const left = `${counted(absent, "finding")} of the pattern not in the report, which --limit has cut`;
  return { corpus, scheme, edits: findings, remarks: absent > 0 ? [left] : [] };
}

/** How the file was read for the audit, except where the user says otherwise. */
function readingOf({ reading, format }: CorpusSummary, flags: FixFlags) {
  const { tokenColumn, labelColumn, allowRagged } = reading;
  return {
    inputFormat: flags.inputFormat ?? format,
    ...((flags.tokenColumn ?? tokenColumn) === null
      ? {}
      : { tokenColumn: (flags.tokenColumn ?? tokenColumn) as string }),
    ...((flags.labelColumn ?? labelColumn) === null
      ? {}
      : { labelColumn: (flags.labelColumn ?? labelColumn) as string }),
    allowRagged: flags.allowRagged ?? allowRagged,
  };
}
