import { loadSpan } from "../influence/reference.js";
import { Relabeller } from "../influence/relabelling.js";
import { SegmentLattice, SegmentProjection } from "../influence/segmentLattice.js";
import type { LatticeState, TransitionTables } from "../kernels/types.js";
import type { Problem } from "../tagger/problem.js";
import { combine, type Scores } from "../tagger/scores.js";
import { type Candidates, candidateAt } from "./candidates.js";
import { blankJudgements, type Judgements } from "./judgements.js";
import { type Suggesting, suggest } from "./suggest.js";

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
 * θ_w = θ − w v. The log odds of another labelling y' of the place under it,
 *
 *     log p_w(y' | rest) / p_w(y_S | rest) = log p(y' | rest) / p(y_S | rest) − w Δ(S→y'),
 *
 * add the tagger's own doubt and the reference's interest in their common unit. The best y' is the suggestion, and its
 * log odds, which are above 0 where it is likelier than the label as it stands, rank the candidate.
 */
export function sweep(
  view: View,
  candidates: Candidates,
  suggesting: Suggesting,
  onCandidates?: (done: number, total: number) => void,
): Judgements {
  const { problem, theta, v, step } = view;
  const lattice = new SegmentLattice(problem.chains, theta);
  const judge = new Relabeller(problem.chains, combine(theta, -step, v));
  const influence = new Relabeller(problem.chains, v);
  const projection = new SegmentProjection();
  const judgements = blankJudgements(candidates);
  const { proposals, logOdds, signals } = judgements;
  for (let i = 0; i < candidates.count; i++) {
    const candidate = candidateAt(candidates, i);
    loadSpan(lattice, problem, candidate);
    lattice.project(v, projection);
    const best = suggest(candidate, suggesting, judge);
    influence.load(candidate.sentence);
    proposals.push(best?.proposal ?? null);
    logOdds[i] = best?.logOdds ?? Number.NEGATIVE_INFINITY;
    signals.influence[i] = projection.influence;
    signals.relabelInfluence[i] = best ? influence.change(best.tagging) : 0;
    signals.loss[i] = lattice.loss;
    signals.marginal[i] = marginal(view, candidate.start, candidate.end);
    if ((i + 1) % 4096 === 0) onCandidates?.(i + 1, candidates.count);
  }
  return judgements;
}

/** p(y_a … y_{b−1} | x) = α_a(y_a) Π_{a<t<b} M(y_{t−1}, y_t) y_t(y_t) / β_t(y_t) · β_{b−1}(y_{b−1}), y_t the lattice's `leave`. */
export function marginal(
  { problem, state, tables }: Pick<View, "problem" | "state" | "tables">,
  a: number,
  b: number,
): number {
  const { gold, stride } = problem.chains;
  let p = state.alpha[a * stride + gold[a]];
  for (let t = a + 1; t < b; t++) {
    const at = t * stride + gold[t];
    p *= (tables.M[gold[t - 1] * stride + gold[t]] * state.leave[at]) / state.beta[at];
  }
  return Math.min(1, p * state.beta[(b - 1) * stride + gold[b - 1]]);
}
