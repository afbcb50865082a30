import { plainKernels } from "../kernels/plain.js";
import { contractDense } from "../tagger/dense.js";
import type { Problem } from "../tagger/problem.js";

/**
 * Turns error rows and transition sums into a gradient: Φᵀ Bᵀ E and the transitions, in the layout of θ.
 *
 * @param fill adds to errors (N × stride, zeroed) and edges (C × stride, zeroed)
 */
export function gatherGradient(
  problem: Problem,
  fill: (errors: Float64Array, edges: Float64Array) => void,
): Float64Array {
  const { shape, chains, blockTokens, featureBlocks, scale, dense } = problem;
  const { stride, transitions, dimension, labels } = shape;
  const errors = new Float64Array(chains.tokens * stride);
  const edges = new Float64Array(labels * stride);
  fill(errors, edges);
  const blockErrors = new Float64Array(blockTokens.rows * stride);
  plainKernels.gatherRows(blockTokens, errors, blockErrors, stride);
  const columns = new Float64Array(featureBlocks.rows * stride);
  plainKernels.gatherRows(featureBlocks, blockErrors, columns, stride);
  if (dense) contractDense(plainKernels, dense, columns, stride);
  const gradient = new Float64Array(dimension);
  plainKernels.scaleRows(columns, scale, stride, gradient);
  gradient.set(edges, transitions);
  return gradient;
}
