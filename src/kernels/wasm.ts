import { availableParallelism } from "node:os";
import { LatticePasses } from "./latticePasses.js";
import { BORROWER, isLendable, LENDER, Loan, type Terms } from "./loan.js";
import { type Range, SharedMemory } from "./memory.js";
import { NodePasses } from "./nodePasses.js";
import { PASSES } from "./passes.js";
import { RowPasses } from "./rowPasses.js";
import { scopeOf } from "./scope.js";
import { SinglePasses } from "./singlePasses.js";
import type { Contraction, Singles } from "./singles.js";
import { ThreadPool } from "./threadPool.js";
import type { TwoPasses } from "./twos.js";
import type { AddedRows, F32, F64, I32, Kernels, Scope, SparseRows } from "./types.js";
import { WasmVectors } from "./vectors.js";

/** Threads beyond this many have nothing to do: a corpus has at most 32 shards. */
const MAX_THREADS = 32;

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

/** Kernels over a memory that is lent. */
export interface Borrowed {
  readonly kernels: Kernels;
  /** Takes the lender's arrays for arrays of these kernels. */
  adopt(array: F64 | F32 | I32): void;
  /** Ends the kernels, and gives the threads back. @returns what the lender takes by `Loan.end` */
  giveBack(): readonly Range[];
}

/** Kernels of this thread in a memory that another one has lent. */
export function borrowKernels({ memory, limit, threads, shares }: Terms): Borrowed {
  const shared = new SharedMemory(limit, memory);
  const kernels = new WasmKernels(threads, shared, () => Atomics.load(shares, BORROWER));
  return {
    kernels,
    adopt: (array) => shared.adopt(array),
    giveBack() {
      kernels.close();
      Atomics.store(shares, LENDER, threads);
      return shared.grown;
    },
  };
}

class WasmKernels implements Kernels {
  readonly name = "wasm";
  private readonly pool: ThreadPool;
  readonly vectors: WasmVectors;
  readonly twos: TwoPasses;
  private readonly rows: RowPasses;
  private readonly lattice: LatticePasses;
  private readonly nodes: NodePasses;
  private readonly singles: SinglePasses;
  private loan: Loan | undefined;

  /** @param active how many of the threads take part at present; all but what is lent where absent */
  constructor(
    readonly threads: number,
    private readonly shared: SharedMemory,
    active?: () => number,
  ) {
    this.pool = new ThreadPool(this.shared, threads, active ?? (() => this.kept));
    this.rows = new RowPasses(this.shared, this.pool);
    this.lattice = new LatticePasses(this.shared, this.pool);
    this.nodes = new NodePasses(this.shared, this.pool);
    this.singles = new SinglePasses(this.shared, this.pool);
    this.vectors = new WasmVectors(this.shared, this.pool);
    this.twos = {
      gather: (matrix, source, out) => this.rows.gather(matrix, null, source, out, 2, PASSES.gatherTwos),
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
    this.rows.gather(matrix, null, source, out, stride);
  }

  addRows(matrix: AddedRows, source: F64, out: F64, stride: number): void {
    this.rows.gather(matrix, matrix.row, source, out, stride);
  }

  gatherNumbers(matrix: SparseRows, source: F64, out: F64): void {
    this.rows.gather(matrix, null, source, out, 1, PASSES.gatherNumbers);
  }

  scaleRows(rows: F64, scale: F64, stride: number, out: F64): void {
    this.rows.scale([scale, rows], null, 0, stride, out);
  }

  addScaledRows(lambda: number, x: F64, rows: F64, scale: F64, stride: number, out: F64): void {
    this.rows.scale([scale, rows], x, lambda, stride, out);
  }

  multiply(...given: Parameters<Kernels["multiply"]>): void {
    this.rows.multiply(...given);
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

  lend(): Loan | null {
    const { threads, limit, shared } = this;
    if (threads < 2 || !isLendable(shared.size, limit)) return null;
    this.loan = new Loan({ memory: shared.memory, limit, threads }, (grown) => {
      shared.take(grown);
      this.loan = undefined;
    });
    return this.loan;
  }

  close(): void {
    this.pool.close();
  }

  /** Threads that are not lent. */
  private get kept(): number {
    return this.loan ? Atomics.load(this.loan.terms.shares, LENDER) : this.threads;
  }

  private release(array: F64 | F32 | I32): void {
    this.shared.release(array);
    this.rows.forget(array);
  }
}
