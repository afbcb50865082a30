import type { SegmentReading } from "../corpus/index.js";
import type { Corpus } from "../corpus/types.js";
import type { Ranking } from "../findings/rankings.js";
import type { AuditReport, Finding, Pattern } from "../findings/report.js";
import { candidateAt, NONE } from "./candidates/candidates.js";
import { type JudgedRows, judgedAt } from "./candidates/table.js";
import { type Sieve, Sifting } from "./filter.js";
import { findingOf, fingerprintOf, illFormedFinding, scoreOf } from "./findings.js";
import { rankCandidates } from "./rank.js";
import type { Examination } from "./result.js";
import { refineAll } from "./signals/refine.js";
import { type Solving, solvedFor } from "./signals/solved.js";

/** What findings are made from, beside what has been found out. */
export interface Assembly extends Solving {
  readonly corpus: Corpus;
  readonly onRefined?: ((done: number, total: number) => void) | undefined;
  readonly options: AssemblyOptions;
}

export interface AssemblyOptions {
  readonly threshold: number;
  /** What to rank by; the score where absent. */
  readonly signal?: Ranking;
  /** Candidates to list beside ill-formed tags; 0 for all. */
  readonly limit: number;
  /** List whatever is at or above the threshold, beyond the limit too. */
  readonly everyFinding?: boolean;
  /** Findings, from the top, for which the reference segments that they oppose are worked out. */
  readonly opposed: number;
  /** Findings, from the top, whose influence is refined. */
  readonly refine?: number;
  /** Holds back findings that have been accepted or are out of the run's scope. */
  readonly sieve?: Sieve | undefined;
}

/**
 * Findings in rank order: breaks of the tag scheme, which are certain, then the ranked candidates, then what looks wrong in
 * the reference.
 */
export async function assemble(
  { judgements, patterns, ...examined }: Examination,
  annotated: SegmentReading,
  assembly: Assembly,
): Promise<Pick<AuditReport, "candidates" | "atOrAboveThreshold" | "setAside" | "findings">> {
  const { corpus, options } = assembly;
  const referenceLoss = examined.influence?.referenceLoss ?? 0;
  const ranked = rankCandidates(judgements, options.signal);
  const limit = options.limit === 0 ? Number.POSITIVE_INFINITY : options.limit;
  const sifting = new Sifting(options.sieve);
  const findings: Finding[] = [];
  // Every one of them is listed, whatever the limit: it is for candidates, of which there is no end.
  const covering = annotated.illFormed.length > 0 ? coveringRows(judgements, ranked, corpus.lines.length) : null;
  for (const place of annotated.illFormed) {
    const row = covering?.[place.token] ?? NONE;
    const segment = row === NONE ? undefined : judgedAt(judgements, row);
    const finding = illFormedFinding(corpus, place, segment, referenceLoss, findings.length + 1);
    if (sifting.passes(() => finding, true)) findings.push(finding);
  }
  const first = findings.length;
  const shown: number[] = [];
  const inPattern = membership(corpus, judgements, patterns);
  let suspicious = 0;
  for (const row of ranked) {
    const counts = scoreOf(judgements.logOdds[row]) >= options.threshold;
    const isWanted = shown.length < limit || (counts && options.everyFinding) || inPattern(row);
    if (!counts && !isWanted) continue;
    const make = () => findingOf(corpus, judgedAt(judgements, row), referenceLoss, { rank: 0, opposes: [] });
    if (!sifting.passes(make, counts)) continue;
    if (counts) suspicious++;
    if (isWanted) shown.push(row);
  }
  const firstOf = (count: number) => shown.slice(0, count).map((row) => judgedAt(judgements, row));
  const solved = await solvedFor(firstOf(options.opposed), examined.targets, assembly);
  const refining = options.refine ? (await assembly.bench()).refining : null;
  const refined = refining ? refineAll(firstOf(options.refine ?? 0), refining, assembly.onRefined) : [];
  shown.forEach((row, i) => {
    const judged = judgedAt(judgements, row);
    const { opposes = [], selfInfluence = judged.signals.selfInfluence } = solved[i] ?? {};
    const signals = { ...judged.signals, selfInfluence };
    const placing = { rank: first + i + 1, opposes, refined: refined[i] };
    findings.push(findingOf(corpus, { ...judged, signals }, referenceLoss, placing));
  });
  const doubtful = examined.doubtful.filter((finding) => sifting.passes(() => finding, true));
  for (const finding of doubtful) findings.push({ ...finding, rank: findings.length + 1 });
  return {
    candidates: ranked.length + annotated.illFormed.length + doubtful.length,
    atOrAboveThreshold: first + suspicious + doubtful.length,
    setAside: sifting.setAside,
    findings,
  };
}

/** Tells the candidates that a pattern is made of; only those at its places are looked at closely. */
function membership(
  corpus: Corpus,
  { candidates }: JudgedRows,
  patterns: readonly Pattern[],
): (row: number) => boolean {
  const names = new Set(patterns.flatMap(({ findings }) => findings));
  const lines = new Set(patterns.flatMap(({ places }) => places.map(({ line }) => line)));
  return (row) =>
    lines.has(corpus.lines[candidates.start[row]]) && names.has(fingerprintOf(corpus, candidateAt(candidates, row)));
}

/** The row of the candidate that covers each of N tokens, the lowest in rank where several do, NONE where none does. */
function coveringRows({ candidates: { start, end } }: JudgedRows, ranked: Uint32Array, tokens: number): Int32Array {
  const rows = new Int32Array(tokens).fill(NONE);
  for (const row of ranked) rows.fill(row, start[row], end[row]);
  return rows;
}
