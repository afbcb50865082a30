// A corpus as other packages take it: for each sentence its tags, and each token's features by name.
import { writeFileSync } from "node:fs";
import { collect } from "../../dist/features/encode.js";
import { defaultTemplates } from "../../dist/features/templates.js";

/** Writes a JSON object a line for each sentence: {"tags": […], "items": [[feature, …], …]}, with seginf's default features. */
export function writeFeatures(file, corpus) {
  const { space, encoded } = collect(corpus, defaultTemplates, 1);
  const names = Array.from({ length: space.size }, (_, feature) => space.name(feature));
  const lines = [];
  eachSentence(corpus, encoded, names, (items, start, end) => {
    const tags = Array.from(corpus.tags.ids.subarray(start, end), (id) => corpus.tags.values[id]);
    lines.push(JSON.stringify({ tags, items }));
  });
  writeFileSync(file, `${lines.join("\n")}\n`);
}

/** Gives each sentence's tokens as lists of feature names. */
export function eachSentence(corpus, { tokenBlocks, groups, blockStart, blockFeatures }, names, use) {
  for (let k = 0; k + 1 < corpus.sentenceStart.length; k++) {
    const items = [];
    for (let t = corpus.sentenceStart[k]; t < corpus.sentenceStart[k + 1]; t++) {
      const item = [];
      for (const block of tokenBlocks.subarray(t * groups, (t + 1) * groups)) {
        for (let i = blockStart[block]; i < blockStart[block + 1]; i++) item.push(names[blockFeatures[i]]);
      }
      items.push(item);
    }
    use(items, corpus.sentenceStart[k], corpus.sentenceStart[k + 1]);
  }
}
