import { plainKernels } from "../kernels/plain.js";
import { contractDense } from "../tagger/dense.js";
import type { Problem } from "../tagger/problem.js";
import type { Scores } from "../tagger/scores.js";
import { addStateErrors, ofStates } from "../tagger/states.js";
import { eachEntry } from "./featureEntries.js";
import { SegmentLattice } from "./segmentLattice.js";
import type { Span } from "./spans.js";

/** Below this share of the tokens their features are visited one by one; above, everything is gathered in order. */
const FEW = 1 / 64;

/**
 * Σ_S g_S with g_S = ∇ℓ_S = E_q[Φ] − Φ(y_S), docs/method/influence.md, Segments: of training segments, or as ∇F of target segments.
 * In the layout of the problem's shape.
 *
 * @param theta read on the problem
 */
export function segmentGradient(problem: Problem, theta: Scores, segments: readonly Span[]): Float64Array {
  const { shape, chains } = problem;
  const lattice = new SegmentLattice(chains, theta);
  const errors = new Float64Array(chains.tokens * shape.stride);
  const edges = new Float64Array(shape.labels * shape.stride);
  for (const segment of segments) lattice.addGradient(segment, 1, errors, edges);
  const tokens = segments.reduce((sum, { start, end }) => sum + end - start, 0);
  const few = problem.dense === null && tokens < FEW * chains.tokens;
  const gradient = few ? visitTokens(problem, segments, errors) : gatherAll(problem, errors);
  if (shape.kind === "crf") gradient.set(edges, shape.transitions);
  return gradient;
}

/** Φᵀ Bᵀ E for error rows E, N × stride, by the products of the whole corpus; transitions 0. */
export function gatherAll(
  { shape, parts, blockFeatures, featureBlocks, scale, dense, states }: Problem,
  errors: Float64Array,
): Float64Array {
  const { stride, dimension } = shape;
  const blockErrors = new Float64Array(blockFeatures.rows * stride);
  for (const { first, blockTokens } of parts) {
    plainKernels.addRows(blockTokens, errors.subarray(first * stride), blockErrors, stride);
  }
  const columns = new Float64Array(featureBlocks.rows * stride);
  plainKernels.gatherRows(featureBlocks, blockErrors, columns, stride);
  if (dense) contractDense(plainKernels, dense, columns, stride);
  if (states) {
    for (const { first, states: own } of parts) {
      if (own)
        addStateErrors(plainKernels, own, errors.subarray(first * stride), ofStates(states, columns, stride), shape);
    }
  }
  const gradient = new Float64Array(dimension);
  plainKernels.scaleRows(columns, scale, stride, gradient);
  return gradient;
}

/** The same where only the tokens of these spans, which may overlap, have errors. */
export function visitTokens(problem: Problem, spans: readonly Span[], errors: Float64Array): Float64Array {
  const { stride, dimension } = problem.shape;
  const gradient = new Float64Array(dimension);
  const seen = new Set<number>();
  for (const { start, end } of spans) {
    for (let t = start; t < end; t++) {
      if (seen.has(t)) continue;
      seen.add(t);
      eachEntry(problem, t, (row, values, from, count) => {
        for (let i = 0; i < count; i++) {
          const at = (row + i) * stride;
          for (let c = 0; c < stride; c++) gradient[at + c] += values[from + i] * errors[t * stride + c];
        }
      });
    }
  }
  return gradient;
}
