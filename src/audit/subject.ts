import type { AnnotatedCorpus } from "../corpus/index.js";
import { remember } from "../kernels/remember.js";
import type { F64 } from "../kernels/types.js";
import type { Problem } from "../tagger/problem.js";
import { type Scores, scoresOf } from "../tagger/scores.js";
import type { Trained } from "../tagger/train.js";
import { TAGGERS, type TaggerName } from "./candidates/table.js";

/** The weights of the taggers that are there, in the layout of θ; those of the refits with a reference only. */
export type TaggerWeights = Readonly<Partial<Record<TaggerName, Float64Array>> & { theta: Float64Array }>;

/** A corpus whose labels are in question, and all that has an opinion of them. */
export interface Subject extends Trained {
  /** Its labels are the gold labels of `objective`'s problem. */
  readonly annotated: AnnotatedCorpus;
  /** Null without one. */
  readonly reference: AnnotatedCorpus | null;
  readonly weights: TaggerWeights;
  /** v = H⁻¹ ∇F; null without targets. */
  readonly v: Float64Array | null;
}

/** The taggers of a subject, in the order of TAGGERS. */
export function taggersOf({ weights }: Pick<Subject, "weights">): readonly TaggerName[] {
  return TAGGERS.filter((name) => weights[name] !== undefined);
}

/** The tagger that suggestions follow: θ_w where there is one. */
export function suggestingTagger(subject: Pick<Subject, "weights">): TaggerName {
  return subject.weights.joint ? "joint" : "theta";
}

/** Scores by tagger. */
type TaggerScores = Partial<Record<TaggerName, Scores>> & { theta: Scores };

/** For as long as the weights and the problem are there: several stages ask for the same. */
const known = new WeakMap<F64, WeakMap<Problem, Scores>>();

/**
 * The scores of weights on a subject's corpus, read only. They are as long as the corpus' blocks, and lie in the problem's memory, of
 * which training has left more than what follows takes.
 */
export function keptScores(problem: Problem, weights: F64): Scores {
  const ofWeights = remember(known, weights, () => new WeakMap<Problem, Scores>());
  return remember(ofWeights, problem, () => scoresOf(problem, weights, problem));
}

/** Every tagger's scores on the subject's corpus; read only. */
export function taggerScores({ weights }: Pick<Subject, "weights">, problem: Problem): TaggerScores {
  const scores: TaggerScores = { theta: keptScores(problem, weights.theta) };
  for (const name of taggersOf({ weights })) {
    if (name !== "theta") scores[name] = keptScores(problem, weights[name] as F64);
  }
  return scores;
}
