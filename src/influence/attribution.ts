import type { F64 } from "../kernels/types.js";
import type { Problem } from "../tagger/problem.js";
import type { Scores } from "../tagger/scores.js";
import { eachEntry } from "./featureEntries.js";
import { SegmentLattice } from "./segmentLattice.js";
import type { Span } from "./spans.js";

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
 * Takes the influence of segments apart into features and transitions, docs/method/influence.md, Attribution:
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
  const { chains, shape } = problem;
  const { labels: C, stride } = shape;
  const lattice = new SegmentLattice(chains, theta);
  const edges = new Float64Array(C * stride);
  /** Of (feature, label), at feature · stride + label: Σ_t x_t(f) v[f, c] e_t(c). */
  const carried = new Map<number, number>();
  for (const segment of segments) {
    const errors = new Float64Array((segment.end - segment.start) * stride);
    lattice.addGradient(segment, 1, errors, edges, segment.start);
    for (let t = segment.start; t < segment.end; t++) {
      const error = (t - segment.start) * stride;
      eachEntry(problem, t, (feature, values, from, count) => {
        for (let c = 0; c < C; c++) {
          // A word's vector is one feature: Σ_d E[r, d] v[f + d, c].
          let weight = 0;
          for (let i = 0; i < count; i++) weight += values[from + i] * v[(feature + i) * stride + c];
          const at = feature * stride + c;
          const part = weight * errors[error + c];
          if (part !== 0) carried.set(at, (carried.get(at) ?? 0) + part);
        }
      });
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
