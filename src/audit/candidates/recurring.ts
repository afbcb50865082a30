import { GrowingInts } from "../../corpus/growing.js";
import type { AnnotatedCorpus } from "../../corpus/index.js";
import type { Corpus, Segments } from "../../corpus/types.js";
import { PairInterner } from "../../features/pairs.js";

/** A corpus with its segments: where known names come from. */
export type Annotated = Pick<AnnotatedCorpus, "corpus" | "segments">;

/**
 * Words that are a segment somewhere, wherever they stand in the corpus: the longest match at each token, left to right,
 * whatever the annotation says there. A tagger that has learnt to leave a name unlabelled will not name it itself; that
 * the same words are annotated elsewhere will (variation nuclei: Dickinson & Meurers 2003).
 *
 * @param sources whose segments are looked for
 */
export function recurringSpans(corpus: Corpus, sources: readonly Annotated[]): Segments {
  const names = namesOf(corpus, sources);
  const { ids } = corpus.words;
  const sentence = new GrowingInts();
  const start = new GrowingInts();
  const end = new GrowingInts();
  for (let k = 0; k + 1 < corpus.sentenceStart.length; k++) {
    const past = corpus.sentenceStart[k + 1];
    for (let t = corpus.sentenceStart[k]; t < past; ) {
      const length = names.longestAt(ids, t, past);
      if (length > 0) {
        sentence.push(k);
        start.push(t);
        end.push(t + length);
      }
      t += Math.max(1, length);
    }
  }
  return {
    count: start.length,
    sentence: sentence.trimmed(),
    start: start.trimmed(),
    end: end.trimmed(),
    label: new Int32Array(start.length),
    labels: ["?"],
  };
}

/** Sequences of word ids in a tree: one look-up a word, however many begin alike. */
class Names {
  /** (node, word) → the edge to the next node, which bears the edge's number + 1. The root is 0. */
  readonly #edges = new PairInterner();
  readonly #ends = new Set<number>();

  add(words: Int32Array): void {
    let node = 0;
    for (const word of words) node = this.#edges.intern(node, word) + 1;
    this.#ends.add(node);
  }

  /** The length of the longest one that begins at token t and ends by `past`; 0 for none. */
  longestAt(ids: Int32Array, t: number, past: number): number {
    let longest = 0;
    for (let at = t, node = 0; at < past; ) {
      node = this.#edges.find(node, ids[at++]) + 1;
      if (node === 0) break;
      if (this.#ends.has(node)) longest = at - t;
    }
    return longest;
  }
}

/** Each segment's words as word ids of `corpus`, those with a word that it lacks left out. */
function namesOf(corpus: Corpus, sources: readonly Annotated[]): Names {
  const names = new Names();
  const idOf = new Map(corpus.words.values.map((word, id) => [word, id]));
  for (const { corpus: source, segments } of sources) {
    const idIn = Int32Array.from(source.words.values, (word) => idOf.get(word) ?? -1);
    for (let i = 0; i < segments.count; i++) {
      const words = source.words.ids.subarray(segments.start[i], segments.end[i]).map((id) => idIn[id]);
      if (!words.includes(-1)) names.add(words);
    }
  }
  return names;
}
