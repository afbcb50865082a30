/** Random numbers that a seed gives again (mulberry32), and what is drawn with them. */
export class Random {
  #state;

  /** @param seed any whole number */
  constructor(seed) {
    this.#state = seed >>> 0;
  }

  /** From 0 on, below 1. */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let z = this.#state;
    z = Math.imul(z ^ (z >>> 15), z | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return ((z ^ (z >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number below `limit`. */
  below(limit) {
    return Math.floor(this.next() * limit);
  }

  chance(probability) {
    return this.next() < probability;
  }

  pick(list) {
    return list[this.below(list.length)];
  }

  /** A list of up to `most` things that `make` gives. */
  several(most, make) {
    return Array.from({ length: this.below(most + 1) }, make);
  }
}

/** The seed of the n-th input of a run: each input can be made again without those before it. */
export function seedOf(run, n) {
  return Math.imul(run ^ (n + 0x9e3779b9), 0x85ebca6b) ^ Math.imul(n, 0xc2b2ae35);
}
