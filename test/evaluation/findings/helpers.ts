import type { Scheme } from "../../../src/corpus/types.js";
import { errorsBetween } from "../../../src/evaluation/findings/errors.js";
import type { Finding } from "../../../src/findings/report.js";
import { readChunks } from "../../corpus/helpers.js";
import { sampleFinding } from "../../report/sample.js";

/** "a/O b/B-X | c/O" as a corpus of two sentences. */
export function corpusOf(text: string) {
  const sentences = text.split(" | ").map((sentence) => sentence.split(" ").map((token) => token.split("/")));
  const rows = sentences.map((tokens) => `${tokens.map(([word, tag]) => `${word}\t${tag}\n`).join("")}\n`).join("");
  return readChunks([Buffer.from(rows)]);
}

export const errorsOf = (train: string, gold: string, scheme: Scheme = "BIO") =>
  errorsBetween(corpusOf(train), corpusOf(gold), scheme);

/** A finding about the tokens [start, end) of a sentence. */
export function findingAt(start: number, end: number, tokens: string, changes: Partial<Finding> = {}): Finding {
  const sentence = changes.sentence ?? 0;
  return sampleFinding({ sentence, start, end, tokens: tokens.split(" "), replacement: null, ...changes });
}
