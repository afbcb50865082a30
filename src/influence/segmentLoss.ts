import type { Chains, F64 } from "../kernels/types.js";
import type { Problem } from "../tagger/problem.js";
import type { Scores } from "../tagger/scores.js";
import type { Shape } from "../tagger/shape.js";
import { eachEntry } from "./featureEntries.js";
import { SegmentLattice } from "./segmentLattice.js";
import type { Span } from "./spans.js";

/**
 * One segment's loss as a function of the weights, docs/method/influence.md, Removal and retraining:
 *
 *     ℓ_S(θ) = −log p(y_S | y_−S, x)      g_S = E_q[Φ] − Φ(y_S)      ∇²ℓ_S = Cov_q(Φ)
 *
 * q is the chain over S alone with the gold labels just outside it held fixed. The segment and its neighbours are a corpus
 * of their own, in which each token is one block, so that reading another θ costs the segment's own tokens; weights,
 * gradients and products are vectors of the whole problem.
 *
 * A segment of a reference corpus, read through the tagger, serves as well: its loss is f_T.
 */
export class SegmentLoss {
  private readonly shape: Shape;
  /** S with the label before it and the one after it, where there are such. */
  private readonly chains: Chains;
  /** S in those. */
  private readonly span: Span;
  /** Length T + 1: token i has the entries [tokenStart[i], tokenStart[i + 1]). */
  private readonly tokenStart: Int32Array;
  /** Of each entry: the offset of its feature's row in a weight vector, and what it counts. */
  private readonly row: Int32Array;
  private readonly value: Float64Array;

  constructor(problem: Problem, { sentence, start, end }: Span) {
    const { chains, shape } = problem;
    const first = Math.max(start - 1, chains.sentenceStart[sentence]);
    const past = Math.min(end + 1, chains.sentenceStart[sentence + 1]);
    const tokens = past - first;
    this.shape = shape;
    this.span = { sentence: 0, start: start - first, end: end - first };
    this.chains = {
      ...{ labels: shape.labels, stride: shape.stride, tokens, groups: 1 },
      sentenceStart: Int32Array.of(0, tokens),
      gold: chains.gold.slice(first, past),
      weight: Float64Array.of(1),
      tokenBlocks: Int32Array.from({ length: tokens }, (_, i) => i),
      shardStart: Int32Array.of(0, 1),
    };
    const rows: number[] = [];
    const counts: number[] = [];
    this.tokenStart = new Int32Array(end - start + 1);
    for (let t = start; t < end; t++) {
      eachEntry(problem, t, (row, values, from, count) => {
        for (let i = 0; i < count; i++) {
          rows.push((row + i) * shape.stride);
          counts.push(values[from + i]);
        }
      });
      this.tokenStart[t - start + 1] = rows.length;
    }
    this.row = Int32Array.from(rows);
    this.value = Float64Array.from(counts);
  }

  /** ℓ_S(θ), nats. */
  loss(theta: F64): number {
    return new SegmentLattice(this.chains, this.scores(theta)).loss(this.span);
  }

  /** out ← out + w g_S(θ) */
  addGradient(theta: F64, w: number, out: F64): void {
    const { errors, edges } = this.rows();
    new SegmentLattice(this.chains, this.scores(theta)).addGradient(this.span, w, errors, edges, this.span.start);
    this.scatter(errors, edges, out);
  }

  /** ∇²ℓ_S at θ. */
  hessian(theta: F64): SegmentHessian {
    const lattice = new SegmentLattice(this.chains, this.scores(theta));
    return {
      addProduct: (w, u, out) => {
        const { errors, edges } = this.rows();
        const variance = lattice.addCovariance(this.span, this.scores(u), errors, edges, this.span.start);
        this.scatter(
          errors.map((e) => w * e),
          edges.map((e) => w * e),
          out,
        );
        return variance;
      },
    };
  }

  /** out ← out + w (Φ(y) − Φ(y_S)) for other labels y of the segment, length T. */
  addMoved(w: number, y: ArrayLike<number>, out: F64): void {
    const { stride } = this.shape;
    const gold = this.chains.gold.subarray(this.span.start, this.span.end);
    const { errors, edges } = this.rows();
    for (let i = 0; i < gold.length; i++) {
      errors[i * stride + y[i]] += w;
      errors[i * stride + gold[i]] -= w;
      if (i === 0) continue;
      edges[y[i - 1] * stride + y[i]] += w;
      edges[gold[i - 1] * stride + gold[i]] -= w;
    }
    this.addBoundaries(errors, edges);
    this.scatter(errors, edges, out);
  }

  /** The tokens' logits under a weight vector, and its transitions. */
  private scores(u: F64): Scores {
    const { shape, tokenStart, row, value, span } = this;
    const { labels, stride, transitions } = shape;
    const blocks = new Float64Array(this.chains.tokens * stride);
    for (let i = 0; i + 1 < tokenStart.length; i++) {
      const at = (span.start + i) * stride;
      for (let j = tokenStart[i]; j < tokenStart[i + 1]; j++) {
        for (let c = 0; c < labels; c++) blocks[at + c] += value[j] * u[row[j] + c];
      }
    }
    return { labels, stride, blocks, transitions: u.slice(transitions) };
  }

  private rows(): { readonly errors: Float64Array; readonly edges: Float64Array } {
    const { labels, stride } = this.shape;
    return {
      errors: new Float64Array((this.tokenStart.length - 1) * stride),
      edges: new Float64Array(labels * stride),
    };
  }

  /** The ends' error rows stand for the transitions to the labels just outside, too. */
  private addBoundaries(errors: F64, edges: F64): void {
    const { labels: C, stride } = this.shape;
    const { gold, tokens } = this.chains;
    const { start, end } = this.span;
    const last = (end - start - 1) * stride;
    for (let c = 0; c < C; c++) {
      if (start > 0) edges[gold[0] * stride + c] += errors[c];
      if (end < tokens) edges[c * stride + gold[tokens - 1]] += errors[last + c];
    }
  }

  /** out ← out + Φᵀ e for error rows e (T × stride) and transitions (C × stride); those that are held at 0 have none. */
  private scatter(errors: F64, edges: F64, out: F64): void {
    const { labels: C, stride, transitions, kind } = this.shape;
    const { tokenStart, row, value } = this;
    for (let i = 0; i + 1 < tokenStart.length; i++) {
      for (let j = tokenStart[i]; j < tokenStart[i + 1]; j++) {
        for (let c = 0; c < C; c++) out[row[j] + c] += value[j] * errors[i * stride + c];
      }
    }
    if (kind === "crf") for (let i = 0; i < edges.length; i++) out[transitions + i] += edges[i];
  }
}

/** The Hessian of a segment's loss at one θ. */
export interface SegmentHessian {
  /** out ← out + w ∇²ℓ_S u; returns uᵀ ∇²ℓ_S u = Var_q(u·Φ). */
  addProduct(w: number, u: F64, out: F64): number;
}
