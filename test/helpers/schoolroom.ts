import { random } from "./random.js";
import type { Tiny } from "./tiny.js";

/**
 * A small corpus that can be learnt, with wrong labels in it: every word has two features (its own and its class's)
 * and a habitual label, labels follow on one another, and some are drawn anew. Features overlap between sentences, as
 * words do, so that one segment bears on another.
 *
 * Sentences of three to six tokens; groups are the word, the word before and the word after.
 */
export function schoolroom(seed: number, sentences: number, labels: number): Tiny {
  const next = random(seed);
  const pick = (n: number) => Math.floor(next() * n);
  const words = 24;
  const classes = 6;
  const pads = words;
  const usual = Array.from({ length: words }, (_, w) => (w < words / 2 ? 0 : w % labels));
  const lengths = Array.from({ length: sentences }, () => 3 + pick(4));
  const text = lengths.map((length) => Array.from({ length }, () => Math.floor(words * next() ** 1.5)));
  const gold = text.flatMap((tokens) => {
    let before = 0;
    return tokens.map((word) => {
      const label = next() < 0.12 ? pick(labels) : before > 0 && next() < 0.3 ? before : usual[word];
      before = label;
      return label;
    });
  });
  // A group's blocks: each word, then the pad. A block has the features (group, word) and (group, class of the word).
  const perGroup = words + classes + 1;
  const blockStart = [0];
  const blockFeatures: number[] = [];
  for (let g = 0; g < 3; g++) {
    for (let w = 0; w <= words; w++) {
      blockFeatures.push(g * perGroup + w);
      if (w < pads) blockFeatures.push(g * perGroup + words + 1 + (w % classes));
      blockStart.push(blockFeatures.length);
    }
  }
  const block = (g: number, word: number | undefined) => g * (words + 1) + (word ?? pads);
  const tokenBlocks = text.flatMap((tokens) =>
    tokens.flatMap((word, i) => [block(0, word), block(1, tokens[i - 1]), block(2, tokens[i + 1])]),
  );
  const sentenceStart = [0];
  for (const length of lengths) sentenceStart.push(sentenceStart[sentenceStart.length - 1] + length);
  return {
    encoded: {
      tokens: gold.length,
      groups: 3,
      tokenBlocks: Int32Array.from(tokenBlocks),
      blockStart: Int32Array.from(blockStart),
      blockFeatures: Int32Array.from(blockFeatures),
    },
    features: 3 * perGroup,
    labels,
    sentenceStart: Int32Array.from(sentenceStart),
    gold: Int32Array.from(gold),
    weight: new Float64Array(sentences).fill(1),
  };
}
