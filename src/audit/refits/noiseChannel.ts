import { closing } from "../../kernels/closing.js";
import { lbfgs, type Objective } from "../../math/lbfgs.js";
import { power } from "../../math/power.js";
import type { VectorSpace } from "../../math/space.js";
import { addScaled, type Vector } from "../../math/vector.js";
import type { Channel, NoiseChannelObjective } from "../../tagger/noiseChannel.js";
import type { CrfObjective } from "../../tagger/objective.js";

/** A tagger that saw the training tags through a noise channel. */
export interface ChannelRefit {
  /** Γ, C × C, estimated from the reference. */
  readonly channel: Channel;
  /** θ_Γ, weights like θ's. */
  readonly theta: Float64Array;
}

/** w: how often the reference counts. Much, for L_Γ alone hardly tells a rare tag from noise; docs/method/score.md, Noise channel. */
export const REFERENCE_WEIGHT = 20;

/** Reference tokens that a row of Γ has in advance, and how they are annotated: what a tag with no tokens is known by. */
const PRIOR = { tokens: 1, faithful: 0.9 };

/** p of the search's metric D^−p, D the Hessian's diagonal at θ = 0: ¼ comes as far in 60 iterations as none in 120. */
const EXPONENT = 1 / 4;

/** How the search goes, and ends. */
export interface ChannelSearch {
  /** Pairs of L-BFGS. */
  readonly memory: number;
  /** Bound on ‖∇‖ at the end over ‖∇‖ at the start. */
  readonly tolerance: number;
  readonly maxIterations: number;
}

/**
 * The search is left early: with more steps θ_Γ fits what is wrong as well. q_t of 15 iterations, weighed by coefficients learnt with it, tells
 * as much as that of 20 or 30, and more than that of 60 or 10 (bench/detection/RESULTS.md).
 */
export const SEARCH: ChannelSearch = { memory: 5, tolerance: 1e-3, maxIterations: 15 };

/**
 * The refit that sees the training tags through a noise channel,
 *
 *     θ_Γ = argmin L_Γ(θ) + w L_reference(θ)            L_Γ: tagger/noiseChannel.ts
 *
 * searched for from θ_ref: L_Γ is not convex, and θ has already learnt what random noise there is (bench/detection/RESULTS.md).
 * Γ is estimated once; to estimate it again from q, and so on, finds ever more noise.
 *
 * @param training over the training corpus, its tags as gold
 * @param reference without a regulariser, in the same feature space
 * @param theta the optimum of `training`
 * @param start θ_ref, the optimum of the reference alone
 */
export function noiseChannelRefit(
  training: CrfObjective,
  reference: CrfObjective,
  theta: Float64Array,
  start: Float64Array,
  { memory, tolerance, maxIterations }: ChannelSearch = SEARCH,
): ChannelRefit {
  const channel = estimatedChannel(reference, theta);
  return closing(training.throughChannel(channel), (seen) => {
    const objective = new WithReference(seen, reference, REFERENCE_WEIGHT);
    const metric = metricOf(training, reference, REFERENCE_WEIGHT);
    let atStart: number | undefined;
    const done = (gradientNorm: number) => {
      atStart ??= gradientNorm;
      return gradientNorm <= tolerance * atStart;
    };
    const options = { done, metric, memory, maxIterations };
    const { x } = closing(objective, () => lbfgs(objective, start, options));
    return { channel, theta: x };
  });
}

/**
 * The probability that each tag of a corpus is wrong, q_t = p(y_t ≠ ỹ_t | x, ỹ; θ_Γ, Γ), in one pass. Length N.
 *
 * @param objective over the corpus, its tags as gold, in the feature space of the refit
 */
export function wrongTags(objective: CrfObjective, { channel, theta }: ChannelRefit): Float64Array {
  const { shape, chains } = objective.problem;
  const { labels, stride } = shape;
  const wrong = new Float64Array(chains.tokens);
  closing(objective.throughChannel(channel), (seen) => {
    seen.eachPosterior(theta, ({ first, chains: { gold } }, posterior) => {
      for (let t = 0; t < gold.length; t++) {
        for (let c = 0; c < labels; c++) if (c !== gold[t]) wrong[first + t] += posterior[t * stride + c];
      }
    });
  });
  return wrong;
}

/**
 * How the training corpus would annotate the reference's tokens, by the tagger that was trained on it: with n tokens as a prior,
 *
 *     Γ[y, ỹ] = (Σ_{t: y_t = y} p(ỹ | x_t; θ) + n p_0(ỹ | y)) / (Σ_{t: y_t = y} 1 + n)
 *
 * (Hendrycks, Mazeika, Wilson & Gimpel 2018, Using trusted data to train deep networks on labels corrupted by severe noise).
 *
 * @param reference its gold labels are y; sentences of weight 0 are left out
 */
export function estimatedChannel(reference: CrfObjective, theta: Float64Array): Channel {
  const { labels: C, stride } = reference.problem.shape;
  const { tokens: n, faithful } = PRIOR;
  const other = C > 1 ? (n * (1 - faithful)) / (C - 1) : 0;
  const channel = Float64Array.from({ length: C * C }, (_, i) => (i % (C + 1) === 0 ? n * faithful : other));
  const lattice = reference.at(theta);
  try {
    lattice.eachState(({ chains: { gold, weight, sentenceStart } }, { alpha, beta }) => {
      for (let k = 0; k < weight.length; k++) {
        if (weight[k] === 0) continue;
        for (let t = sentenceStart[k]; t < sentenceStart[k + 1]; t++) {
          const row = t * stride;
          for (let c = 0; c < C; c++) channel[gold[t] * C + c] += alpha[row + c] * beta[row + c];
        }
      }
    });
  } finally {
    lattice.close();
  }
  for (let y = 0; y < C; y++) {
    const row = channel.subarray(y * C, (y + 1) * C);
    const total = row.reduce((sum, x) => sum + x, 0);
    row.forEach((x, c) => {
      row[c] = x / total;
    });
  }
  return channel;
}

/** L_Γ + w L_reference. */
class WithReference implements Objective {
  readonly dimension: number;
  readonly space: VectorSpace;
  private readonly partial: Vector;

  constructor(
    private readonly seen: NoiseChannelObjective,
    private readonly reference: CrfObjective,
    private readonly weight: number,
  ) {
    this.dimension = seen.dimension;
    this.space = seen.space;
    this.partial = seen.space.scratch(seen.dimension);
  }

  close(): void {
    this.space.release(this.partial);
  }

  evaluate(theta: Vector, gradient: Vector): number {
    const value = this.seen.evaluate(theta, gradient) + this.weight * this.reference.evaluate(theta, this.partial);
    this.space.sumScaled(gradient, gradient, this.weight, this.partial);
    return value;
  }
}

function metricOf(training: CrfObjective, reference: CrfObjective, weight: number): Float64Array {
  const origin = new Float64Array(training.dimension);
  const diagonal = training.diagonalAt(origin);
  addScaled(diagonal, weight, reference.diagonalAt(origin));
  return diagonal.map((d) => power(d, -EXPONENT));
}
