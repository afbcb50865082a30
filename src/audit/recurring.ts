import type { Corpus, Segments } from "../corpus/types.js";

/** A corpus with its segments: where known names come from. */
export interface Annotated {
  readonly corpus: Corpus;
  readonly segments: Segments;
}

/**
 * Words that are a segment somewhere, wherever they stand in the corpus: the longest match at each token, left to right,
 * whatever the annotation says there. A tagger that has learnt to leave a name unlabelled will not name it itself; that
 * the same words are annotated elsewhere will (variation nuclei: Dickinson & Meurers 2003).
 *
 * @param sources whose segments are looked for
 */
export function recurringSpans(corpus: Corpus, sources: readonly Annotated[]): Segments {
  const names = namesByFirstWord(corpus, sources);
  const { ids } = corpus.words;
  const sentence: number[] = [];
  const start: number[] = [];
  const end: number[] = [];
  for (let k = 0; k + 1 < corpus.sentenceStart.length; k++) {
    const past = corpus.sentenceStart[k + 1];
    for (let t = corpus.sentenceStart[k]; t < past; ) {
      const name = names
        .get(ids[t])
        ?.find((words) => t + words.length <= past && words.every((id, i) => ids[t + i] === id));
      if (name) {
        sentence.push(k);
        start.push(t);
        end.push(t + name.length);
      }
      t += name?.length ?? 1;
    }
  }
  return {
    count: start.length,
    sentence: Int32Array.from(sentence),
    start: Int32Array.from(start),
    end: Int32Array.from(end),
    label: new Int32Array(start.length),
    labels: ["?"],
  };
}

/** Each segment's words as word ids of `corpus`, by their first, the longest first. */
function namesByFirstWord(corpus: Corpus, sources: readonly Annotated[]): Map<number, Int32Array[]> {
  const idOf = new Map(corpus.words.values.map((word, id) => [word, id]));
  const names = new Map<number, Int32Array[]>();
  const seen = new Set<string>();
  for (const { corpus: source, segments } of sources) {
    for (let i = 0; i < segments.count; i++) {
      const words = source.words.ids
        .subarray(segments.start[i], segments.end[i])
        .map((id) => idOf.get(source.words.values[id]) ?? -1);
      const key = words.join();
      if (words.includes(-1) || seen.has(key)) continue;
      seen.add(key);
      const same = names.get(words[0]);
      if (same) same.push(words);
      else names.set(words[0], [words]);
    }
  }
  for (const list of names.values()) list.sort((a, b) => b.length - a.length);
  return names;
}
