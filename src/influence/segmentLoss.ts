import { plainKernels } from "../kernels/plain.js";
import type { Chains, F64, LatticeState } from "../kernels/types.js";
import type { Problem } from "../tagger/problem.js";
import type { Shape } from "../tagger/shape.js";
import { allocateTables, fillTables, type MutableTables } from "../tagger/transitions.js";
import { entriesOf } from "./featureEntries.js";
import type { Span } from "./spans.js";

/**
 * One segment's loss as a function of the weights, docs/method.md, Segments and Removal:
 *
 *     ℓ_S(θ) = −log p(y_S | y_−S, x)      g_S = E_q[Φ] − Φ(y_S)      ∇²ℓ_S = Cov_q(Φ)
 *
 * q is the chain over S alone with the gold labels just outside it held fixed. It is a sentence of its own for the
 * lattice: one block a token, its score the token's logits with the boundary transitions folded in. Everything costs the
 * segment's own tokens; weights, gradients and products are vectors of the whole problem.
 *
 * A segment of a reference corpus, read through the tagger, serves as well: f_T is its `loss`.
 */
export class ClampedSegment {
  /** ℓ_S at the point last passed to `moveTo`, nats. */
  loss = 0;

  private readonly shape: Shape;
  private readonly chains: Chains;
  /** Length T + 1: token i has the entries [tokenStart[i], tokenStart[i + 1]). */
  private readonly tokenStart: Int32Array;
  /** Of each entry: the offset of its feature's row in a weight vector, and what it counts. */
  private readonly row: Int32Array;
  private readonly value: Float64Array;
  /** Gold labels just outside, −1 at a sentence's ends. */
  private readonly before: number;
  private readonly after: number;

  private readonly state: LatticeState;
  private readonly tables: MutableTables;
  /** stride × stride; times M, the expected transitions inside S. */
  private readonly edges: F64;
  /** T × stride: q_t − 1[y_t]. */
  private readonly errors: F64;
  /** T × stride each: scores of θ or of a direction; a direction's derivative of the errors. */
  private readonly scores: F64;
  private readonly tangent: F64;
  private readonly tangentEdges: F64;
  private readonly tilde: { readonly MA: F64; readonly MAt: F64 };

  constructor(problem: Problem, { sentence, start, end }: Span) {
    const { chains, shape } = problem;
    const { labels: C, stride } = shape;
    const T = end - start;
    const rows = () => new Float64Array(T * stride);
    const square = () => new Float64Array(stride * stride);
    this.shape = shape;
    this.before = start > chains.sentenceStart[sentence] ? chains.gold[start - 1] : -1;
    this.after = end < chains.sentenceStart[sentence + 1] ? chains.gold[end] : -1;
    this.chains = {
      ...{ labels: C, stride, tokens: T, groups: 1 },
      sentenceStart: Int32Array.of(0, T),
      gold: chains.gold.slice(start, end),
      weight: Float64Array.of(1),
      tokenBlocks: Int32Array.from({ length: T }, (_, i) => i),
      shardStart: Int32Array.of(0, 1),
    };
    const entries = entriesOf(problem, start, end);
    this.tokenStart = entries.tokenStart;
    this.row = Int32Array.from(entries.columns, (column) => column * stride);
    this.value = Float64Array.from(entries.values);
    this.state = { alpha: rows(), arrive: rows(), leave: rows(), beta: rows() };
    this.tables = allocateTables(plainKernels, shape);
    this.edges = square();
    this.errors = rows();
    this.scores = rows();
    this.tangent = rows();
    this.tangentEdges = square();
    this.tilde = { MA: square(), MAt: square() };
  }

  /** Evaluates ℓ_S at θ and keeps the lattice there for `addGradient` and `addCurvature`. */
  moveTo(theta: F64): this {
    const { shape, chains, tables } = this;
    fillTables(tables, theta, shape);
    this.score(theta);
    this.loss = plainKernels.forwardBackward(chains, this.scores, tables, this.state, this.errors, this.edges);
    for (let i = 1; i < chains.tokens; i++) this.loss -= theta[this.edgeAt(chains.gold[i - 1], chains.gold[i])];
    return this;
  }

  /** out ← out + w g_S */
  addGradient(w: number, out: F64): void {
    this.scatterRows(w, this.errors, out);
    this.eachEdge((from, to, amount) => this.addEdge(out, from, to, w * amount));
  }

  /** out ← out + w ∇²ℓ_S u; returns uᵀ ∇²ℓ_S u = Var_q(u·Φ). */
  addCurvature(w: number, u: F64, out: F64): number {
    const { labels: C, stride } = this.shape;
    const { MA, MAt } = this.tilde;
    const { tables, tangent, tangentEdges, scores } = this;
    for (let c = 0; c < C; c++) {
      for (let d = 0; d < C; d++) {
        const value = tables.M[c * stride + d] * u[this.edgeAt(c, d)];
        MA[c * stride + d] = value;
        MAt[d * stride + c] = value;
      }
    }
    this.score(u);
    const direction = { scores, tilde: this.tilde, dErrors: tangent, dEdges: tangentEdges };
    plainKernels.hessianProduct(this.chains, [direction], tables, this.state);
    this.scatter(w, tangent, out);
    let quadratic = 0;
    for (let i = 0; i < tangent.length; i++) quadratic += scores[i] * tangent[i];
    // d(expected transitions) = M∘D + Ã∘(expected transitions)
    for (let c = 0; c < C; c++) {
      for (let d = 0; d < C; d++) {
        const at = c * stride + d;
        const change = tables.M[at] * tangentEdges[at] + MA[at] * this.edges[at];
        this.addEdge(out, c, d, w * change);
        quadratic += u[this.edgeAt(c, d)] * change;
      }
    }
    return quadratic;
  }

  /** out ← out + w (Φ(y) − Φ(y_S)) for other labels y of the segment, length T. */
  addMoved(w: number, y: ArrayLike<number>, out: F64): void {
    const { gold, tokens } = this.chains;
    const moved = new Float64Array(tokens * this.shape.stride);
    for (let i = 0; i < tokens; i++) {
      moved[i * this.shape.stride + y[i]] += 1;
      moved[i * this.shape.stride + gold[i]] -= 1;
      if (i === 0) continue;
      this.addEdge(out, y[i - 1], y[i], w);
      this.addEdge(out, gold[i - 1], gold[i], -w);
    }
    this.scatter(w, moved, out);
  }

  /** g_S on the transitions, some of them in several parts: E_q − 1 inside S, the errors of its ends on its boundaries. */
  private eachEdge(add: (from: number, to: number, amount: number) => void): void {
    const { labels: C, stride, kind } = this.shape;
    const { gold, tokens } = this.chains;
    const last = (tokens - 1) * stride;
    if (kind !== "crf") return;
    for (let c = 0; c < C; c++) {
      if (this.before >= 0) add(this.before, c, this.errors[c]);
      if (this.after >= 0) add(c, this.after, this.errors[last + c]);
      for (let d = 0; d < C; d++) add(c, d, this.tables.M[c * stride + d] * this.edges[c * stride + d]);
    }
    for (let i = 1; i < tokens; i++) add(gold[i - 1], gold[i], -1);
  }

  /** scores ← each token's logits under the weights u, boundary transitions folded in. */
  private score(u: F64): void {
    const { labels: C, stride } = this.shape;
    const { scores, tokenStart, row, value, before, after } = this;
    const T = this.chains.tokens;
    scores.fill(0);
    for (let i = 0; i < T; i++) {
      for (let j = tokenStart[i]; j < tokenStart[i + 1]; j++) {
        for (let c = 0; c < C; c++) scores[i * stride + c] += value[j] * u[row[j] + c];
      }
    }
    const last = (T - 1) * stride;
    if (before >= 0) for (let c = 0; c < C; c++) scores[c] += u[this.edgeAt(before, c)];
    if (after >= 0) for (let c = 0; c < C; c++) scores[last + c] += u[this.edgeAt(c, after)];
  }

  /** out ← out + w Φᵀ e for rows e (T × stride), boundary transitions included. */
  private scatter(w: number, e: F64, out: F64): void {
    const { labels: C, stride } = this.shape;
    const { before, after } = this;
    this.scatterRows(w, e, out);
    const last = (this.chains.tokens - 1) * stride;
    if (before >= 0) for (let c = 0; c < C; c++) this.addEdge(out, before, c, w * e[c]);
    if (after >= 0) for (let c = 0; c < C; c++) this.addEdge(out, c, after, w * e[last + c]);
  }

  /** The same without the transitions. */
  private scatterRows(w: number, e: F64, out: F64): void {
    const { labels: C, stride } = this.shape;
    const { tokenStart, row, value } = this;
    for (let i = 0; i < this.chains.tokens; i++) {
      for (let j = tokenStart[i]; j < tokenStart[i + 1]; j++) {
        for (let c = 0; c < C; c++) out[row[j] + c] += w * value[j] * e[i * stride + c];
      }
    }
  }

  /** Transitions that are held at 0 have no derivative. */
  private addEdge(out: F64, from: number, to: number, amount: number): void {
    if (this.shape.kind === "crf") out[this.edgeAt(from, to)] += amount;
  }

  private edgeAt(from: number, to: number): number {
    return this.shape.transitions + from * this.shape.stride + to;
  }
}
