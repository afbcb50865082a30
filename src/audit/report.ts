import { type AnnotatedCorpus, type TagFix, tagFixes } from "../corpus/index.js";
import type { Corpus } from "../corpus/types.js";
import type { Ranking } from "../findings/rankings.js";
import type { AuditReport, Finding, Pattern, RefinedInfluence } from "../findings/report.js";
import { at } from "../math/at.js";
import { candidateAt, NONE } from "./candidates/candidates.js";
import { type ScoredCandidate, type ScoredCandidates, scoredAt } from "./candidates/table.js";
import { type Counting, CountingFilter, type Filter } from "./filter.js";
import { type Details, findingOf, fingerprintOf, scoreOf, shareOf, tagFinding } from "./findings.js";
import { rankCandidates } from "./rank.js";
import { Reasons } from "./reason/reasons.js";
import type { AuditResult } from "./result.js";
import { refineAll } from "./signals/refine.js";
import { type Solving, solvedFor } from "./signals/solved.js";

/** What findings are made from, besides the result. */
export interface ReportInput extends Solving {
  readonly train: AnnotatedCorpus;
  /** `reference` with its segments; null without one. */
  readonly annotatedReference: AnnotatedCorpus | null;
  /** Begins the stage of refining. */
  readonly refining: () => Promise<{ update(done: number, detail: string, total: number): void }>;
  readonly options: ReportOptions;
  /** Filters out findings that have been accepted or are out of the run's scope. */
  readonly filter?: Filter | undefined;
}

/** What of the result a report lists. */
export interface ReportOptions {
  readonly threshold: number;
  /** What to rank by; the score where absent. */
  readonly signal?: Ranking | undefined;
  /** Candidates to list besides ill-formed tags; 0 for all. */
  readonly limit: number;
  /** List whatever is at or above the threshold, beyond the limit too. */
  readonly everyFinding?: boolean | undefined;
  /** Findings, from the top, for which the reference segments that they oppose are computed. */
  readonly opposed: number;
  /** Findings, from the top, whose influence is refined. */
  readonly refine?: number | undefined;
  /** Patterns listed, at most. */
  readonly patterns: number;
}

/** The part of a report that lists. */
export type Listing = Pick<AuditReport, "candidates" | "atOrAboveThreshold" | "setAside" | "findings" | "patterns">;

/**
 * Findings in rank order: breaks of the tag scheme, which are certain, then the ranked candidates, then what looks wrong in
 * the reference. Patterns whose findings have all been filtered out are left out.
 */
export async function buildListing(
  result: AuditResult,
  input: ReportInput,
): Promise<{ readonly listing: Listing; readonly counting: Counting }> {
  const { table, influence } = result;
  const { train, options } = input;
  const patterns = result.patterns.slice(0, options.patterns);
  const referenceLoss = influence?.referenceLoss ?? 0;
  const ranked = rankCandidates(table, options.signal);
  const filter = new CountingFilter(input.filter);

  const fixes = tagFixes(train.corpus, train.illFormed);
  const tags = tagFindings(train.corpus, fixes, table, ranked, referenceLoss).filter((one) =>
    filter.passes(() => one, true),
  );
  const make = findingMaker(result, patterns, input);
  const { rows, suspicious } = listedRows(result, patterns, ranked, filter, make, input);
  const candidates = await candidateFindings(rows, result, make, input);
  const referenceErrors = result.referenceErrors.filter((one) => filter.passes(() => one, true));

  const findings = [...tags, ...candidates, ...referenceErrors].map((one, i) => ({ ...one, rank: i + 1 }));
  const listing = {
    candidates: ranked.length + fixes.length + referenceErrors.length,
    atOrAboveThreshold: tags.length + suspicious + referenceErrors.length,
    setAside: filter.setAside,
    findings,
    patterns: patterns.filter((pattern) => filter.leaves(pattern)),
  };
  return { listing, counting: filter.counting };
}

/** Every one of them, whatever the limit: that is for candidates, of which there is no end. */
function tagFindings(
  corpus: Corpus,
  fixes: readonly TagFix[],
  table: ScoredCandidates,
  ranked: Uint32Array,
  referenceLoss: number,
): Finding[] {
  if (fixes.length === 0) return [];
  const covering = coveringRows(table, ranked, corpus.lines.length);
  return fixes.map((place) => {
    const row = at(covering, place.token);
    return tagFinding(corpus, place, row === NONE ? undefined : scoredAt(table, row), referenceLoss);
  });
}

/** What a solve or a refinement adds to a finding. */
type Extras = Pick<Details, "opposes" | "refined"> & { readonly selfInfluence?: number | null };
type FindingMaker = (row: number, extras?: Extras) => Finding;

/** Makes a candidate a finding, with its reason. */
function findingMaker(
  { table, influence, readings }: AuditResult,
  patterns: readonly Pattern[],
  { train, annotatedReference }: ReportInput,
): FindingMaker {
  const reasons = new Reasons({ own: train, other: annotatedReference, role: "training" }, readings);
  const referenceLoss = influence?.referenceLoss ?? 0;
  const patternOf = new Map<string, Pattern>();
  for (const one of [...patterns].reverse()) for (const name of one.findings) patternOf.set(name, one);
  return (row, { selfInfluence, ...details } = {}) => {
    const scored = scoredAt(table, row);
    const signals = selfInfluence === undefined ? scored.signals : { ...scored.signals, selfInfluence };
    const pattern = patternOf.get(fingerprintOf(train.corpus, scored));
    const reason = reasons.of(row, scored, shareOf(signals, referenceLoss), pattern);
    return findingOf(train.corpus, { ...scored, signals }, referenceLoss, { ...details, reason });
  };
}

/** The rows to list, in rank order, and how many of all count. */
function listedRows(
  { table }: AuditResult,
  patterns: readonly Pattern[],
  ranked: Uint32Array,
  filter: CountingFilter,
  make: FindingMaker,
  { train: { corpus }, options }: ReportInput,
): { readonly rows: readonly number[]; readonly suspicious: number } {
  const limit = options.limit === 0 ? Number.POSITIVE_INFINITY : options.limit;
  const inPattern = membership(corpus, table, patterns);
  const rows: number[] = [];
  let suspicious = 0;
  for (const row of ranked) {
    const counts = scoreOf(at(table.logOdds, row)) >= options.threshold;
    const isListed = rows.length < limit || (counts && options.everyFinding) || inPattern(row);
    if (!counts && !isListed) continue;
    if (!filter.passes(() => make(row), counts)) continue;
    if (counts) suspicious++;
    if (isListed) rows.push(row);
  }
  return { rows, suspicious };
}

/** The rows as findings, the first with the reference segments that they oppose and with refined influence, as asked for. */
async function candidateFindings(
  rows: readonly number[],
  { table, targets }: AuditResult,
  make: FindingMaker,
  input: ReportInput,
): Promise<Finding[]> {
  const { options } = input;
  const scored = rows.map((row) => scoredAt(table, row));
  const solved = await solvedFor(scored.slice(0, options.opposed), targets, input);
  const refined = await refinedFor(scored.slice(0, options.refine ?? 0), input);
  return rows.map((row, i) => make(row, { ...solved[i], refined: refined[i] }));
}

async function refinedFor(scored: readonly ScoredCandidate[], input: ReportInput): Promise<RefinedInfluence[]> {
  if (scored.length === 0) return [];
  const { refining } = await input.context();
  if (refining === null) return [];
  const stage = await input.refining();
  return refineAll(scored, refining, (done, total) => stage.update(done, `of ${total} findings refined`, total));
}

/** Tells the candidates that a pattern is made of; only those at its places are looked at closely. */
function membership(
  corpus: Corpus,
  { candidates }: ScoredCandidates,
  patterns: readonly Pattern[],
): (row: number) => boolean {
  const names = new Set(patterns.flatMap(({ findings }) => findings));
  const lines = new Set(patterns.flatMap(({ places }) => places.map(({ line }) => line)));
  return (row) =>
    lines.has(at(corpus.lines, at(candidates.start, row))) &&
    names.has(fingerprintOf(corpus, candidateAt(candidates, row)));
}

/** The row of the candidate that covers each of N tokens, the lowest in rank where several do, NONE where none does. */
function coveringRows(
  { candidates: { start, end } }: ScoredCandidates,
  ranked: Uint32Array,
  tokens: number,
): Int32Array {
  const rows = new Int32Array(tokens).fill(NONE);
  for (const row of ranked) rows.fill(row, start[row], end[row]);
  return rows;
}
