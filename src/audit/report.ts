import { type AnnotatedCorpus, type TagFix, tagFixes } from "../corpus/index.js";
import type { Corpus } from "../corpus/types.js";
import type { AuditReport, Finding, Pattern, RefinedInfluence } from "../findings/report.js";
import { PATTERN_SYSTEMATIC, ruleFilter } from "../findings/rules.js";
import { at } from "../math/at.js";
import { NONE } from "./candidates/candidates.js";
import { type ScoredCandidate, type ScoredCandidates, scoredAt } from "./candidates/table.js";
import { documentsByErrors } from "./documents.js";
import { type Counting, CountingFilter, type Filter } from "./filter.js";
import { type FindingMaker, findingMaker } from "./findingMaker.js";
import { tagFinding } from "./findings.js";
import { type Entry, listedEntries, wantedRows } from "./listedEntries.js";
import { settledPatterns } from "./patterns/settle.js";
import { rankCandidates } from "./rank.js";
import type { ReportOptions } from "./reportOptions.js";
import type { AuditResult } from "./result.js";
import { scoreCounts } from "./scoreCounts.js";
import { refineAll } from "./signals/refine.js";
import { type Solving, solvedFor } from "./signals/solved.js";
import { statisticsOf } from "./statistics.js";
import { wrongTagShare } from "./wrongTags.js";

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

/** The part of a report that lists. */
export type Listing = Pick<
  AuditReport,
  | "wrongTags"
  | "candidates"
  | "atOrAboveThreshold"
  | "setAside"
  | "scores"
  | "listed"
  | "more"
  | "documents"
  | "statistics"
  | "findings"
  | "patterns"
>;

/**
 * Findings in rank order: breaks of the tag scheme, which are certain, then the ranked candidates and, by their score among
 * them, what looks wrong in the reference. Patterns whose findings have all been filtered out are left out.
 */
export async function buildListing(
  result: AuditResult,
  input: ReportInput,
): Promise<{ readonly listing: Listing; readonly counting: Counting }> {
  const { table, influence } = result;
  const { train, options } = input;
  const isWanted = ruleFilter(options.select, options.ignore);
  const patterns = isWanted(PATTERN_SYSTEMATIC) ? settledPatterns(result, train.corpus).slice(0, options.patterns) : [];
  const referenceLoss = influence?.referenceLoss ?? 0;
  const ranked = rankCandidates(table, options.signal);
  const filter = new CountingFilter(input.filter);

  const fixes = tagFixes(train.corpus, train.illFormed);
  const passes = (one: Finding) => isWanted(one.rule) && filter.passes(one, true);
  const tags = tagFindings(train.corpus, fixes, table, ranked, referenceLoss).filter(passes);
  const make = findingMaker(result, patterns, input);
  const ofReference = result.referenceErrors.filter(passes);
  const chosen = listedEntries(
    result,
    patterns,
    wantedRows(table, ranked, isWanted),
    ofReference,
    filter,
    train.corpus,
    options,
  );
  const candidates = await candidateFindings(chosen.entries, result, make, input);

  const findings = [...tags, ...candidates].map((one, i) => ({ ...one, rank: i + 1 }));
  const atOrAboveThreshold = tags.length + chosen.suspicious + ofReference.length;
  const listed = tags.length + chosen.byRank;
  const listing = {
    wrongTags: input.annotatedReference ? wrongTagShare(train, table) : null,
    candidates: ranked.length + fixes.length + ofReference.length,
    atOrAboveThreshold,
    setAside: filter.setAside,
    scores: scoreCounts(table, ranked, [...fixes.map(() => 1), ...ofReference.map(({ score }) => score)]),
    listed,
    more: atOrAboveThreshold - findings.slice(0, listed).filter(({ score }) => score >= options.threshold).length,
    documents: documentsByErrors(train.corpus, table, ranked),
    ...(options.statistics && { statistics: statisticsOf(train, table, ranked, options.threshold) }),
    findings,
    patterns: patterns.filter((pattern) => filter.leaves(pattern) && holdsOneOf(pattern, findings)),
  };
  return { listing, counting: filter.counting };
}

/** Whether a finding of the pattern is listed: all are, but those of rules that are not wanted. */
function holdsOneOf(pattern: Pattern, findings: readonly Finding[]): boolean {
  const names = new Set(pattern.findings);
  return findings.some(({ fingerprint }) => names.has(fingerprint));
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

/** The entries as findings, the first rows with the reference segments that they oppose and with refined influence, as asked for. */
async function candidateFindings(
  entries: readonly Entry[],
  { table, targets }: AuditResult,
  make: FindingMaker,
  input: ReportInput,
): Promise<Finding[]> {
  const { options } = input;
  const rows = entries.filter((entry) => typeof entry === "number");
  const scored = rows.map((row) => scoredAt(table, row));
  const solved = await solvedFor(scored.slice(0, options.opposed), targets, input);
  const refined = await refinedFor(scored.slice(0, options.refine ?? 0), input);
  let i = 0;
  return entries.map((entry) => {
    if (typeof entry !== "number") return entry;
    const finding = make(entry, { ...solved[i], refined: refined[i] });
    i++;
    return finding;
  });
}

async function refinedFor(scored: readonly ScoredCandidate[], input: ReportInput): Promise<RefinedInfluence[]> {
  if (scored.length === 0) return [];
  const { refining } = await input.context();
  if (refining === null) return [];
  const stage = await input.refining();
  return refineAll(scored, refining, (done, total) => stage.update(done, `of ${total} findings refined`, total));
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
