import { basename, dirname, resolve } from "node:path";
import type { ReadCorpus } from "../../corpus/index.js";
import { sourceName } from "../../corpus/source.js";
import type { Scheme } from "../../corpus/types.js";
import { SeginfError } from "../../errors.js";
import type { AuditReport, CorpusSummary } from "../../findings/report.js";
import { readJson } from "../../findings/saved/read.js";
import { checkedReport } from "../../findings/saved/report.js";
import { checkVerdicts, type VerdictEntry } from "../../findings/verdicts/index.js";
import type { FlagsOf, ReadingFlags } from "../../options/table.js";
import { readAgain, readCorpora, schemeOf, type Wish } from "../../pipeline/reading.js";
import { counted } from "../../report/numbers.js";
import { parseJsonFile } from "../../storage/jsonFile.js";
import { chooseFindings } from "../../triage/fix/choose.js";
import { requireFitting } from "../../triage/fix/fit.js";
import { locateVerdicts } from "../../triage/fix/locate.js";
import type { Read } from "../../triage/fix/readBack.js";
import type { Edit } from "../../triage/fix/types.js";
import type { Context } from "../context.js";
import { environmentOf } from "../environment.js";
import { requireReliable, reviewed } from "./chosen.js";

type FixFlags = FlagsOf<"fix">;

/** What says which changes to make: a report, from which the flags choose, or what people have decided. */
export type Decisions =
  | { readonly name: string; readonly report: AuditReport }
  | {
      readonly name: string;
      readonly verdicts: readonly VerdictEntry[];
      /** The report that they are about, where it was judged in the same run: it says how to read the corpus. */
      readonly report?: AuditReport;
    };

/** The changes to a corpus, those with the highest priority first. */
export interface DecidedEdits {
  readonly corpus: ReadCorpus;
  readonly scheme: Scheme;
  readonly edits: readonly Edit[];
  /** What the user should know about changes that are not among them. */
  readonly remarks: readonly string[];
  /** The labels that the audited corpus has, as the report says; those of this file may be fewer. */
  readonly labels: readonly string[];
  /** Reads the corrected file as the corpus was read. */
  readonly readBack: (bytes: Buffer) => Promise<Read>;
}

const HINT = "give a report of seginf audit --format json, or verdicts";

/** @throws SeginfError where the file is none of these, or does not go with the flags given */
export async function readDecisions(context: Context, source: string, flags: FixFlags): Promise<Decisions> {
  const { name, text, value } = await readJson(source, context.host.stdin, HINT);
  const isChosen = flags.minScore !== undefined || flags.pattern !== undefined;
  if (typeof value === "object" && value !== null && Object.hasOwn(value, "entries")) {
    if (isChosen) {
      const what = "--min-score and --pattern choose from a report, but this file holds verdicts";
      throw new SeginfError(what, { file: name }, "leave them out");
    }
    return { name, verdicts: checkVerdicts(parseJsonFile(name, text)).entries };
  }
  const report = checkedReport(value, name);
  if (flags.interactive)
    return { name: flags.verdicts, report, verdicts: await reviewed(context, report, name, flags) };
  if (isChosen) {
    requireReliable(context, report, name, flags);
    return { name, report };
  }
  const hint = "choose with --min-score or --pattern (--min-score 0 takes all), or judge them with seginf review";
  throw new SeginfError("a report holds suggestions that nobody has accepted", { file: name }, hint);
}

/** Reads the corpus and finds the changes in it. */
export function decidedEdits(
  context: Context,
  source: string,
  decisions: Decisions,
  flags: FixFlags,
): Promise<DecidedEdits> {
  return "verdicts" in decisions
    ? editsOfVerdicts(context, source, decisions, flags)
    : chosenEdits(context, source, decisions, flags);
}

/** The flags of these that the user gave: they go before what a report says. */
function given({ encoding, replaceInvalid, offsets, labels }: ReadingFlags): ReadingFlags & Wish {
  return {
    ...(encoding ? { encoding } : {}),
    ...(replaceInvalid ? { replaceInvalid } : {}),
    ...(offsets ? { offsets } : {}),
    ...(labels ? { labels, labelNames: undefined } : {}),
  };
}

/** How to read a corpus as it was read for the audit, except where the user says otherwise. */
export function readingOf(
  { format, reading, scheme }: Pick<CorpusSummary, "format" | "reading" | "scheme">,
  flags: ReadingFlags,
): ReadingFlags & Wish {
  const { encoding, replaceInvalid, offsets, labelNames } = reading;
  return {
    ...(encoding ? { encoding } : {}),
    ...(replaceInvalid ? { replaceInvalid } : {}),
    ...(offsets ? { offsets } : {}),
    ...(labelNames ? { labelNames } : {}),
    ...given(flags),
    scheme: flags.scheme ?? scheme,
    inputFormat: flags.inputFormat ?? format,
    ...whenGiven("tokenColumn", flags.tokenColumn ?? reading.tokenColumn),
    ...whenGiven("labelColumn", flags.labelColumn ?? reading.labelColumn),
    allowRagged: flags.allowRagged ?? reading.allowRagged,
  };
}

/** How a report says that a file was read: by its name, else as the training file. */
function summaryOf(
  { train, reference }: AuditReport,
  source: string,
): Pick<CorpusSummary, "format" | "reading" | "scheme"> {
  const files = [train, reference].flatMap((one) =>
    one ? [one, ...(one.files ?? []).map((file) => ({ ...file, scheme: one.scheme }))] : [],
  );
  return files.find(({ file }) => file === source) ?? train;
}

async function chosenEdits(
  context: Context,
  source: string,
  { name, report }: Exclude<Decisions, { verdicts: unknown }>,
  flags: FixFlags,
): Promise<DecidedEdits> {
  const read = readingOf(summaryOf(report, source), flags);
  const [corpus] = await readCorpora(environmentOf(context), [source], { ...read, keepBytes: true }, []);
  const choice = { minScore: flags.minScore, patterns: flags.pattern };
  const { audited, findings, absent } = chooseFindings(report, corpus, choice, name);
  const scheme = schemeOf(flags.scheme ?? audited.scheme, [corpus]);
  requireFitting(corpus, scheme, findings, audited.digest);
  const left = `${counted(absent, "finding")} of the pattern not in the report: set aside when it was made`;
  return {
    ...{ corpus, scheme, edits: findings, remarks: absent > 0 ? [left] : [], labels: audited.labels },
    readBack: readingBack(context, source, read, flags.scheme ?? audited.scheme),
  };
}

/** @param scheme detected where there is none */
function readingBack(context: Context, source: string, read: ReadingFlags & Wish, scheme: Scheme | undefined) {
  return async (bytes: Buffer): Promise<Read> => {
    const corpus = await readAgain(environmentOf(context), sourceName(source), bytes, read);
    return { corpus, scheme: schemeOf(scheme, [corpus]) };
  };
}

async function editsOfVerdicts(
  context: Context,
  source: string,
  { name, verdicts, report }: Extract<Decisions, { verdicts: readonly VerdictEntry[] }>,
  flags: FixFlags,
): Promise<DecidedEdits> {
  const read = report ? readingOf(summaryOf(report, source), flags) : flags;
  const [corpus] = await readCorpora(environmentOf(context), [source], { ...read, keepBytes: true }, []);
  const scheme = schemeOf(read.scheme, [corpus]);
  const { edits, done, lost } = locateVerdicts(corpus, scheme, verdictsOn(source, name, verdicts));
  const named = lost.slice(0, NAMED).map(({ text, label }) => `"${text}", labelled ${label}`);
  const more = lost.length > NAMED ? ` and ${lost.length - NAMED} more` : "";
  return {
    corpus,
    scheme,
    edits,
    remarks: [
      ...(done.length > 0 ? [`${counted(done.length, "correction")} made already`] : []),
      ...(lost.length > 0 ? [`${corpus.name} no longer holds ${named.join(", ")}${more}`] : []),
    ],
    labels: report?.train.labels ?? [],
    readBack: readingBack(context, source, read, read.scheme),
  };
}

/** Verdicts named where they find nothing. */
const NAMED = 5;

/**
 * The verdicts on this corpus: those that name it, seen from where they are kept. Where none does (they came over standard
 * input or were moved), those on a file of the same name, else all: their subject is found by content.
 */
function verdictsOn(source: string, verdictFile: string, entries: readonly VerdictEntry[]): readonly VerdictEntry[] {
  const from = dirname(resolve(verdictFile));
  const named = entries.filter(({ file }) => resolve(from, file) === resolve(source));
  if (named.length > 0) return named;
  const alike = entries.filter(({ file }) => basename(file) === basename(source));
  return alike.length > 0 ? alike : entries;
}

function whenGiven<K extends string>(key: K, value: string | null): { readonly [P in K]?: string } {
  return value === null ? {} : ({ [key]: value } as { [P in K]?: string });
}
