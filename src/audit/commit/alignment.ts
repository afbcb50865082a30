import type { Column, Corpus } from "../../corpus/types.js";

/** Which sentences two versions of a corpus have in common. */
export interface Alignment {
  /** Of each sentence now its number before; −1 for one that has changed or is new. */
  readonly before: Int32Array;
  /** Of each sentence before its number now; −1 for one that has changed or is gone. */
  readonly now: Int32Array;
}

/**
 * Pairs the sentences that have not changed with those of the version before that hold the same, the first with the first.
 *
 * @param isChanged of a sentence now; one that the version before does not hold has changed in any case
 */
export function align(now: Corpus, before: Corpus, isChanged: (sentence: number) => boolean): Alignment {
  const waiting = new Map<string, number[]>();
  const [texts, earlier] = [contents(now), contents(before)];
  earlier.forEach((text, k) => {
    const places = waiting.get(text);
    if (places) places.push(k);
    else waiting.set(text, [k]);
  });
  for (const places of waiting.values()) places.reverse();
  const alignment = { before: new Int32Array(texts.length).fill(-1), now: new Int32Array(earlier.length).fill(-1) };
  texts.forEach((text, k) => {
    const same = isChanged(k) ? undefined : waiting.get(text)?.pop();
    if (same === undefined) return;
    alignment.before[k] = same;
    alignment.now[same] = k;
  });
  return alignment;
}

/** What a tagger sees of each sentence. No word holds a line break. */
function contents({ words, tags, columns, sentenceStart }: Corpus): string[] {
  const all: Column[] = [
    words,
    ...(tags ? [tags] : []),
    ...[...columns].sort(([a], [b]) => a - b).map(([, own]) => own),
  ];
  return Array.from(sentenceStart.subarray(1), (end, k) =>
    all
      .map(({ values, ids }) => Array.from(ids.subarray(sentenceStart[k], end), (id) => values[id]).join("\n"))
      .join("\n\n"),
  );
}
