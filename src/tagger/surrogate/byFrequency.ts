/** Things that are met this often or more have long rows, whose lengths do not matter. */
const LONG = 16;

/** Second lengths from this one on count as one. */
const LENGTHS = 16;

/**
 * Numbers things by how often they are met: first those that are met once, then those that are met twice, and so on; things that are
 * met equally often by a second length, and then in the order in which numbers are given out. Rows of a matrix and of its transpose
 * then follow one another by their length, so that loops over them foresee their branches (bench/RESULTS.md, The surrogate loss).
 */
export class ByFrequency {
  private readonly next = new Int32Array((LONG + 1) * LENGTHS);

  /** Counts a thing, before any number is given out. */
  count(times: number, length = 0): void {
    this.next[keyOf(times, length)]++;
  }

  /** Ends the counting. @returns the number behind the last thing's @param first the first thing's number */
  begin(first = 0): number {
    let next = first;
    for (let key = 0; key < this.next.length; key++) {
      const things = this.next[key];
      this.next[key] = next;
      next += things;
    }
    return next;
  }

  /** The number of a thing that has been counted so. */
  number(times: number, length = 0): number {
    return this.next[keyOf(times, length)]++;
  }
}

const keyOf = (times: number, length: number): number =>
  Math.min(times, LONG) * LENGTHS + Math.min(length, LENGTHS - 1);
