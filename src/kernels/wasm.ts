import { availableParallelism } from "node:os";
import { chunkRows } from "./costs.js";
import { LatticePasses } from "./latticePasses.js";
import { SharedMemory } from "./memory.js";
import { NodePasses } from "./nodePasses.js";
import { PASSES } from "./passes.js";
import { remember } from "./remember.js";
import { scopeOf } from "./scope.js";
import { SinglePasses } from "./singlePasses.js";
import type { Contraction, Singles } from "./singles.js";
import { ThreadPool } from "./threadPool.js";
import type { TwoPasses } from "./twos.js";
import type { AddedRows, F32, F64, I32, Kernels, Scope, SparseRows } from "./types.js";
import { WasmVectors } from "./vectors.js";

/** Threads beyond this many have nothing to do: a corpus has at most 32 shards. */
const MAX_THREADS = 32;

/** Doubles of the rows that are scaled in one task. */
const SCALED_AT_A_TIME = 8192;

/** Rows of a dense product that a thread takes at a time. */
const ROWS_AT_A_TIME = 32;

/**
 * The hot loops as WebAssembly SIMD, shared out over threads.
 *
 * Arrays live in one memory of at most 4 GB: `float64` and `int32` throw KernelMemoryError beyond that (the plain
 * kernels have no such limit), and so may the first pass over a corpus. Passes throw TypeError for arrays from
 * elsewhere, and Error where a thread has failed. The row starts of a matrix and the sentences of chains must not change
 * once a pass has seen them; weights may.
 *
 * @param threads the main thread included; default all cores
 * @param limit bytes, at most and by default 4 GB
 * @throws KernelMemoryError where the process may not reserve 4 GB of addresses
 */
export function createWasmKernels({
  threads = availableParallelism(),
  limit,
}: {
  threads?: number | undefined;
  limit?: number | undefined;
} = {}): Kernels {
  return new WasmKernels(Math.max(1, Math.min(MAX_THREADS, Math.floor(threads))), new SharedMemory(limit));
}

class WasmKernels implements Kernels {
  readonly name = "wasm";
  private readonly pool: ThreadPool;
  readonly vectors: WasmVectors;
  readonly twos: TwoPasses;
  /** Operands of the pass that runs: GatherJob, ScaledJob or MultiplyJob of the compiled code. */
  private readonly job: I32;
  private readonly lambda: F64;
  private readonly chunks = new WeakMap<I32, I32>();
  private readonly lattice: LatticePasses;
  private readonly nodes: NodePasses;
  private readonly singles: SinglePasses;

  constructor(
    readonly threads: number,
    private readonly shared: SharedMemory,
  ) {
    this.job = shared.int32(16);
    this.lambda = shared.float64(1);
    this.pool = new ThreadPool(this.shared, threads);
    this.lattice = new LatticePasses(this.shared, this.pool);
    this.nodes = new NodePasses(this.shared, this.pool);
    this.singles = new SinglePasses(this.shared, this.pool);
    this.vectors = new WasmVectors(this.shared, this.pool);
    this.twos = {
      gather: (matrix, source, out) => this.gather(matrix, null, source, out, 2, PASSES.gatherTwos),
      join: (...given) => this.vectors.joinTwos(...given),
      split: (...given) => this.vectors.splitTwos(...given),
      nodeHessianProducts: (...given) => this.nodes.twoHessianProducts(...given),
    };
  }

  get limit(): number {
    return this.shared.limit;
  }

  float64(length: number): F64 {
    return this.shared.float64(length);
  }

  scratch(length: number): F64 {
    return this.shared.scratch(length);
  }

  float32(length: number): F32 {
    return this.shared.float32(length);
  }

  int32(length: number): I32 {
    return this.shared.int32(length);
  }

  scratchInt32(length: number): I32 {
    return this.shared.scratchInt32(length);
  }

  scope(): Scope {
    return scopeOf(this, (array) => this.release(array));
  }

  gatherRows(matrix: SparseRows, source: F64, out: F64, stride: number): void {
    this.gather(matrix, null, source, out, stride);
  }

  addRows(matrix: AddedRows, source: F64, out: F64, stride: number): void {
    this.gather(matrix, matrix.row, source, out, stride);
  }

  gatherNumbers(matrix: SparseRows, source: F64, out: F64): void {
    this.gather(matrix, null, source, out, 1, PASSES.gatherNumbers);
  }

  private gather(
    matrix: SparseRows,
    row: I32 | null,
    source: F64,
    out: F64,
    stride: number,
    pass: number = PASSES.gather,
  ): void {
    const chunks = remember(this.chunks, matrix.start, () => chunkRows(matrix, (length) => this.int32(length)));
    const { start, index, rows } = matrix;
    this.job.set([start, index, source, out].map(this.at));
    this.job.set([8 * stride, this.at(chunks), row === null ? 0 : this.at(row)], 4);
    this.run(pass, chunks.length - 1, (start[rows] + rows) * stride);
  }

  scaleRows(rows: F64, scale: F64, stride: number, out: F64): void {
    this.scaled([scale, rows], null, 0, stride, out);
  }

  addScaledRows(lambda: number, x: F64, rows: F64, scale: F64, stride: number, out: F64): void {
    this.scaled([scale, rows], x, lambda, stride, out);
  }

  private scaled([scale, rows]: readonly [F64, F64], x: F64 | null, lambda: number, stride: number, out: F64): void {
    const chunk = Math.ceil(SCALED_AT_A_TIME / stride);
    this.lambda[0] = lambda;
    const operands = [this.at(scale), this.at(rows), x === null ? 0 : this.at(x), this.at(this.lambda), this.at(out)];
    this.job.set([scale.length, 8 * stride, ...operands, chunk]);
    if (scale.length > 0) this.run(PASSES.scaled, Math.ceil(scale.length / chunk), 2 * scale.length * stride);
  }

  multiply(X: F64, Y: F64, out: F64, { rows, inner, stride }: { rows: number; inner: number; stride: number }): void {
    const chunk = Math.min(ROWS_AT_A_TIME, Math.ceil(rows / this.threads));
    this.job.set([this.at(X), inner, this.at(Y), this.at(out), 8 * stride, rows, chunk]);
    if (rows > 0) this.run(PASSES.multiply, Math.ceil(rows / chunk), rows * inner * stride);
  }

  multiplySingles(E: Singles, Y: F64, out: F64, stride: number): void {
    this.singles.multiply(E, Y, out, stride);
  }

  contractSingles(E: Singles, G: F64, out: F64, size: Contraction): void {
    this.singles.contract(E, G, out, size);
  }

  forwardBackward(...given: Parameters<Kernels["forwardBackward"]>): void {
    this.lattice.forwardBackward(...given);
  }

  channelForwardBackward(...given: Parameters<Kernels["channelForwardBackward"]>): void {
    this.lattice.channelForwardBackward(...given);
  }

  hessianProduct(...given: Parameters<Kernels["hessianProduct"]>): void {
    this.lattice.hessianProduct(...given);
  }

  nodeForwardBackward(...given: Parameters<Kernels["nodeForwardBackward"]>): number {
    const [chains, logits, A, state, errors, edges] = given;
    return this.nodes.forwardBackward(chains, { logits, A, state, errors, edges });
  }

  nodeHessianProduct(...given: Parameters<Kernels["nodeHessianProduct"]>): void {
    const [chains, logits, A, MA, state, errors, edges] = given;
    this.nodes.hessianProduct(chains, { logits, A, MA, state, errors, edges });
  }

  close(): void {
    this.pool.close();
  }

  private release(array: F64 | F32 | I32): void {
    this.shared.release(array);
    const chunks = this.chunks.get(array as I32);
    if (chunks === undefined) return;
    this.chunks.delete(array as I32);
    this.shared.release(chunks);
  }

  private readonly at = (array: F64 | I32): number => this.shared.pointer(array);

  private run(pass: number, tasks: number, cost: number): void {
    this.pool.run({ pass, job: this.job.byteOffset, tasks }, cost);
  }
}
