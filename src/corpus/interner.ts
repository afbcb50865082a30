/**
 * Numbers byte strings 0, 1, 2, … in order of first occurrence. A string is made only for bytes not met before: a
 * corpus repeats its words, so that reading millions of tokens makes some ten thousands of strings.
 *
 * An open-addressing table with linear probing, at most half full. `slots` holds id + 1 (0: free). The bytes of id are
 * arena[offsets[id] … offsets[id + 1] − 1].
 */
export class ByteInterner {
  readonly values: string[] = [];
  #slots = new Int32Array(4096);
  #hashes = new Int32Array(2048);
  #offsets = new Float64Array(2049);
  #arena = Buffer.allocUnsafe(1 << 16);

  /** The id of bytes[start … end − 1], new where needed. The bytes must be valid UTF-8. */
  intern(bytes: Buffer, start: number, end: number): number {
    const hash = hashOf(bytes, start, end);
    const slot = this.#probe(hash, bytes, start, end);
    const found = this.#slots[slot];
    return found > 0 ? found - 1 : this.#add(slot, hash, bytes, start, end);
  }

  /** The id of bytes[start … end − 1], or −1 where they have not been interned. */
  find(bytes: Buffer, start: number, end: number): number {
    return this.#slots[this.#probe(hashOf(bytes, start, end), bytes, start, end)] - 1;
  }

  #probe(hash: number, bytes: Buffer, start: number, end: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (let found = slots[slot]; found !== 0; found = slots[slot]) {
      if (this.#hashes[found - 1] === hash && this.#holds(found - 1, bytes, start, end)) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #holds(id: number, bytes: Buffer, start: number, end: number): boolean {
    const arena = this.#arena;
    let at = this.#offsets[id];
    if (this.#offsets[id + 1] - at !== end - start) return false;
    for (let i = start; i < end; i++, at++) if (arena[at] !== bytes[i]) return false;
    return true;
  }

  #add(slot: number, hash: number, bytes: Buffer, start: number, end: number): number {
    const id = this.values.length;
    this.values.push(bytes.toString("utf8", start, end));
    if (id === this.#hashes.length) this.#widenIds();
    const at = this.#offsets[id];
    if (at + end - start > this.#arena.length) this.#widenArena(at + end - start);
    bytes.copy(this.#arena, at, start, end);
    this.#offsets[id + 1] = at + end - start;
    this.#hashes[id] = hash;
    this.#slots[slot] = id + 1;
    if (2 * this.values.length > this.#slots.length) this.#rehash();
    return id;
  }

  #widenIds(): void {
    const hashes = new Int32Array(2 * this.#hashes.length);
    hashes.set(this.#hashes);
    const offsets = new Float64Array(hashes.length + 1);
    offsets.set(this.#offsets);
    this.#hashes = hashes;
    this.#offsets = offsets;
  }

  #widenArena(needed: number): void {
    const arena = Buffer.allocUnsafe(Math.max(2 * this.#arena.length, needed));
    this.#arena.copy(arena);
    this.#arena = arena;
  }

  #rehash(): void {
    const slots = new Int32Array(2 * this.#slots.length);
    const mask = slots.length - 1;
    for (let id = 0; id < this.values.length; id++) {
      let slot = this.#hashes[id] & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = id + 1;
    }
    this.#slots = slots;
  }
}

/** FNV-1a over the bytes, folded so that the low bits depend on all of them. */
function hashOf(bytes: Buffer, start: number, end: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
  return hash ^ (hash >>> 15);
}

/** The same numbering for strings that exist already (JSONL). */
export class TextInterner {
  readonly values: string[] = [];
  readonly #ids = new Map<string, number>();

  intern(value: string): number {
    let id = this.#ids.get(value);
    if (id === undefined) {
      id = this.values.length;
      this.#ids.set(value, id);
      this.values.push(value);
    }
    return id;
  }

  /** The number of a string, −1 where it has none. */
  find(value: string): number {
    return this.#ids.get(value) ?? -1;
  }
}
