import { contentDigest, type SegmentReading } from "../corpus/index.js";
import type { Corpus } from "../corpus/types.js";
import type { Span } from "../influence/spans.js";
import type { Target } from "../influence/targets.js";
import type { Ranking } from "../report/rankings.js";
import type { AuditReport, Finding, Opposed, Pattern } from "../report/types.js";
import { type Cache, section } from "../storage/index.js";
import type { Tagger } from "../tagger/model.js";
import type { CrfObjective } from "../tagger/objective.js";
import { NUMERICS_VERSION, thetaDigest } from "../tagger/obtain.js";
import type { Problem } from "../tagger/problem.js";
import type { Scores } from "../tagger/scores.js";
import { candidateAt, NONE } from "./candidates.js";
import { findingOf, fingerprintOf, illFormedFinding, scoreOf } from "./findings.js";
import { type Judgements, judgedAt } from "./judgements.js";
import { influenceOnTargets, mostOpposed } from "./opposed.js";
import { rankCandidates } from "./rank.js";
import { type Refining, refineAll } from "./refine.js";
import { type Sieve, Sifting } from "./sieve.js";

/**
 * The solve behind each finding's opposed reference segments. They are listed by influence, which a residual of a tenth
 * settles (u is then 4 to 8 per cent off, measured against a residual of 1e-3); the ranking does not use them.
 */
const OPPOSED_SOLVE = { tolerance: 0.1, maxIterations: 200 } as const;

/** All that findings are made from. */
export interface Assembly {
  readonly corpus: Corpus;
  /** Null without one, and so is `target`. */
  readonly reference: Corpus | null;
  readonly tagger: Tagger;
  readonly objective: CrfObjective;
  readonly trainTheta: Scores;
  readonly target: { readonly problem: Problem; readonly theta: Scores; readonly targets: readonly Target[] } | null;
  readonly referenceLoss: number;
  readonly refining: Refining | null;
  readonly onRefined?: ((done: number, total: number) => void) | undefined;
  /** Findings about the reference, unranked. */
  readonly doubtful: readonly Finding[];
  /** Systematic errors, whose findings are listed beyond the limit too: who corrects one needs them all. */
  readonly patterns: readonly Pattern[];
  readonly options: AssemblyOptions;
  readonly cache: Cache | null;
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
  judgements: Judgements,
  annotated: SegmentReading,
  assembly: Assembly,
): Promise<Pick<AuditReport, "candidates" | "atOrAboveThreshold" | "setAside" | "findings">> {
  const { corpus, referenceLoss, options } = assembly;
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
  const inPattern = membership(corpus, judgements, assembly.patterns);
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
  const solved = await solvedFor(
    shown.slice(0, options.opposed).map((row) => judgedAt(judgements, row)),
    assembly,
  );
  const { refining, onRefined } = assembly;
  const toRefine = shown.slice(0, options.refine ?? 0).map((row) => judgedAt(judgements, row));
  const refined = refining ? refineAll(toRefine, refining, onRefined) : [];
  shown.forEach((row, i) => {
    const judged = judgedAt(judgements, row);
    const { opposes = [], selfInfluence = judged.signals.selfInfluence } = solved[i] ?? {};
    const signals = { ...judged.signals, selfInfluence };
    const placing = { rank: first + i + 1, opposes, refined: refined[i] };
    findings.push(findingOf(corpus, { ...judged, signals }, referenceLoss, placing));
  });
  const doubtful = assembly.doubtful.filter((finding) => sifting.passes(() => finding, true));
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
  { candidates }: Judgements,
  patterns: readonly Pattern[],
): (row: number) => boolean {
  const names = new Set(patterns.flatMap(({ findings }) => findings));
  const lines = new Set(patterns.flatMap(({ places }) => places.map(({ line }) => line)));
  return (row) =>
    lines.has(corpus.lines[candidates.start[row]]) && names.has(fingerprintOf(corpus, candidateAt(candidates, row)));
}

/** The row of the candidate that covers each of N tokens, the lowest in rank where several do, NONE where none does. */
function coveringRows({ candidates: { start, end } }: Judgements, ranked: Uint32Array, tokens: number): Int32Array {
  const rows = new Int32Array(tokens).fill(NONE);
  for (const row of ranked) rows.fill(row, start[row], end[row]);
  return rows;
}

/** What a solve for each of these candidates tells: its self-influence and the reference segments that it opposes. */
interface Solved {
  readonly opposes: readonly Opposed[];
  readonly selfInfluence: number;
}

/** Solved for or from the cache. */
async function solvedFor(judged: readonly Span[], assembly: Assembly): Promise<Solved[]> {
  const { objective, tagger, reference, target, trainTheta, cache } = assembly;
  const targets = target?.targets ?? [];
  const T = targets.length;
  if (judged.length === 0) return [];
  const key = {
    numerics: NUMERICS_VERSION,
    tagger: thetaDigest(tagger),
    training: tagger.training,
    reference: reference && contentDigest(reference),
    targets: targets.map(({ start, end }) => [start, end]),
    segments: judged.map(({ start, end }) => [start, end]),
    ...OPPOSED_SOLVE,
  };
  const entry = await cache?.load("opposed", key);
  const influence = entry ? section(entry, "influence", Float64Array) : new Float64Array(judged.length * T);
  const self = entry ? section(entry, "self", Float64Array) : new Float64Array(judged.length);
  if (!entry) {
    let i = 0;
    for (const one of influenceOnTargets(objective, trainTheta, tagger.theta, judged, target, OPPOSED_SOLVE)) {
      influence.set(one.onTargets, i * T);
      self[i++] = one.selfInfluence;
    }
    const description = `influence of ${judged.length} segments on ${T} targets`;
    await cache?.store("opposed", key, { description }, { influence, self });
  }
  return judged.map((_, i) => ({
    opposes: reference ? mostOpposed(reference, targets, influence.subarray(i * T, (i + 1) * T)) : [],
    selfInfluence: self[i],
  }));
}
