import type { Pairs, Single, VectorSpace } from "../math/space.js";
import type { SharedMemory } from "./memory.js";
import { PASSES } from "./passes.js";
import type { ThreadPool } from "./threadPool.js";
import type { Two } from "./twos.js";
import type { F64 } from "./types.js";

/** Doubles that a task takes; CHUNK of assembly/vectors.ts. */
const CHUNK = 8192;
/** Doubles of a thread's own: two blocks of assembly/pairs.ts, or a row of assembly/block.ts for each of K vectors. */
const SCRATCH = 512;
const ROW = 128;
/** Words of an operand list before the tables of pointers. */
const OPERANDS = 16;
const NONE = 0;

interface Operands {
  readonly length: number;
  readonly out?: F64;
  readonly x?: F64;
  readonly y?: F64;
  readonly z?: F64;
  readonly metric?: F64;
  readonly factors?: readonly number[] | Float64Array;
  /** Sums that each chunk leaves behind. */
  readonly sums?: number;
  /** Multiply-adds an element, roughly. */
  readonly cost?: number;
  /** Words of the operand list from word 9 on: counts, pointers and tables. */
  readonly more?: () => readonly number[];
}

/** Vectors in the kernels' memory, worked on by all threads. */
export class WasmVectors implements VectorSpace {
  /** SCRATCH doubles for each thread, or more. */
  private threadRows: F64;
  private job: Int32Array<ArrayBufferLike>;
  private factors: F64;
  private partials: F64;

  constructor(
    private readonly shared: SharedMemory,
    private readonly pool: ThreadPool,
  ) {
    this.threadRows = shared.float64(SCRATCH * pool.threads);
    this.job = shared.int32(OPERANDS + 64);
    this.factors = shared.float64(1);
    this.partials = shared.float64(1);
  }

  vector(length: number): F64 {
    return this.shared.float64(length);
  }

  scratch(length: number): F64 {
    return this.shared.scratch(length);
  }

  single(length: number): Single {
    return this.shared.float32(length);
  }

  release(...vectors: readonly (F64 | Single)[]): void {
    for (const vector of vectors) this.shared.release(vector);
  }

  holds(x: F64): boolean {
    return this.shared.holds(x);
  }

  dot(x: F64, y: F64): number {
    return this.run(PASSES.dot, { length: x.length, x, y, sums: 1 })[0];
  }

  sumScaled(out: F64, x: F64, a: number, y: F64): void {
    this.run(PASSES.sumScaled, { length: out.length, out, x, y, factors: [a] });
  }

  step(x: F64, r: F64, a: number, p: F64, q: F64, metric: F64): readonly [number, number] {
    const operands = { out: x, x: r, y: p, z: q, metric };
    const [rr, rmr] = this.run(PASSES.step, { length: x.length, ...operands, factors: [a], sums: 2, cost: 4 });
    return [rr, rmr];
  }

  updateDirection(p: F64, b: number, metric: F64, r: F64): void {
    this.run(PASSES.updateDirection, { length: p.length, out: p, x: r, metric, factors: [b], cost: 2 });
  }

  difference(slot: Single, metric: F64, after: F64, before: F64, pairs: Pairs): Float64Array {
    return this.run(PASSES.difference, {
      length: after.length,
      ...{ x: after, y: before, metric, more: () => this.pairs(pairs, slot) },
      sums: 4 * pairs.s.length,
      cost: 3 + 4 * pairs.s.length,
    });
  }

  direction(
    out: F64,
    slot: Single,
    metric: F64,
    g: F64,
    gamma: number,
    coefficients: Float64Array,
    pairs: Pairs,
  ): readonly [number, number] {
    const [slope, square] = this.run(PASSES.direction, {
      length: out.length,
      ...{ out, x: g, metric, more: () => this.pairs(pairs, slot), factors: [gamma, ...coefficients] },
      sums: 2,
      cost: 5 + 2 * pairs.s.length,
    });
    return [slope, square];
  }

  gram(xs: readonly F64[], ys: readonly F64[], metric?: F64): Float64Array {
    const K = xs.length;
    if (K === 0) return new Float64Array(0);
    const more = () => this.block(xs, ys, []);
    const sums = this.run(PASSES.gram, { length: xs[0].length, ...metricOf(metric), more, sums: K * K, cost: K * K });
    for (let i = 0; i < K; i++) for (let j = 0; j < i; j++) sums[i * K + j] = sums[j * K + i];
    return sums;
  }

  combine(outs: readonly F64[], ys: readonly F64[], factors: Float64Array, xs: readonly F64[], metric?: F64): void {
    const K = outs.length;
    if (K === 0) return;
    const more = () => this.block(xs, ys, outs);
    this.run(PASSES.combine, { length: outs[0].length, ...metricOf(metric), factors, more, cost: K * K });
  }

  joinTwos(scale: F64, [x, y]: Two, out: F64): void {
    this.run(PASSES.joinTwos, { length: scale.length, out, x, y, metric: scale, cost: 2 });
  }

  splitTwos(lambda: number, [y, otherY]: Two, rows: F64, scale: F64, [out, otherOut]: Two): void {
    const more = () => [otherY, otherOut].map((vector) => this.shared.pointer(vector));
    this.run(PASSES.splitTwos, {
      length: scale.length,
      out,
      x: rows,
      y,
      metric: scale,
      factors: [lambda],
      more,
      cost: 4,
    });
  }

  /** Runs a pass and returns its sums, each added up over the chunks in order. */
  private run(pass: number, operands: Operands): Float64Array {
    const { length, sums = 0, cost = 1, factors, more } = operands;
    const chunks = Math.ceil(length / CHUNK);
    this.partials = this.shared.atLeast(this.partials, chunks * sums);
    if (factors) {
      this.factors = this.shared.atLeast(this.factors, factors.length);
      this.factors.set(factors);
    }
    const at = (array: F64 | Single | undefined) => (array === undefined ? NONE : this.shared.pointer(array));
    const { out, x, y, z, metric } = operands;
    // An odd vector's last double has a neighbour of zeros, for every array ends on a whole cache line.
    const even = length + (length % 2);
    const words = [even, at(out), at(x), at(y), at(z), at(metric), at(this.factors), at(this.partials), sums];
    if (more) words.push(...more());
    this.job.set(words);
    this.pool.run({ pass, job: this.job.byteOffset, tasks: chunks }, cost * length);
    const total = new Float64Array(sums);
    for (let i = 0; i < chunks * sums; i++) total[i % sums] += this.partials[i];
    return total;
  }

  private pairs({ s, y }: Pairs, slot: Single): number[] {
    const [S, Y] = this.tables(s, y);
    return [s.length, S, Y, this.shared.pointer(slot), this.shared.pointer(this.threadRows), 8 * SCRATCH];
  }

  private block(xs: readonly F64[], ys: readonly F64[], outs: readonly F64[]): number[] {
    const doubles = Math.max(SCRATCH, ROW * xs.length);
    this.threadRows = this.shared.atLeast(this.threadRows, doubles * this.pool.threads);
    return [xs.length, ...this.tables(xs, ys, outs), this.shared.pointer(this.threadRows), 8 * doubles];
  }

  /** Where tables of pointers to these vectors stand. */
  private tables(...lists: readonly (readonly (F64 | Single)[])[]): number[] {
    const pointers = lists.flat().map((vector) => this.shared.pointer(vector));
    if (this.job.length < OPERANDS + pointers.length) {
      this.shared.release(this.job);
      this.job = this.shared.int32(OPERANDS + 2 * pointers.length);
    }
    this.job.set(pointers, OPERANDS);
    let at = this.job.byteOffset + 4 * OPERANDS;
    return lists.map((list) => {
      at += 4 * list.length;
      return at - 4 * list.length;
    });
  }
}

const metricOf = (metric: F64 | undefined) => (metric === undefined ? {} : { metric });
