import { foldsOf } from "../../corpus/folds.js";
import type { Corpus } from "../../corpus/types.js";
import { SegmentLattice } from "../../influence/segmentLattice.js";
import { closing } from "../../kernels/closing.js";
import { JointObjective } from "../../tagger/joint.js";
import type { CrfObjective } from "../../tagger/objective.js";
import { REFIT, refit } from "../../tagger/refit.js";
import { scoresOf } from "../../tagger/scores.js";

/** How much the reference weighs in refits: as the user says, or as held-out reference sentences do. */
export type WeightChoice = "low" | "auto" | "high";

/** What w may be. Powers of four: the likelihood changes slowly with it. */
const WEIGHTS = [1, 4, 16, 64] as const;

/** Halves of the reference: one is held out. */
const FOLDS = 2;
const HELD_OUT = 0;

/** Held-out likelihoods of neighbouring weights lie far enough apart for a third left over. */
const ROUGH = { ...REFIT, tolerance: 0.3 };

/** A reference with its training corpus; sentences with labels that the tagger does not know count 0. */
export interface WeighedReference {
  readonly training: CrfObjective;
  /** Without a regulariser. */
  readonly reference: CrfObjective;
  /** Length K of the reference: 1, or 0 for a sentence with an unknown label. */
  readonly known: Float64Array;
}

export interface Chosen {
  readonly weight: number;
  /** θ_{w, −f} of that weight, or θ: where a fit to all of the reference may start. */
  readonly near: Float64Array;
}

/**
 * The weight w that reference sentences are counted with in a refit. With ℓ_k(w) the loss of a sentence of the half f of the
 * reference that is held out,
 *
 *     ℓ_k(w) = ℓ_k(θ_{w, −f})      θ_{w, −f} = argmin L_train + w Σ_{j ∉ f} ℓ_j
 *
 * "auto" takes the largest w at which Σ_k ℓ_k is no more than a standard error of the difference above its least (the rule
 * of Breiman et al. 1984 for trees): where likelihood does not tell two weights apart, the one that shows more of what the
 * reference would change. The noisier the training corpus, the more of the reference it takes; no gold labels are needed.
 */
export function chooseReferenceWeight(
  choice: WeightChoice,
  corpus: Corpus,
  trusted: WeighedReference,
  theta: Float64Array,
): Chosen {
  if (choice === "low") return { weight: WEIGHTS[0], near: theta };
  if (choice === "high") return { weight: WEIGHTS[WEIGHTS.length - 1], near: theta };
  const folds = foldsOf(corpus, FOLDS);
  const weight = trusted.known.map((one, k) => (folds[k] === HELD_OUT ? 0 : one));
  let at = theta;
  const tried: { readonly w: number; readonly losses: Float64Array; readonly at: Float64Array }[] = [];
  for (const w of WEIGHTS) {
    at = fitted(
      trusted,
      at,
      weight.map((one) => w * one),
    );
    const losses = heldOut(trusted, at, (k) => folds[k] === HELD_OUT);
    tried.push({ w, losses, at });
    // Beyond a fall that is beyond doubt, larger weights only fall further.
    if (largestWithinError(tried) !== w) break;
  }
  const best = largestWithinError(tried);
  return { weight: best, near: tried.find(({ w }) => w === best)?.at ?? theta };
}

/** The largest weight whose losses are at most a standard error above those of the best. */
export function largestWithinError(tried: readonly { readonly w: number; readonly losses: Float64Array }[]): number {
  const total = (losses: Float64Array) => losses.reduce((sum, loss) => sum + loss, 0);
  const best = tried.reduce((one, other) => (total(other.losses) < total(one.losses) ? other : one));
  const within = tried.filter(({ losses }) => {
    const difference = losses.map((loss, k) => loss - best.losses[k]);
    const n = difference.length;
    const mean = total(difference) / n;
    const variance = difference.reduce((sum, d) => sum + (d - mean) ** 2, 0) / Math.max(1, n - 1);
    return n * mean <= Math.sqrt(n * variance);
  });
  return Math.max(...within.map(({ w }) => w));
}

function fitted({ training, reference }: WeighedReference, start: Float64Array, weight: Float64Array): Float64Array {
  return closing(reference.with({ weight }), (weighted) =>
    refit(new JointObjective([training, weighted]), start, ROUGH),
  );
}

/** ℓ_k(θ) of the known sentences that are held out. */
function heldOut(
  { reference: { problem }, known }: WeighedReference,
  theta: Float64Array,
  isHeldOut: (sentence: number) => boolean,
): Float64Array {
  const { chains } = problem;
  const lattice = new SegmentLattice(chains, scoresOf(problem, theta));
  const sentences = [...known.keys()].filter((k) => known[k] > 0 && isHeldOut(k));
  return Float64Array.from(sentences, (k) => {
    const [first, end] = [chains.sentenceStart[k], chains.sentenceStart[k + 1]];
    return lattice.loss({ sentence: k, start: first, end });
  });
}
