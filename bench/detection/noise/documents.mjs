// What the generators of annotation noise share: copies, tags, counting wrong tokens, and hitting a share of them.
// Documents are {id, sentences: [{words, segments: [{start, end, label}]}]}, as in ../corpus.mjs.
import { shuffled } from "../random.mjs";

const BISECTIONS = 14;

export function copyOf(documents) {
  return documents.map(({ id, sentences }) => ({
    id,
    sentences: sentences.map(({ words, segments }) => ({ words, segments: segments.map((one) => ({ ...one })) })),
  }));
}

export const sentencesOf = (documents) => documents.flatMap(({ sentences }) => sentences);

export const countTokens = (documents) => sentencesOf(documents).reduce((sum, { words }) => sum + words.length, 0);

export const labelsOf = (documents) =>
  [...new Set(sentencesOf(documents).flatMap(({ segments }) => segments.map(({ label }) => label)))].sort();

/** Of each token, the segment's label and whether it opens one: two tokens are tagged alike if these are equal. */
export function keysOf({ words, segments }) {
  const keys = new Array(words.length).fill("O");
  for (const { start, end, label } of segments)
    for (let i = start; i < end; i++) keys[i] = `${i === start ? "B" : "I"}-${label}`;
  return keys;
}

/** Tokens of a sentence that two annotations tag differently. */
export function differences(one, other) {
  const keys = keysOf(other);
  return keysOf(one).reduce((sum, key, i) => sum + (key === keys[i] ? 0 : 1), 0);
}

/** Tokens of a corpus that two annotations tag differently. */
export function countWrong(clean, noisy) {
  const others = sentencesOf(noisy);
  return sentencesOf(clean).reduce((sum, sentence, k) => sum + differences(sentence, others[k]), 0);
}

/** How many wrong tokens a share is: one at least. */
export const wrongTarget = (documents, rate) => Math.max(1, Math.round(rate * countTokens(documents)));

/**
 * `clean` with documents of `other`, the same sentences annotated in another way, in random order until so many tokens
 * differ; of the last document only as many sentences as it takes.
 */
export function blend(clean, other, target, random) {
  const documents = copyOf(clean);
  let wrong = 0;
  for (const d of shuffled([...clean.keys()], random)) {
    for (let s = 0; s < clean[d].sentences.length && wrong < target; s++) {
      const segments = other[d].sentences[s].segments.map((one) => ({ ...one }));
      wrong += differences(clean[d].sentences[s], { ...clean[d].sentences[s], segments });
      documents[d].sentences[s].segments = segments;
    }
    if (wrong >= target) break;
  }
  return documents;
}

/**
 * The least of a growing amount of noise with so many wrong tokens: `make(x)` for x in (0, 1], by bisection. `make(1)` where
 * even that has fewer. Noise need not grow evenly: of all that were made, the one with the fewest wrong tokens beyond.
 */
export function leastReaching(clean, target, make) {
  let [low, high] = [0, 1];
  let best = { made: make(1), wrong: Infinity };
  if (countWrong(clean, best.made) < target) return best.made;
  for (let step = 0; step < BISECTIONS; step++) {
    const middle = (low + high) / 2;
    const made = make(middle);
    const wrong = countWrong(clean, made);
    if (wrong < target) low = middle;
    else high = middle;
    if (wrong >= target && wrong < best.wrong) best = { made, wrong };
  }
  return best.made;
}

/** Whole documents in random order, with so many sentences in all; the last is cut. The first n of more are the same. */
export function takeSentences(documents, count, seed) {
  const taken = [];
  let left = count;
  for (const { id, sentences } of shuffled(documents, seed)) {
    if (left <= 0) break;
    taken.push({ id, sentences: sentences.slice(0, left) });
    left -= sentences.length;
  }
  return taken;
}
