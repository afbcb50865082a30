import type { Corpus } from "../corpus/types.js";

/** Whether every sentence of a corpus, and there are some, stands in another one with the same labels. */
export function isContained(inner: Corpus, outer: Corpus): boolean {
  const missing = new Set<string>();
  const begins = new Set<string>();
  for (let k = 0; k + 1 < inner.sentenceStart.length; k++) {
    missing.add(sentenceText(inner, k));
    begins.add(beginning(inner, k));
  }
  for (let k = 0; k + 1 < outer.sentenceStart.length && missing.size > 0; k++) {
    // Most sentences are ruled out by less than their text.
    if (begins.has(beginning(outer, k))) missing.delete(sentenceText(outer, k));
  }
  return missing.size === 0;
}

function bounds({ sentenceStart }: Corpus, k: number): readonly [start: number, end: number] {
  return [sentenceStart[k] ?? 0, sentenceStart[k + 1] ?? 0];
}

/** Its number of tokens and its first word. */
function beginning(corpus: Corpus, k: number): string {
  const [start, end] = bounds(corpus, k);
  return `${end - start} ${corpus.words.values[corpus.words.ids[start] ?? 0]}`;
}

/** Words and labels: neither holds a tab or a line feed. */
function sentenceText(corpus: Corpus, k: number): string {
  const [start, end] = bounds(corpus, k);
  const { words, tags } = corpus;
  const row = (_: unknown, i: number) => {
    const [word = 0, tag = 0] = [words.ids[start + i], tags?.ids[start + i]];
    return `${words.values[word]}\t${tags?.values[tag] ?? ""}`;
  };
  return Array.from({ length: end - start }, row).join("\n");
}
