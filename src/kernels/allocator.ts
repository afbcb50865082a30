/**
 * Addresses of growing ranges, handed out and taken back: best fit, neighbours merged. It knows numbers only, no memory. Where a range ends,
 * what begins another one is said by `continueAt`.
 */
export class Allocator {
  /** Free runs between blocks that are in use, ascending and never adjacent: start → length. */
  private readonly free: { at: number; bytes: number }[] = [];
  private next: number;

  /** Addresses from `start` on; blocks are multiples of `alignment`, as `start` is. */
  constructor(
    start: number,
    private readonly alignment: number,
  ) {
    this.next = start;
  }

  /** Everything from this address on is free. */
  get end(): number {
    return this.next;
  }

  /** Goes on in a range of its own. @param end of the range so far; what is left of it is free */
  continueAt(start: number, end: number): void {
    const { next } = this;
    this.next = start;
    if (end > next) this.give(next, end - next);
  }

  /** What a request for so many bytes takes; 0 bytes take one unit, so that every block has an address of its own. */
  sizeOf(bytes: number): number {
    return Math.max(1, Math.ceil(bytes / this.alignment)) * this.alignment;
  }

  /** Where a block of this size would lie. Nothing changes; `take` takes it. */
  place(size: number): number {
    return this.free[this.fitting(size)]?.at ?? this.next;
  }

  take(size: number): number {
    const i = this.fitting(size);
    if (i < 0) {
      this.next += size;
      return this.next - size;
    }
    const run = this.free[i];
    const at = run.at;
    if (run.bytes === size) this.free.splice(i, 1);
    else this.free[i] = { at: at + size, bytes: run.bytes - size };
    return at;
  }

  give(at: number, size: number): void {
    let i = this.free.findIndex((run) => run.at > at);
    if (i < 0) i = this.free.length;
    const before = this.free[i - 1];
    const after = this.free[i];
    let run = { at, bytes: size };
    let [from, count] = [i, 0];
    if (before && before.at + before.bytes === at) {
      run = { at: before.at, bytes: before.bytes + size };
      from--;
      count++;
    }
    if (after && at + size === after.at) {
      run.bytes += after.bytes;
      count++;
    }
    if (run.at + run.bytes === this.next) {
      this.next = run.at;
      this.free.splice(from, count);
    } else this.free.splice(from, count, run);
  }

  /** The smallest free run that is large enough; −1 where there is none. */
  private fitting(size: number): number {
    let best = -1;
    for (let i = 0; i < this.free.length; i++) {
      const { bytes } = this.free[i];
      if (bytes >= size && (best < 0 || bytes < this.free[best].bytes)) best = i;
    }
    return best;
  }
}
