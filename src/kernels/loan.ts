import type { Range } from "./memory.js";
import type { SharedWasmMemory } from "./webassembly.js";

/** What is lent to another thread of the process. It may be posted there; `borrowKernels` makes kernels of it. */
export interface Terms {
  readonly memory: SharedWasmMemory;
  /** Bytes that the memory may take. */
  readonly limit: number;
  /** Of both sides together. */
  readonly threads: number;
  /** How many of them take part in the passes of each side: of LENDER and of BORROWER. */
  readonly shares: Int32Array<ArrayBufferLike>;
}

export const LENDER = 0;
export const BORROWER = 1;

/**
 * Share of the memory that may be in use where it is lent: the other side's arrays come on top, and may be as many again. Of 4 GB, 512 MB.
 * Passes over more than that are long enough to be shared out one by one (bench/RESULTS.md).
 */
const LENT_UP_TO = 1 / 8;

/**
 * A share of the threads, and the memory, in which both sides have arrays of their own: each may read what the other had before, and
 * neither gives any of that back until the end.
 */
export class Loan {
  readonly terms: Terms;

  /** @param reclaim hands out what the other side has grown the memory by */
  constructor(
    terms: Omit<Terms, "shares">,
    private readonly reclaim: (ranges: readonly Range[]) => void,
  ) {
    this.terms = { ...terms, shares: new Int32Array(new SharedArrayBuffer(8)) };
    this.halve();
  }

  /** Waits for the other side, which has all the threads meanwhile. */
  async wait<T>(result: Promise<T>): Promise<T> {
    Atomics.store(this.terms.shares, BORROWER, this.terms.threads);
    try {
      return await result;
    } finally {
      this.halve();
    }
  }

  /** Nobody uses the other side any more. @param grown what it gave back; none where it has failed, and then its memory is lost */
  end(grown: readonly Range[]): void {
    Atomics.store(this.terms.shares, LENDER, this.terms.threads);
    this.reclaim(grown);
  }

  private halve(): void {
    const { shares, threads } = this.terms;
    // Where the other side has ended it has given its threads back for good.
    Atomics.compareExchange(shares, LENDER, 0, Math.ceil(threads / 2));
    Atomics.store(shares, BORROWER, Math.floor(threads / 2));
  }
}

/** Whether so much of a memory in use leaves the other side enough. */
export const isLendable = (used: number, limit: number): boolean => used <= LENT_UP_TO * limit;
