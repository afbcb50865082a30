import type { F64 } from "../kernels/types.js";
import type { SparseVector } from "../math/sparse.js";
import type { Problem } from "../tagger/problem.js";
import type { Scores } from "../tagger/scores.js";
import { eachEntry } from "./featureEntries.js";
import { SegmentLattice } from "./segmentLattice.js";
import type { Span } from "./spans.js";

/**
 * ‖g‖ of every piece, g the sum over its spans: what Δ is divided by where pieces that are fitted ill are not to outshine
 * those that are many and fitted well; docs/method/influence.md, Influence. It costs the pieces' own tokens.
 */
export function gradientNorms(
  problem: Problem,
  theta: Scores,
  pieces: readonly { readonly spans: readonly Span[] }[],
): Float64Array {
  const lattice = new SegmentLattice(problem.chains, theta);
  const gradient = new SparseGradient(problem);
  return Float64Array.from(pieces, ({ spans }) => {
    gradient.clear();
    for (const span of spans) gradient.add(lattice, span);
    return Math.sqrt(gradient.quadratic(null));
  });
}

/** g_S of each segment by itself. It costs the segments' own tokens. */
export function sparseGradients(problem: Problem, theta: Scores, segments: readonly Span[]): SparseVector[] {
  const lattice = new SegmentLattice(problem.chains, theta);
  const gradient = new SparseGradient(problem);
  return segments.map((segment) => {
    gradient.clear();
    gradient.add(lattice, segment);
    return gradient.entries();
  });
}

/** The gradient of a few segments together, as the rows of weights that it touches. */
export class SparseGradient {
  /** Length `dimension`; zero but for the touched rows. */
  private readonly values: Float64Array;
  /** Of features, each once, in the order in which they were touched. */
  private readonly rows: number[] = [];
  private readonly isRow: Uint8Array;
  private readonly edges: Float64Array;
  /** Places of edges that are not 0, each once; a segment of one token touches few of them. */
  private readonly touched: number[] = [];
  private readonly isTouched: Uint8Array;
  /** Scratch: rows of a segment's tokens. */
  private errors = new Float64Array(0);

  constructor(private readonly problem: Problem) {
    const { dimension, labels, stride, features } = problem.shape;
    this.values = new Float64Array(dimension);
    this.isRow = new Uint8Array(features);
    this.edges = new Float64Array(labels * stride);
    this.isTouched = new Uint8Array(this.edges.length);
  }

  clear(): void {
    const { stride } = this.problem.shape;
    for (const row of this.rows) {
      this.values.fill(0, row * stride, (row + 1) * stride);
      this.isRow[row] = 0;
    }
    this.rows.length = 0;
    for (const at of this.touched) {
      this.edges[at] = 0;
      this.isTouched[at] = 0;
    }
    this.touched.length = 0;
  }

  /** Adds g_S. */
  add(lattice: SegmentLattice, span: Span): void {
    const { start, end } = span;
    const { stride } = this.problem.shape;
    const length = (end - start) * stride;
    if (this.errors.length < length) this.errors = new Float64Array(2 * length);
    const errors = this.errors.fill(0, 0, length);
    lattice.addGradient(span, 1, errors, this.edges, start);
    this.touch(span);
    for (let t = start; t < end; t++) {
      const error = (t - start) * stride;
      eachEntry(this.problem, t, (row, values, from, count) => {
        for (let i = 0; i < count; i++) this.addRow(row + i, values[from + i], errors, error);
      });
    }
  }

  /** Notes the edges within a span, and those from the label before it and to the label after it. */
  private touch({ sentence, start, end }: Span): void {
    const { shape, chains } = this.problem;
    const { labels: C, stride } = shape;
    const { gold, sentenceStart } = chains;
    const note = (from: number, to: number) => {
      const at = from * stride + to;
      if (this.isTouched[at] === 1) return;
      this.isTouched[at] = 1;
      this.touched.push(at);
    };
    if (start > sentenceStart[sentence] && gold[start - 1] >= 0) for (let c = 0; c < C; c++) note(gold[start - 1], c);
    if (end < sentenceStart[sentence + 1] && gold[end] >= 0) for (let c = 0; c < C; c++) note(c, gold[end]);
    if (end - start > 1) for (let c = 0; c < C; c++) for (let d = 0; d < C; d++) note(c, d);
  }

  private addRow(row: number, x: number, errors: F64, from: number): void {
    const { stride } = this.problem.shape;
    const { values } = this;
    if (this.isRow[row] === 0) {
      this.isRow[row] = 1;
      this.rows.push(row);
    }
    for (let c = 0, at = row * stride; c < stride; c++, at++) values[at] += x * errors[from + c];
  }

  /** Its entries in the layout of the problem's shape. */
  entries(): SparseVector {
    const { stride, transitions, kind } = this.problem.shape;
    const index: number[] = [];
    const value: number[] = [];
    const push = (i: number, x: number) => {
      if (x === 0) return;
      index.push(i);
      value.push(x);
    };
    for (const row of Int32Array.from(this.rows).sort()) {
      for (let i = row * stride; i < (row + 1) * stride; i++) push(i, this.values[i]);
    }
    if (kind === "crf") for (const i of Int32Array.from(this.touched).sort()) push(transitions + i, this.edges[i]);
    return { index: Int32Array.from(index), value: Float64Array.from(value) };
  }

  /** Σ_i g_i² / D_i, D = 1 where it is null */
  quadratic(diagonal: F64 | null): number {
    const { stride, transitions, kind } = this.problem.shape;
    const { values } = this;
    let sum = 0;
    for (const row of this.rows) {
      const [from, to] = [row * stride, (row + 1) * stride];
      if (diagonal === null) for (let i = from; i < to; i++) sum += values[i] * values[i];
      else for (let i = from; i < to; i++) sum += (values[i] * values[i]) / diagonal[i];
    }
    if (kind === "crf") {
      for (const i of this.touched) sum += this.edges[i] ** 2 / (diagonal?.[transitions + i] ?? 1);
    }
    return sum;
  }
}
