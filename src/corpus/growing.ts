/** A list of 32-bit integers that grows by doubling: 4 bytes an element, no boxing. */
export class GrowingInts {
  #data = new Int32Array(1024);
  #length = 0;

  /** A list that begins with these. */
  static from(values: Int32Array): GrowingInts {
    const list = new GrowingInts();
    if (values.length > list.#data.length) list.#data = values.slice();
    else list.#data.set(values);
    list.#length = values.length;
    return list;
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#data.length) {
      const wider = new Int32Array(2 * this.#length);
      wider.set(this.#data);
      this.#data = wider;
    }
    this.#data[this.#length++] = value;
  }

  at(index: number): number {
    return this.#data[index];
  }

  /** A copy of exactly `length` elements; the spare room is left to the garbage collector. */
  trimmed(): Int32Array {
    return this.#data.slice(0, this.#length);
  }
}

/** A list of doubles that grows by doubling: 8 bytes an element, no boxing. */
export class GrowingDoubles {
  #data = new Float64Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#data.length) {
      const wider = new Float64Array(2 * this.#length);
      wider.set(this.#data);
      this.#data = wider;
    }
    this.#data[this.#length++] = value;
  }

  /** A copy of exactly `length` elements; the spare room is left to the garbage collector. */
  trimmed(): Float64Array {
    return this.#data.slice(0, this.#length);
  }
}
