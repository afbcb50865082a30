import { loadSpan } from "../influence/reference.js";
import { SegmentLattice, SegmentProjection } from "../influence/segmentLattice.js";
import type { LatticeState, TransitionTables } from "../kernels/types.js";
import type { Signals } from "../report/types.js";
import type { Problem } from "../tagger/problem.js";
import { combine, type Scores } from "../tagger/scores.js";
import type { Alternatives, Labelling } from "./alternatives.js";
import type { Candidate } from "./candidates.js";

/** A candidate with everything that ranking looks at. */
export interface Judged extends Candidate {
  readonly suggestion: string;
  readonly signals: Signals;
  /** log p(y') / p(y_S) under the tagger moved towards the reference, y' the best other labelling; −∞ without one. */
  readonly logOdds: number;
}

/** What the training corpus looks like to the tagger (θ) and to the influence of the reference (v). */
export interface View {
  readonly problem: Problem;
  readonly theta: Scores;
  readonly v: Scores;
  /** w of θ − w v, the tagger moved one step towards the reference. */
  readonly step: number;
  /** The lattice of the whole training corpus at θ. */
  readonly state: LatticeState;
  readonly tables: TransitionTables;
}

/**
 * Computes every candidate's signals.
 *
 * A step of size w along −v is what retraining with the reference counted w times does to the tagger, to first order:
 * θ_w = θ − w v. The log odds of another labelling y' of the span under it,
 *
 *     log p_w(y' | y_−S) / p_w(y_S | y_−S) = log p(y' | y_−S) / p(y_S | y_−S) − w Δ(S→y'),
 *
 * add the tagger's own doubt and the reference's interest in their common unit. The best y' is the suggestion, and its
 * log odds, which are above 0 where it is likelier than the label as it stands, rank the candidate.
 */
export function* sweep(view: View, candidates: readonly Candidate[], alternatives: Alternatives): Generator<Judged> {
  const { problem, theta, v, step } = view;
  const lattice = new SegmentLattice(problem.chains, theta);
  const moved = new SegmentLattice(problem.chains, combine(theta, -step, v));
  const projection = new SegmentProjection();
  for (const candidate of candidates) {
    loadSpan(lattice, problem, candidate);
    loadSpan(moved, problem, candidate);
    lattice.project(v, projection);
    const ways = alternatives.of(candidate.end - candidate.start, candidate.touching);
    const relabel = (way: Labelling) => lattice.relabelInfluence(way.numbers, v, projection);
    const others = ways.filter((way) => way.label !== candidate.label);
    const best = bestUnder(moved, others);
    const logOdds = best === null ? Number.NEGATIVE_INFINITY : moved.logProbability(best.numbers) + moved.loss;
    yield {
      ...candidate,
      suggestion: best?.label ?? candidate.label,
      logOdds,
      signals: {
        influence: projection.influence,
        relabelInfluence: best === null ? 0 : relabel(best),
        loss: lattice.loss,
        marginal: marginal(view, candidate.start, candidate.end),
        ...NOT_WORKED_OUT,
      },
    };
  }
}

/** The signals that need more than one tagger. */
const NOT_WORKED_OUT = {
  crossValidatedLoss: null,
  selfInfluence: null,
  refitLoss: null,
  referenceTaggerLoss: null,
  variation: null,
  neighbours: null,
};

/** The most probable of the labellings; null where there is none. */
function bestUnder(lattice: SegmentLattice, ways: readonly Labelling[]): Labelling | null {
  let best: Labelling | null = null;
  let most = Number.NEGATIVE_INFINITY;
  for (const way of ways) {
    const log = lattice.logProbability(way.numbers);
    if (log > most) {
      most = log;
      best = way;
    }
  }
  return best;
}

/** p(y_a … y_{b−1} | x) = α_a(y_a) Π_{a<t<b} M(y_{t−1}, y_t) y_t(y_t) / β_t(y_t) · β_{b−1}(y_{b−1}), y_t the lattice's `leave`. */
function marginal({ problem, state, tables }: View, a: number, b: number): number {
  const { gold, stride } = problem.chains;
  let p = state.alpha[a * stride + gold[a]];
  for (let t = a + 1; t < b; t++) {
    const at = t * stride + gold[t];
    p *= (tables.M[gold[t - 1] * stride + gold[t]] * state.leave[at]) / state.beta[at];
  }
  return Math.min(1, p * state.beta[(b - 1) * stride + gold[b - 1]]);
}
