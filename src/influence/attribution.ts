import type { F64 } from "../kernels/types.js";
import type { Problem } from "../tagger/problem.js";
import type { Scores } from "../tagger/scores.js";
import { SegmentLattice } from "./segmentLattice.js";
import type { Span } from "./spans.js";
import { loadSpan } from "./targetLoss.js";

/** What one feature class carries of an influence, with a label or over all of them. Nats. */
export interface FeaturePart {
  /**
   * A column of the problem's feature matrix: a class of merged features (features/naming.ts has the names), or from
   * shape.features on the vector of a word, all its dimensions together.
   */
  readonly feature: number;
  /** Label number. */
  readonly label: number;
  /** v[f, c] · Σ_S g_S[f, c] */
  readonly influence: number;
}

/** What one transition carries. */
export interface TransitionPart {
  readonly from: number;
  readonly to: number;
  /** ṽ[c', c] · Σ_S g_S[c', c] */
  readonly influence: number;
}

/**
 * Σ_S Δ(S) taken apart. Δ(S) = v · g_S is a sum over coordinates, so this is exact: the parts add up to `influence`, and
 * attributions of several segments add up to the attribution of all of them.
 */
export interface Attribution {
  /** Σ_S Δ(S), nats. */
  readonly influence: number;
  /** Every non-zero part, the largest magnitude first. */
  readonly features: readonly FeaturePart[];
  readonly transitions: readonly TransitionPart[];
}

/**
 * Takes the influence of segments apart into features and transitions, docs/method.md, What carries an influence:
 *
 *     Δ(S) = Σ_{f,c} v[f, c] Σ_{t ∈ S, f ∈ f_t} e_t(c) + Σ_{c',c} ṽ[c', c] (E_q[#c'c] − #c'c(y_S))        e_t = q_t − 1[y_t]
 *
 * It costs the segments' own tokens and no more.
 *
 * @param problem the corpus that the segments stand in
 * @param theta the tagger, read on it
 * @param v H⁻¹∇F, in the layout of the problem's shape
 */
export function attribute(problem: Problem, theta: Scores, v: F64, segments: readonly Span[]): Attribution {
  const { chains, blockFeatures, shape } = problem;
  const { labels: C, stride } = shape;
  const weightsOf = columnReader(problem, v);
  const lattice = new SegmentLattice(chains, theta);
  const edges = new Float64Array(C * stride);
  /** Of (feature, label), at feature · stride + label: Σ_t x_t(f) v[f, c] e_t(c). */
  const carried = new Map<number, number>();
  for (const segment of segments) {
    loadSpan(lattice, problem, segment);
    const errors = new Float64Array((segment.end - segment.start) * stride);
    lattice.addGradient(1, errors, edges, segment.start);
    for (let t = segment.start; t < segment.end; t++) {
      const row = (t - segment.start) * stride;
      for (let g = t * chains.groups; g < (t + 1) * chains.groups; g++) {
        const block = chains.tokenBlocks[g];
        for (let i = blockFeatures.start[block]; i < blockFeatures.start[block + 1]; i++) {
          const { feature, weights } = weightsOf(blockFeatures.index[i]);
          for (let c = 0; c < C; c++) {
            const at = feature * stride + c;
            const part = weights[c] * errors[row + c];
            if (part !== 0) carried.set(at, (carried.get(at) ?? 0) + part);
          }
        }
      }
    }
  }
  const features = Array.from(carried, ([at, influence]) => ({
    feature: Math.floor(at / stride),
    label: at % stride,
    influence,
  }));
  features.sort((a, b) => largestFirst(a, b) || a.feature - b.feature || a.label - b.label);
  const transitions: TransitionPart[] = [];
  for (let from = 0; from < C; from++) {
    for (let to = 0; to < C; to++) {
      const influence = v[shape.transitions + from * stride + to] * edges[from * stride + to];
      if (influence !== 0) transitions.push({ from, to, influence });
    }
  }
  transitions.sort((a, b) => largestFirst(a, b) || a.from - b.from || a.to - b.to);
  return { influence: sum(features) + sum(transitions), features, transitions };
}

/** What an entry of a column of the problem's matrix adds to a token's V: a row of weights, and whose they are. */
function columnReader({ shape, scale, dense }: Problem, v: F64) {
  const { stride } = shape;
  const weights = new Float64Array(stride);
  return (column: number) => {
    if (dense === null || column < dense.firstRow) {
      for (let c = 0; c < stride; c++) weights[c] = scale[column] * v[column * stride + c];
      return { feature: column, weights };
    }
    // Σ_d E[r, d] v[o·D + d, c]
    const { first, firstRow, vectors: R, dimension: D, E } = dense;
    const r = (column - firstRow) % R;
    const feature = first + Math.floor((column - firstRow) / R) * D;
    weights.fill(0);
    for (let d = 0; d < D; d++) {
      for (let c = 0; c < stride; c++) weights[c] += E[r * D + d] * v[(feature + d) * stride + c];
    }
    return { feature, weights };
  };
}

/** The parts of each feature over all labels, the largest magnitude first; each with its parts by label. */
export function byFeature(
  parts: readonly FeaturePart[],
): { readonly feature: number; readonly influence: number; readonly labels: readonly FeaturePart[] }[] {
  const groups = new Map<number, FeaturePart[]>();
  for (const part of parts) {
    const group = groups.get(part.feature);
    if (group) group.push(part);
    else groups.set(part.feature, [part]);
  }
  return Array.from(groups, ([feature, labels]) => ({ feature, influence: sum(labels), labels })).sort(
    (a, b) => largestFirst(a, b) || a.feature - b.feature,
  );
}

const sum = (parts: readonly { readonly influence: number }[]) =>
  parts.reduce((total, { influence }) => total + influence, 0);

const largestFirst = (a: { readonly influence: number }, b: { readonly influence: number }) =>
  Math.abs(b.influence) - Math.abs(a.influence);
