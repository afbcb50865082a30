import { plainKernels } from "../kernels/plain.js";
import type { Arrays, Chains, F64 } from "../kernels/types.js";
import { expandDense, passRows } from "./dense.js";
import type { Problem } from "./problem.js";
import { scoreRows, scoreStates } from "./states.js";

/**
 * A weight vector read on a corpus: θ gives the logits, v = H⁻¹∇F (a second weight vector, docs/method/influence.md, Influence) gives V.
 * Linear in the weights, so scores of θ − w v are sums of scores.
 */
export interface Scores {
  readonly labels: number;
  readonly stride: number;
  /** `scoreRows` × stride: summed weights of each block's features, and the scores of states. */
  readonly blocks: F64;
  /** C × stride: A[c'·stride + c]. */
  readonly transitions: F64;
}

/**
 * @param weights a vector in the layout of the problem's shape
 * @param arrays where the scores are kept; JavaScript's heap where absent
 */
export function scoresOf(problem: Problem, weights: F64, arrays: Pick<Arrays, "float64"> = plainKernels): Scores {
  const { shape, blockFeatures, states } = problem;
  const { labels, stride, transitions } = shape;
  const blocks = arrays.float64(scoreRows(problem) * stride);
  if (problem.dense) plainKernels.gatherRows(blockFeatures, columnWeights(problem, weights), blocks, stride);
  else sumScaled(problem, weights, blocks);
  if (states) scoreStates(plainKernels, states, weights, blocks, stride);
  return { labels, stride, blocks, transitions: weights.slice(transitions) };
}

/**
 * Reads weight vectors at some tokens of a corpus alone; at the others their scores are not to be looked at. Faster where the
 * tokens are few and the vectors many.
 */
export function scoresAt(problem: Problem, tokens: Iterable<number>): (weights: F64) => Scores {
  if (problem.dense || problem.states) return (weights) => scoresOf(problem, weights);
  const { groups, tokenBlocks } = problem.chains;
  const blocks = new Set<number>();
  for (const t of tokens) for (let g = t * groups; g < (t + 1) * groups; g++) blocks.add(tokenBlocks[g]);
  const { labels, stride, transitions } = problem.shape;
  return (weights) => {
    const rows = new Float64Array(problem.blockFeatures.rows * stride);
    for (const b of blocks) sumBlock(problem, b, weights, rows);
    return { labels, stride, blocks: rows, transitions: weights.slice(transitions) };
  };
}

/** The same without the scaled rows of all features, of which a small corpus has few. */
function sumScaled(problem: Problem, weights: F64, out: F64): void {
  for (let b = 0; b < problem.blockFeatures.rows; b++) sumBlock(problem, b, weights, out);
}

/** Writes the row of one block. */
function sumBlock({ shape, scale, blockFeatures }: Problem, b: number, weights: F64, out: F64): void {
  const { stride } = shape;
  const { start, index } = blockFeatures;
  const from = start[b];
  const past = start[b + 1];
  const row = b * stride;
  // Two labels at a time, as in `tokenLogits`.
  for (let c = 0; c < stride; c += 2) {
    let even = 0;
    let odd = 0;
    for (let i = from; i < past; i++) {
      const feature = index[i];
      const at = feature * stride + c;
      even += scale[feature] * weights[at];
      odd += scale[feature] * weights[at + 1];
    }
    out[row + c] = even;
    out[row + c + 1] = odd;
  }
}

/** What one entry of each column of `blockFeatures` adds to a token's logits: columns × stride. */
function columnWeights({ shape, scale, dense }: Problem, weights: F64): F64 {
  const { stride, features } = shape;
  const rows = new Float64Array(passRows(features, dense) * stride);
  plainKernels.scaleRows(weights, scale, stride, rows);
  if (dense) expandDense(plainKernels, dense, rows, stride);
  return rows;
}

/** Scores of θ + a v. */
export function combine(theta: Scores, a: number, v: Scores): Scores {
  return {
    ...theta,
    blocks: theta.blocks.map((x, i) => x + a * v.blocks[i]),
    transitions: theta.transitions.map((x, i) => x + a * v.transitions[i]),
  };
}

/** out[at + c] ← logit of label c at token t, for c in [0, stride). */
export function tokenLogits(chains: Chains, scores: Scores, t: number, out: F64, at: number): void {
  const { groups, tokenBlocks } = chains;
  const { stride, blocks } = scores;
  const from = t * groups;
  const past = from + groups;
  // Two labels at a time, whose sums stay in registers; rows have an even length.
  for (let c = 0; c < stride; c += 2) {
    let even = 0;
    let odd = 0;
    for (let i = from; i < past; i++) {
      const row = tokenBlocks[i] * stride + c;
      even += blocks[row];
      odd += blocks[row + 1];
    }
    out[at + c] = even;
    out[at + c + 1] = odd;
  }
}
