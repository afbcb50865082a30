import type { Corpus } from "../corpus/types.js";
import { at } from "../math/at.js";
import { NONE } from "./candidates/candidates.js";

/** Entries from … past − 1 of the index, which all have the words at `offset` and `offset + 1` of what is looked up, or its only word. */
export interface Run {
  readonly from: number;
  readonly past: number;
  readonly offset: number;
}

/**
 * Where words stand in a corpus: its tokens in the order of their words, those of one word in the order of the word that follows in
 * the sentence. So two words in a row are found by bisection, and three by going through the rarer of two pairs.
 */
export class WordIndex {
  private readonly ids: Int32Array;
  /** Length N: the next word of each token's sentence, NONE at its end. */
  private readonly next: Int32Array;
  /** Length N: the tokens in order. */
  private readonly tokens: Int32Array;
  /** Length N: `next` of each of them, so that bisection reads one array. */
  private readonly followed: Int32Array;
  /** Length |words| + 1: the first entry of each word. */
  private readonly start: Int32Array;

  constructor({ words, sentenceStart }: Pick<Corpus, "words" | "sentenceStart">) {
    const { ids } = words;
    this.ids = ids;
    this.next = new Int32Array(ids.length).fill(NONE);
    this.next.set(ids.subarray(1));
    for (let k = 1; k < sentenceStart.length; k++) this.next[at(sentenceStart, k) - 1] = NONE;
    const start = new Int32Array(words.values.length + 1);
    for (const id of ids) start[id + 1] = (start[id + 1] as number) + 1;
    for (let id = 1; id < start.length; id++) start[id] = (start[id] as number) + (start[id - 1] as number);
    this.start = start;
    this.tokens = this.byNextWord(this.byWord());
    const { next } = this;
    this.followed = this.tokens.map((token) => next[token] as number);
  }

  /** The fewest entries that hold all places of the words, or no more than one. @param ids of the corpus; at least one */
  run(ids: readonly number[]): Run {
    const first = at(ids, 0);
    let best: Run = { from: at(this.start, first), past: at(this.start, first + 1), offset: 0 };
    for (let offset = 0; offset + 1 < ids.length && best.past - best.from > 1; offset++) {
      const [id, next] = [at(ids, offset), at(ids, offset + 1)];
      const past = at(this.start, id + 1);
      const from = this.firstFollowedBy(next, at(this.start, id), past);
      const own = { from, past: this.firstFollowedBy(next + 1, from, past), offset };
      if (offset === 0 || own.past - own.from < best.past - best.from) best = own;
    }
    return best;
  }

  /** Calls back with the first token of each place of the words, in no order. @param run theirs */
  eachStart(ids: readonly number[], { from, past, offset }: Run, visit: (start: number) => void): void {
    for (let i = from; i < past; i++) {
      const start = at(this.tokens, i) - offset;
      if (start >= 0 && this.isAt(start, ids)) visit(start);
    }
  }

  private isAt(start: number, ids: readonly number[]): boolean {
    if (this.ids[start] !== ids[0]) return false;
    for (let j = 1; j < ids.length; j++) if (this.next[start + j - 1] !== ids[j]) return false;
    return true;
  }

  /** Of entries low … high − 1, all of one word, the first whose next word's number is not below this one; `high` without any. */
  private firstFollowedBy(next: number, low: number, high: number): number {
    const { followed } = this;
    let from = low;
    let past = high;
    while (from < past) {
      const middle = (from + past) >>> 1;
      if ((followed[middle] as number) < next) from = middle + 1;
      else past = middle;
    }
    return from;
  }

  /** The tokens in the order of their words. */
  private byWord(): Int32Array {
    const { ids } = this;
    const free = this.start.slice();
    const tokens = new Int32Array(ids.length);
    for (let t = 0; t < ids.length; t++) tokens[taken(free, ids[t] as number)] = t;
    return tokens;
  }

  /** The same, each word's in the order of the next: first where a sentence ends, then before each word in turn. */
  private byNextWord(byWord: Int32Array): Int32Array {
    const { ids, next } = this;
    const free = this.start.slice();
    const tokens = new Int32Array(ids.length);
    for (let t = 0; t < ids.length; t++) if (next[t] === NONE) tokens[taken(free, ids[t] as number)] = t;
    for (const token of byWord) {
      const before = token - 1;
      if (before >= 0 && next[before] !== NONE) tokens[taken(free, ids[before] as number)] = before;
    }
    return tokens;
  }
}

/** The first free entry of a word, which is taken. */
function taken(free: Int32Array, id: number): number {
  const entry = free[id] as number;
  free[id] = entry + 1;
  return entry;
}
