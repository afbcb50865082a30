import { createHash } from "node:crypto";
import type { Corpus } from "./types.js";

/**
 * Parts the sentences into folds, whole documents together where the corpus marks documents. Which fold a document is in
 * depends on its words alone, not on where it stands, and documents (sentences) of the same words share one, so that no
 * fold is tested on what the others hold word for word. Folds are as large as going through the documents in the order of
 * their digests and filling the smallest makes them.
 *
 * @returns the fold of each sentence, 0 … folds − 1; length K
 */
export function foldsOf(corpus: Corpus, folds: number): Int32Array {
  const units = digested(corpus, corpus.documentIds.length >= folds);
  const size = new Float64Array(folds);
  const foldOf = new Map<string, number>();
  const tokens = new Map<string, number>();
  const { sentenceStart } = corpus;
  units.forEach((digest, k) => {
    tokens.set(digest, (tokens.get(digest) ?? 0) + sentenceStart[k + 1] - sentenceStart[k]);
  });
  for (const digest of [...tokens.keys()].sort()) {
    const smallest = size.indexOf(Math.min(...size));
    size[smallest] += tokens.get(digest) as number;
    foldOf.set(digest, smallest);
  }
  return Int32Array.from(units, (digest) => foldOf.get(digest) as number);
}

/** Of each sentence, a digest of its document's words, or of its own where it is in none. */
function digested(corpus: Corpus, byDocument: boolean): string[] {
  const { words, sentenceStart, documents } = corpus;
  const texts = Array.from(documents, (_, k) =>
    JSON.stringify(Array.from(words.ids.subarray(sentenceStart[k], sentenceStart[k + 1]), (id) => words.values[id])),
  );
  const whole = new Map<number, string>();
  if (byDocument) {
    texts.forEach((text, k) => {
      if (documents[k] >= 0) whole.set(documents[k], `${whole.get(documents[k]) ?? ""}\n${text}`);
    });
  }
  const known = new Map<string, string>();
  return texts.map((text, k) => {
    const unit = whole.get(byDocument ? documents[k] : -1) ?? text;
    let digest = known.get(unit);
    if (digest === undefined) {
      digest = createHash("sha256").update(unit).digest("hex");
      known.set(unit, digest);
    }
    return digest;
  });
}
