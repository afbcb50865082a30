import { GrowingInts } from "../corpus/growing.js";

/**
 * Numbers pairs of 32-bit integers 0, 1, 2, … in order of first occurrence: an open-addressing table with linear probing,
 * at most half full. A pair takes 16 to 24 bytes, where a Map with a key for the pair takes about 80.
 */
export class PairInterner {
  readonly #first = new GrowingInts();
  readonly #second = new GrowingInts();
  /** number + 1; 0: free. */
  #slots = new Int32Array(1024);

  get size(): number {
    return this.#first.length;
  }

  first(number: number): number {
    return this.#first.at(number);
  }

  second(number: number): number {
    return this.#second.at(number);
  }

  /** The pair's number, new where needed. */
  intern(a: number, b: number): number {
    const slot = this.#probe(a, b);
    const found = this.#slots[slot];
    if (found > 0) return found - 1;
    this.#first.push(a);
    this.#second.push(b);
    this.#slots[slot] = this.size;
    if (2 * this.size > this.#slots.length) this.#rehash();
    return this.size - 1;
  }

  /** The pair's number, −1 where it has none. */
  find(a: number, b: number): number {
    return this.#slots[this.#probe(a, b)] - 1;
  }

  #probe(a: number, b: number): number {
    const mask = this.#slots.length - 1;
    let slot = hashOf(a, b) & mask;
    for (let found = this.#slots[slot]; found !== 0; found = this.#slots[slot]) {
      if (this.#first.at(found - 1) === a && this.#second.at(found - 1) === b) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #rehash(): void {
    const slots = new Int32Array(2 * this.#slots.length);
    const mask = slots.length - 1;
    for (let number = 0; number < this.size; number++) {
      let slot = hashOf(this.#first.at(number), this.#second.at(number)) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
    this.#slots = slots;
  }
}

function hashOf(a: number, b: number): number {
  return mix(Math.imul(a, 0x9e3779b1) ^ b);
}

/** The 32-bit finaliser of MurmurHash3 (Appleby, public domain). */
export function mix(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
