import { SeginfError } from "../errors.js";
import { Allocator } from "./allocator.js";
import type { F32, F64, I32 } from "./arrayTypes.js";
import { type SharedWasmMemory, webAssembly } from "./webassembly.js";

const PAGE = 65536;
/** 4 GB; what a 32-bit pointer reaches. */
const MAX_PAGES = 65536;
/** Cache lines: a label row of eight doubles then fills exactly one. */
const ALIGNMENT = 64;

/** There is no WebAssembly memory left. The plain kernels do not need any: a caller can start again with those. */
export class KernelMemoryError extends SeginfError {
  constructor(what: string, cause?: unknown) {
    super(what, {}, "run with SEGINF_KERNELS=js, which needs no WebAssembly memory", { cause });
  }
}

type SharedArray = F64 | F32 | I32;

/** Pages from … to end − 1 of a memory. */
export type Range = readonly [from: number, end: number];

/**
 * One shared WebAssembly memory. It only grows, but what is released in it is handed out again. Several threads may each have an instance over
 * one memory: whoever grows it has what that adds.
 */
export class SharedMemory {
  readonly memory: SharedWasmMemory;
  /**
   * The buffers of all arrays made here. Growing any shared memory of the process makes new buffers over each of them;
   * arrays over the earlier ones stay valid.
   */
  private readonly buffers = new WeakSet<ArrayBufferLike>();
  private readonly released = new WeakSet<SharedArray>();
  /** Where the last range that this instance has ends, in pages. */
  private pages = 1;
  /** What this instance has grown the memory by, as [first page, end). */
  private readonly ranges: [number, number][] = [];
  /** The first page belongs to the compiled module's constants. */
  private readonly allocator = new Allocator(PAGE, ALIGNMENT);
  /** Memory from here on has never been handed out, so it is still zero. */
  private untouched = PAGE;

  /**
   * @param limit in bytes; 4 GB is as far as a pointer reaches
   * @param memory of another instance, in this thread or another
   * @throws KernelMemoryError where the process may not reserve 4 GB of addresses
   */
  constructor(
    readonly limit: number = MAX_PAGES * PAGE,
    memory?: SharedWasmMemory,
  ) {
    try {
      this.memory = memory ?? new webAssembly!.Memory({ initial: this.pages, maximum: MAX_PAGES, shared: true });
    } catch (cause) {
      throw new KernelMemoryError("the system does not let WebAssembly reserve 4 GB of addresses", cause);
    }
  }

  /** Bytes of the memory, whoever has them. */
  get size(): number {
    return this.memory.buffer.byteLength;
  }

  /** What this instance has grown the memory by, for another one to `take` once this is no longer used. */
  get grown(): readonly Range[] {
    return this.ranges;
  }

  /** Hands out what another instance has grown the memory by, and uses no more. */
  take(ranges: readonly Range[]): void {
    for (const [from, end] of ranges) {
      this.untouched = Math.max(this.untouched, end * PAGE);
      this.allocator.give(from * PAGE, (end - from) * PAGE);
    }
  }

  /** Takes arrays of another instance over this memory for its own; they stay the other's to release. */
  adopt(array: SharedArray): void {
    this.buffers.add(array.buffer);
  }

  /** A zeroed array. @throws KernelMemoryError beyond the limit */
  float64(length: number): F64 {
    const at = this.reserve(length * 8);
    return this.known(new Float64Array(this.memory.buffer, at, length));
  }

  /** An array of whatever an earlier one left there. @throws KernelMemoryError beyond the limit */
  scratch(length: number): F64 {
    const at = this.reserve(length * 8, false);
    return this.known(new Float64Array(this.memory.buffer, at, length));
  }

  /** A zeroed array. @throws KernelMemoryError beyond the limit */
  int32(length: number): I32 {
    const at = this.reserve(length * 4);
    return this.known(new Int32Array(this.memory.buffer, at, length));
  }

  /** An array of whatever an earlier one left there. @throws KernelMemoryError beyond the limit */
  scratchInt32(length: number): I32 {
    const at = this.reserve(length * 4, false);
    return this.known(new Int32Array(this.memory.buffer, at, length));
  }

  /** A zeroed array. @throws KernelMemoryError beyond the limit */
  float32(length: number): F32 {
    const at = this.reserve(length * 4);
    return this.known(new Float32Array(this.memory.buffer, at, length));
  }

  /** The array itself where it is long enough; else it is released, and a longer one takes its place. */
  atLeast(array: F64, length: number): F64 {
    if (array.length >= length) return array;
    this.release(array);
    return this.float64(length);
  }

  holds(array: SharedArray): boolean {
    return this.buffers.has(array.buffer);
  }

  /** Takes an array of this memory back; nobody may read or write it from then on. @throws TypeError as `pointer` does */
  release(array: SharedArray): void {
    const at = this.pointer(array);
    this.released.add(array);
    this.allocator.give(at, this.allocator.sizeOf(array.byteLength));
  }

  /** Where an array of this memory starts. @throws TypeError for an array that lies elsewhere or has been released */
  pointer(array: SharedArray): number {
    if (!this.holds(array)) throw new TypeError("this array is not in the kernels' memory");
    if (this.released.has(array)) throw new TypeError("this array has been released");
    return array.byteOffset;
  }

  private known<A extends SharedArray>(array: A): A {
    this.buffers.add(array.buffer);
    return array;
  }

  private reserve(bytes: number, isZeroed = true): number {
    const size = this.allocator.sizeOf(bytes);
    let end = this.endOf(size);
    // Where another instance has grown the memory as well, an array that no free run holds begins in a new range.
    while (this.allocator.place(size) === this.allocator.end && !this.growTo(Math.ceil(end / PAGE))) {
      end = this.endOf(size);
    }
    const at = this.allocator.take(size);
    const used = Math.min(end, this.untouched);
    // What stands behind an array on its last cache line is read with it, and is 0 in any case.
    const from = isZeroed ? at : end - ALIGNMENT;
    if (from < used) new Uint8Array(this.memory.buffer, from, used - from).fill(0);
    this.untouched = Math.max(this.untouched, end);
    return at;
  }

  private get whyNot(): string {
    if (this.limit === MAX_PAGES * PAGE) return "the corpus needs more than the 4 GB that WebAssembly can address";
    return `the corpus needs more than the ${this.limit / 1e6} MB that WebAssembly may take here`;
  }

  /** Where a block of this size would end. @throws KernelMemoryError beyond the limit */
  private endOf(size: number): number {
    const end = this.allocator.place(size) + size;
    // Strictly below 4 GB, so that an end pointer never wraps around to 0.
    if (end >= this.limit) throw new KernelMemoryError(this.whyNot);
    return end;
  }

  /** Whether the range, which may have grown, reaches so far; another one has begun where it does not. */
  private growTo(needed: number): boolean {
    if (needed <= this.pages) return true;
    // An eighth more than before at least: few buffers, and untouched pages cost nothing.
    const target = Math.min(MAX_PAGES, Math.max(needed, this.pages + (this.pages >> 3)));
    const added = target - this.pages;
    let first: number;
    try {
      first = this.memory.grow(added);
    } catch (cause) {
      throw new KernelMemoryError("the system has no more memory for WebAssembly", cause);
    }
    const isContinued = first === this.pages;
    if (!isContinued) {
      this.allocator.continueAt(first * PAGE, this.pages * PAGE);
      this.untouched = Math.max(this.untouched, first * PAGE);
    }
    this.pages = first + added;
    this.ranges.push([first, this.pages]);
    return isContinued;
  }
}
