import { loadSpan } from "../../influence/reference.js";
import { Relabeller } from "../../influence/relabelling.js";
import { SegmentLattice, SegmentProjection } from "../../influence/segmentLattice.js";
import type { Problem } from "../../tagger/problem.js";
import type { Scores } from "../../tagger/scores.js";
import { type Candidates, candidateAt } from "../candidates/candidates.js";
import { blankJudgements, type Judgements, TAGGERS, type TaggerName } from "../candidates/table.js";
import { type Suggesting, suggest } from "../suggestions/generate.js";
import { type Lattice, segmentProbability, tagsProbability } from "./segmentProbability.js";

/** What the training corpus looks like to the taggers, and to the influence of the reference (v). */
export interface View {
  readonly problem: Problem;
  readonly v: Scores;
  readonly scores: Readonly<Record<TaggerName, Scores>>;
  /** The lattice of the whole training corpus under a tagger; good until the next is asked for. */
  readonly lattice: (tagger: TaggerName) => Lattice;
  /** C × C: where a segment goes on from one label to the next. */
  readonly continues: Uint8Array;
}

/**
 * Works out what the taggers and the influence of the reference say of every candidate: the signals that need no more than
 * one look at each. What should stand in a candidate's place is what θ_w finds likeliest.
 */
export function sweep(
  view: View,
  candidates: Candidates,
  suggesting: Suggesting,
  onCandidates?: (done: number, total: number) => void,
): Judgements {
  const { problem, v, scores } = view;
  const { chains } = problem;
  const judgements = blankJudgements(candidates);
  const { proposals, opinions } = judgements;
  const column = () => new Float64Array(candidates.count);
  const signals = { ...judgements.signals, refitLoss: column(), referenceTaggerLoss: column() };
  const lattices = TAGGERS.map((name) => new SegmentLattice(chains, scores[name]));
  const judges = TAGGERS.map((name) => new Relabeller(chains, scores[name]));
  const losses = [signals.loss, signals.refitLoss, signals.referenceTaggerLoss];
  const judge = judges[TAGGERS.indexOf("joint")];
  const influence = new Relabeller(chains, v);
  const projection = new SegmentProjection();
  for (let i = 0; i < candidates.count; i++) {
    const candidate = candidateAt(candidates, i);
    const best = suggest(candidate, suggesting, judge);
    proposals.push(best?.proposal ?? null);
    TAGGERS.forEach((name, j) => {
      loadSpan(lattices[j], problem, candidate);
      losses[j][i] = lattices[j].loss;
      judges[j].load(candidate.sentence);
      opinions[name].odds[i] = best ? judges[j].change(best.tagging) : Number.NEGATIVE_INFINITY;
    });
    lattices[TAGGERS.indexOf("theta")].project(v, projection);
    signals.influence[i] = projection.influence;
    influence.load(candidate.sentence);
    signals.relabelInfluence[i] = best ? influence.change(best.tagging) : 0;
    if ((i + 1) % 4096 === 0) onCandidates?.(i + 1, candidates.count);
  }
  for (const name of TAGGERS) addDoubts(view, judgements, name);
  return { ...judgements, signals };
}

/** One pass over the corpus for all candidates: their probabilities under a tagger. */
function addDoubts(view: View, { candidates, opinions, signals }: Judgements, name: TaggerName): void {
  const { chains } = view.problem;
  const lattice = view.lattice(name);
  for (let i = 0; i < candidates.count; i++) {
    const candidate = candidateAt(candidates, i);
    const p = segmentProbability(candidate, chains, lattice, view.continues);
    opinions[name].doubt[i] = Math.log1p(-Math.min(p, 1 - TINY)) - Math.log(Math.max(p, TINY));
    if (name === "theta") signals.marginal[i] = tagsProbability(candidate, chains, lattice);
  }
}

/** Below this a probability's distance from 0 or 1 is rounding. */
const TINY = 1e-15;
