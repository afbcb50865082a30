import { placeOf } from "../../corpus/files.js";
import type { Corpus } from "../../corpus/types.js";
import type { Opposed } from "../../findings/report.js";
import { eachEntry } from "../../influence/featureEntries.js";
import { inverseHessianBlock, type SolveOptions } from "../../influence/inverse.js";
import { SegmentLattice } from "../../influence/segmentLattice.js";
import type { Span } from "../../influence/spans.js";
import { sparseGradients } from "../../influence/sparseGradient.js";
import type { Target } from "../../influence/targets.js";
import type { F64 } from "../../kernels/types.js";
import type { CrfObjective } from "../../tagger/objective.js";
import type { Problem } from "../../tagger/problem.js";
import { type Scores, scoresAt } from "../../tagger/scores.js";
import { contextOf, wordsOf } from "../findings.js";

/** Reference segments listed for one finding. */
const LISTED = 5;

/** What one solve u = H⁻¹ g_S gives for a segment. */
export interface SolvedSegment {
  /** Δ(S) for each target T alone: u · ∇f_T. Length |targets|. */
  readonly onTargets: Float64Array;
  /** The part of it that the features of the segment's own tokens carry, which the target then shares. Length |targets|. */
  readonly shared: Float64Array;
  /** Σ(S) = u · g_S, from below, with a relative error of the order of the residual's square. */
  readonly selfInfluence: number;
}

/**
 * Solves for each segment in turn, done as a block, with a pass over the targets; there are none without a reference.
 *
 * @param objective whose optimum θ is
 * @param problem the corpus of the segments, over the same features
 * @param trainTheta θ, read on that corpus
 */
export function* influenceOnTargets(
  objective: CrfObjective,
  problem: Problem,
  trainTheta: Scores,
  theta: Float64Array,
  segments: readonly Span[],
  reference: { readonly problem: Problem; readonly theta: Scores; readonly targets: readonly Target[] } | null,
  solve: SolveOptions,
): Generator<SolvedSegment, void> {
  const gradients = sparseGradients(problem, trainTheta, segments);
  const own = new Float64Array(reference === null ? 0 : theta.length);
  const read = reference && scoresAt(reference.problem, tokensOf(reference.targets));
  let i = 0;
  for (const { x, energy: selfInfluence } of inverseHessianBlock(objective, theta, gradients, solve)) {
    const segment = segments[i++];
    const none = new Float64Array(0);
    if (reference === null || read === null) yield { onTargets: none, shared: none, selfInfluence };
    else {
      const lattice = new SegmentLattice(reference.problem.chains, reference.theta);
      const influenceOf = (vector: F64) => {
        const u = read(vector);
        return Float64Array.from(reference.targets, (target) => lattice.influence(target, u).influence);
      };
      const onTargets = influenceOf(x);
      eachOwnRow(problem, segment, (from, to) => own.set(x.subarray(from, to), from));
      yield { onTargets, shared: influenceOf(own), selfInfluence };
      eachOwnRow(problem, segment, (from, to) => own.fill(0, from, to));
    }
  }
}

function* tokensOf(spans: readonly Span[]): Generator<number> {
  for (const { start, end } of spans) for (let t = start; t < end; t++) yield t;
}

/** Visits where the weights lie of the features that a token of the segment has. */
function eachOwnRow(problem: Problem, { start, end }: Span, visit: (from: number, to: number) => void): void {
  const { stride } = problem.shape;
  for (let t = start; t < end; t++) {
    eachEntry(problem, t, (row, _values, _from, count) => visit(row * stride, (row + count) * stride));
  }
}

/** Least part of an influence that shared features carry, where it is listed: below it, a reader sees no relation. */
const LEAST_SHARED = 0.5;

/**
 * The targets that each segment pushes the tagger away from by features that the two share. A target that several of them
 * oppose is listed under the one that opposes it most.
 *
 * @param influence, shared a row of |targets| for each segment
 * @returns for each segment, numbers of targets
 */
export function opposedBySegment(
  influence: Float64Array,
  shared: Float64Array,
  targets: number,
): readonly ReadonlySet<number>[] {
  const count = targets === 0 ? 0 : influence.length / targets;
  const listed = Array.from({ length: count }, () => new Set<number>());
  for (let target = 0; target < targets; target++) {
    let most = -1;
    for (let i = 0; i < count; i++) {
      const at = i * targets + target;
      if (!(influence[at] < 0 && shared[at] <= LEAST_SHARED * influence[at])) continue;
      if (most < 0 || influence[at] < influence[most * targets + target]) most = i;
    }
    listed[most]?.add(target);
  }
  return listed;
}

/** The targets that the segment pushes the tagger away from, worst first. @param isListed of a target, by number */
export function mostOpposed(
  reference: Corpus,
  targets: readonly Target[],
  influence: Float64Array,
  isListed: (target: number) => boolean = () => true,
): Opposed[] {
  return [...influence.keys()]
    .filter((i) => influence[i] < 0 && isListed(i))
    .sort((a, b) => influence[a] - influence[b] || a - b)
    .slice(0, LISTED)
    .map((i) => {
      const { sentence, start, end, label, predicted } = targets[i];
      return {
        ...placeOf(reference, start),
        tokens: wordsOf(reference, start, end),
        label,
        predicted,
        influence: influence[i],
        context: contextOf(reference, sentence, start, end),
      };
    });
}
