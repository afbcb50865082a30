import { plainKernels } from "../kernels/plain.js";
import { contractDense } from "../tagger/dense.js";
import type { Problem } from "../tagger/problem.js";
import type { Span } from "./spans.js";

/** Below this share of the tokens their features are visited one by one; above, everything is gathered in order. */
const FEW = 1 / 64;

/**
 * Turns error rows and transition sums into a gradient: Φᵀ Bᵀ E and the transitions, in the layout of θ.
 *
 * @param spans hold the tokens whose rows `fill` touches; they may overlap
 * @param fill adds to errors (N × stride, zeroed) and edges (C × stride, zeroed)
 */
export function gatherGradient(
  problem: Problem,
  spans: readonly Span[],
  fill: (errors: Float64Array, edges: Float64Array) => void,
): Float64Array {
  const { shape, chains, dense } = problem;
  const errors = new Float64Array(chains.tokens * shape.stride);
  const edges = new Float64Array(shape.labels * shape.stride);
  fill(errors, edges);
  const tokens = spans.reduce((sum, { start, end }) => sum + end - start, 0);
  const few = dense === null && tokens < FEW * chains.tokens;
  const gradient = few ? visit(problem, spans, errors) : gather(problem, errors);
  if (shape.kind === "crf") gradient.set(edges, shape.transitions);
  return gradient;
}

function gather({ shape, blockTokens, featureBlocks, scale, dense }: Problem, errors: Float64Array): Float64Array {
  const { stride, dimension } = shape;
  const blockErrors = new Float64Array(blockTokens.rows * stride);
  plainKernels.gatherRows(blockTokens, errors, blockErrors, stride);
  const columns = new Float64Array(featureBlocks.rows * stride);
  plainKernels.gatherRows(featureBlocks, blockErrors, columns, stride);
  if (dense) contractDense(plainKernels, dense, columns, stride);
  const gradient = new Float64Array(dimension);
  plainKernels.scaleRows(columns, scale, stride, gradient);
  return gradient;
}

function visit({ shape, chains, blockFeatures, scale }: Problem, spans: readonly Span[], errors: Float64Array) {
  const { stride, dimension } = shape;
  const { groups, tokenBlocks } = chains;
  const gradient = new Float64Array(dimension);
  const seen = new Set<number>();
  for (const { start, end } of spans) {
    for (let t = start; t < end; t++) {
      if (seen.has(t)) continue;
      seen.add(t);
      for (const block of tokenBlocks.subarray(t * groups, (t + 1) * groups)) {
        for (let i = blockFeatures.start[block]; i < blockFeatures.start[block + 1]; i++) {
          const f = blockFeatures.index[i];
          for (let c = 0; c < stride; c++) gradient[f * stride + c] += scale[f] * errors[t * stride + c];
        }
      }
    }
  }
  return gradient;
}
