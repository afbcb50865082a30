import type { Carrier } from "../findings/explanation.js";
import { attribute, byFeature } from "../influence/attribution.js";
import { segmentGradient } from "../influence/segmentGradient.js";
import type { Span } from "../influence/spans.js";
import type { F64 } from "../kernels/types.js";
import { at } from "../math/at.js";
import type { Problem } from "../tagger/problem.js";
import type { Scores } from "../tagger/scores.js";
import { columnGroup } from "../tagger/states.js";

/** How a corpus's features are called at given places. */
export type NamesAt = (feature: number, spans: readonly Span[]) => readonly string[];

/** Tokens up to which the parts of an influence are gathered one by one; over whole vectors beyond. */
const FEW = 1000;

interface Summed {
  readonly influence: number;
  readonly features: readonly { readonly feature: number; readonly influence: number }[];
  readonly transitions: readonly { readonly from: number; readonly to: number; readonly influence: number }[];
}

/** A feature, and v restricted to its weights: the projection on it is each piece's part in it. */
export interface Leading {
  readonly carrier: Carrier;
  readonly v: Float64Array;
}

/** v · Σ g over a whole corpus, taken apart. */
export interface Whole {
  readonly influence: number;
  readonly carriedBy: readonly Carrier[];
  /** The feature that carries most of it in one direction, +1 or −1; null where none carries any in that one. */
  readonly leading: (sign: number) => Leading | null;
}

/** The features and transitions that carry v · Σ g, the largest first. */
export class Carriers {
  constructor(
    private readonly problem: Problem,
    private readonly theta: Scores,
    private readonly labels: readonly string[],
    private readonly names: NamesAt,
    private readonly limit: number,
  ) {}

  of(v: F64, spans: readonly Span[]): Carrier[] {
    const tokens = spans.reduce((sum, { start, end }) => sum + end - start, 0);
    return this.listed(tokens <= FEW ? this.few(v, spans) : this.strongest(this.summed(v, spans)), spans);
  }

  private listed({ influence, features, transitions }: Summed, spans: readonly Span[]): Carrier[] {
    const listed = [
      ...features.slice(0, this.limit).map((part) => ({ ...part, kind: "feature" as const })),
      ...transitions.slice(0, this.limit).map((part) => ({ ...part, kind: "transition" as const })),
    ];
    return listed
      .sort((a, b) => Math.abs(b.influence) - Math.abs(a.influence))
      .slice(0, this.limit)
      .map((part) => {
        if (part.kind === "feature") return this.feature(part.feature, part.influence, influence, spans);
        const name = `${at(this.labels, part.from)} → ${at(this.labels, part.to)}`;
        return { kind: part.kind, name, merged: [], ...figures(part.influence, influence) };
      });
  }

  /** The same of a whole corpus, with what carries most of it in either direction. */
  whole(v: F64, spans: readonly Span[]): Whole {
    const summed = this.summed(v, spans);
    const { influence, perFeature } = summed;
    const { stride } = this.problem.shape;
    const leading = (sign: number): Leading | null => {
      const feature = perFeature.reduce((best, x, f) => (sign * x > sign * (perFeature[best] ?? 0) ? f : best), -1);
      if (feature < 0) return null;
      const { rows } = columnGroup(this.problem, feature);
      const restricted = new Float64Array(v.length);
      restricted.set(v.subarray(feature * stride, (feature + rows) * stride), feature * stride);
      return { carrier: this.feature(feature, at(perFeature, feature), influence, spans), v: restricted };
    };
    return { influence, carriedBy: this.listed(this.strongest(summed), spans), leading };
  }

  private feature(feature: number, part: number, whole: number, spans: readonly Span[]): Carrier {
    const [name, ...merged] = this.names(feature, spans);
    if (name === undefined) throw new Error(`feature ${feature} has no name`);
    return { kind: "feature", name, merged, ...figures(part, whole) };
  }

  private few(v: F64, spans: readonly Span[]): Summed {
    const whole = attribute(this.problem, this.theta, v, spans);
    return { ...whole, features: byFeature(whole.features) };
  }

  private strongest({ influence, perFeature, parts }: ReturnType<Carriers["summed"]>): Summed {
    const { stride, transitions: start } = this.problem.shape;
    const features = Array.from(largest(perFeature, this.limit), (feature) => ({
      feature,
      influence: at(perFeature, feature),
    }));
    const edges = parts.subarray(start);
    const transitions = Array.from(largest(edges, this.limit), (edge) => ({
      from: Math.floor(edge / stride),
      to: edge % stride,
      influence: at(edges, edge),
    }));
    return { influence, features, transitions };
  }

  /** v · Σ g by coordinate, in θ's layout, and by feature: length F, what stands for several is at the first. */
  private summed(v: F64, spans: readonly Span[]) {
    const { stride, features: F, labels: C } = this.problem.shape;
    const parts = segmentGradient(this.problem, this.theta, spans);
    let influence = 0;
    for (const [i, g] of parts.entries()) {
      const part = g * at(v, i);
      parts[i] = part;
      influence += part;
    }
    const perFeature = new Float64Array(F);
    for (let f = 0; f < F; f++) {
      const { first } = columnGroup(this.problem, f);
      let sum = at(perFeature, first);
      for (let c = 0; c < C; c++) sum += at(parts, f * stride + c);
      perFeature[first] = sum;
    }
    return { influence, perFeature, parts };
  }
}

const figures = (influence: number, whole: number) => ({ influence, share: whole === 0 ? 0 : influence / whole });

/** Indices of the n elements of largest magnitude that are not 0, the largest first. */
function largest(values: Float64Array, n: number): Uint32Array {
  const order = new Uint32Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i++) if (values[i] !== 0) order[count++] = i;
  return order
    .subarray(0, count)
    .sort((a, b) => Math.abs(at(values, b)) - Math.abs(at(values, a)) || a - b)
    .subarray(0, n);
}
