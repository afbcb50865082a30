import type { AnnotatedCorpus } from "../corpus/index.js";
import type { Corpus } from "../corpus/types.js";
import type { Ranking } from "../findings/rankings.js";
import type { AuditReport, Finding, Pattern } from "../findings/report.js";
import { candidateAt, NONE } from "./candidates/candidates.js";
import { type ScoredCandidates, scoredAt } from "./candidates/table.js";
import { type Counting, CountingFilter, type Filter } from "./filter.js";
import { findingOf, fingerprintOf, illFormedFinding, scoreOf } from "./findings.js";
import { rankCandidates } from "./rank.js";
import type { AuditResult } from "./result.js";
import { refineAll } from "./signals/refine.js";
import { type Solving, solvedFor } from "./signals/solved.js";

/** What findings are made from, besides the result. */
export interface ReportInput extends Solving {
  readonly train: AnnotatedCorpus;
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
  { table, ...result }: AuditResult,
  input: ReportInput,
): Promise<{ readonly listing: Listing; readonly counting: Counting }> {
  const { train, options } = input;
  const { corpus } = train;
  const patterns = result.patterns.slice(0, options.patterns);
  const referenceLoss = result.influence?.referenceLoss ?? 0;
  const ranked = rankCandidates(table, options.signal);
  const limit = options.limit === 0 ? Number.POSITIVE_INFINITY : options.limit;
  const filter = new CountingFilter(input.filter);
  const findings: Finding[] = [];
  // Every one of them is listed, whatever the limit: it is for candidates, of which there is no end.
  const covering = train.illFormed.length > 0 ? coveringRows(table, ranked, corpus.lines.length) : null;
  for (const place of train.illFormed) {
    const row = covering?.[place.token] ?? NONE;
    const segment = row === NONE ? undefined : scoredAt(table, row);
    const finding = illFormedFinding(corpus, place, segment, referenceLoss, findings.length + 1);
    if (filter.passes(() => finding, true)) findings.push(finding);
  }
  const first = findings.length;
  const shown: number[] = [];
  const inPattern = membership(corpus, table, patterns);
  let suspicious = 0;
  for (const row of ranked) {
    const counts = scoreOf(table.logOdds[row]) >= options.threshold;
    const isWanted = shown.length < limit || (counts && options.everyFinding) || inPattern(row);
    if (!counts && !isWanted) continue;
    const make = () => findingOf(corpus, scoredAt(table, row), referenceLoss, { rank: 0, opposes: [] });
    if (!filter.passes(make, counts)) continue;
    if (counts) suspicious++;
    if (isWanted) shown.push(row);
  }
  const firstOf = (count: number) => shown.slice(0, count).map((row) => scoredAt(table, row));
  const solved = await solvedFor(firstOf(options.opposed), result.targets, input);
  const refining = options.refine ? (await input.context()).refining : null;
  const stage = refining && (await input.refining());
  const onRefined = (done: number, total: number) => stage?.update(done, `of ${total} findings refined`, total);
  const refined = refining ? refineAll(firstOf(options.refine ?? 0), refining, onRefined) : [];
  shown.forEach((row, i) => {
    const scored = scoredAt(table, row);
    const { opposes = [], selfInfluence = scored.signals.selfInfluence } = solved[i] ?? {};
    const signals = { ...scored.signals, selfInfluence };
    const placing = { rank: first + i + 1, opposes, refined: refined[i] };
    findings.push(findingOf(corpus, { ...scored, signals }, referenceLoss, placing));
  });
  const referenceErrors = result.referenceErrors.filter((finding) => filter.passes(() => finding, true));
  for (const finding of referenceErrors) findings.push({ ...finding, rank: findings.length + 1 });
  const listing = {
    candidates: ranked.length + train.illFormed.length + referenceErrors.length,
    atOrAboveThreshold: first + suspicious + referenceErrors.length,
    setAside: filter.setAside,
    findings,
    patterns: patterns.filter((pattern) => filter.leaves(pattern)),
  };
  return { listing, counting: filter.counting };
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
    lines.has(corpus.lines[candidates.start[row]]) && names.has(fingerprintOf(corpus, candidateAt(candidates, row)));
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
