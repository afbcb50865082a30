import { foldsOf } from "../corpus/folds.js";
import type { Corpus } from "../corpus/types.js";
import { SegmentLattice } from "../influence/segmentLattice.js";
import { JointObjective } from "../tagger/joint.js";
import type { CrfObjective } from "../tagger/objective.js";
import { during } from "../tagger/problem.js";
import { REFIT, refit } from "../tagger/refit.js";
import { scoresOf } from "../tagger/scores.js";

/** How far the reference is trusted: a word of the user's, or what held-out reference sentences say. */
export type Trust = "low" | "auto" | "high";

/** What w may be. Powers of four: the likelihood changes slowly with it. */
const WEIGHTS = [1, 4, 16, 64] as const;

/** Folds of the reference: each half is predicted by a tagger that has seen the other. */
const FOLDS = 2;

/** Held-out likelihoods of neighbouring weights lie far enough apart for a tenth left over. */
const ROUGH = { ...REFIT, tolerance: 0.1 };

/** A reference beside its training corpus, its sentences with labels unknown to the tagger counted 0. */
export interface Trusted {
  readonly training: CrfObjective;
  /** Without a regulariser. */
  readonly reference: CrfObjective;
  /** Length K of the reference: 1, or 0 for a sentence with an unknown label. */
  readonly known: Float64Array;
}

/**
 * The weight w that reference sentences are counted with in a refit. With ℓ_k(w) the loss of a reference sentence held out,
 *
 *     ℓ_k(w) = ℓ_k(θ_{w, −f})      θ_{w, −f} = argmin L_train + w Σ_{j ∉ f} ℓ_j      for the fold f that k is in
 *
 * "auto" takes the largest w at which Σ_k ℓ_k is no more than a standard error of the difference above its least (the rule
 * of Breiman et al. 1984 for trees): where likelihood does not tell two weights apart, the one that shows more of what the
 * reference would change. The noisier the training corpus, the more of the reference it takes; no gold labels are needed.
 */
export function chooseTrust(trust: Trust, corpus: Corpus, trusted: Trusted, theta: Float64Array): number {
  if (trust === "low") return WEIGHTS[0];
  if (trust === "high") return WEIGHTS[WEIGHTS.length - 1];
  const folds = foldsOf(corpus, FOLDS);
  const at = Array.from({ length: FOLDS }, () => theta);
  const tried: { readonly w: number; readonly losses: Float64Array }[] = [];
  for (const w of WEIGHTS) {
    const losses = new Float64Array(folds.length);
    for (let fold = 0; fold < FOLDS; fold++) {
      const weight = trusted.known.map((one, k) => (folds[k] === fold ? 0 : w * one));
      at[fold] = fitted(trusted, at[fold], weight);
      addHeldOut(trusted, at[fold], (k) => folds[k] === fold, losses);
    }
    tried.push({ w, losses });
    // Beyond a fall that is beyond doubt, larger weights only fall further.
    if (largestWithinError(tried) !== w) break;
  }
  return largestWithinError(tried);
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

function fitted({ training, reference }: Trusted, start: Float64Array, weight: Float64Array): Float64Array {
  const joint = new JointObjective([training, reference]);
  return during(reference.problem, { weight }, () => refit(joint, start, ROUGH));
}

/** losses[k] ← ℓ_k(θ) of the sentences that are held out and known. */
function addHeldOut(
  { reference: { problem }, known }: Trusted,
  theta: Float64Array,
  isHeldOut: (sentence: number) => boolean,
  losses: Float64Array,
): void {
  const { chains } = problem;
  const lattice = new SegmentLattice(chains, scoresOf(problem, theta));
  for (let k = 0; k < losses.length; k++) {
    if (known[k] === 0 || !isHeldOut(k)) continue;
    const [first, end] = [chains.sentenceStart[k], chains.sentenceStart[k + 1]];
    lattice.load(first, end, first, end);
    losses[k] = lattice.loss;
  }
}
