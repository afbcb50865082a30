import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { textSource } from "./generator.mjs";

/**
 * Writes DIR/reference.conll and DIR/train.conll. The reference is made first, from the same source, so a longer training
 * file begins with a shorter one of the same seed.
 *
 * @returns counts of the training file
 */
export function generate(directory, { tokens, reference = 25_000, seed = 1, errors = 0.03 }) {
  mkdirSync(directory, { recursive: true });
  const sentence = textSource(seed);
  write(join(directory, "reference.conll"), reference, () => sentence(0));
  return write(join(directory, "train.conll"), tokens, () => sentence(errors));
}

function write(path, tokens, sentence) {
  const file = openSync(path, "w");
  const frequency = new Map();
  const counts = { tokens: 0, sentences: 0, segments: 0, capitals: 0 };
  let text = "";
  while (counts.tokens < tokens) {
    for (const [word, tag] of sentence()) {
      text += `${word}\t${tag}\n`;
      frequency.set(word, (frequency.get(word) ?? 0) + 1);
      counts.tokens++;
      if (tag[0] === "B") counts.segments++;
      if (/^\p{Lu}/u.test(word)) counts.capitals++;
    }
    text += "\n";
    counts.sentences++;
    if (text.length > 1 << 20) {
      writeSync(file, text);
      text = "";
    }
  }
  writeSync(file, text);
  closeSync(file);
  const hapaxes = [...frequency.values()].filter((count) => count === 1).length;
  return { ...counts, types: frequency.size, hapaxes };
}
