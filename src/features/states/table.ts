import { createHash } from "node:crypto";
import type { Corpus } from "../../corpus/types.js";
import { isLittleEndian } from "../embeddings/table.js";

/** What a model made of each token of one corpus, for instance a transformer's last hidden layer. */
export interface TokenStates {
  /** The file's name. */
  readonly name: string;
  readonly tokens: number;
  readonly dimension: number;
  /** N × D, row-major: the state of each token, in the corpus's order. */
  readonly values: Float32Array;
  /** wordsDigest of the corpus that they belong to. */
  readonly corpus: string;
  /** SHA-256 (hex) of dimension and values: what a result depends on. */
  readonly digest: string;
}

/**
 * SHA-256 (hex) of what states are made from: the tokens in UTF-8, each with a line feed, and another line feed after each
 * sentence. Tags do not count: states stay valid when labels are corrected.
 */
export function wordsDigest({ words, sentenceStart }: Pick<Corpus, "words" | "sentenceStart">): string {
  const hash = createHash("sha256");
  for (let k = 0; k + 1 < sentenceStart.length; k++) {
    let text = "";
    for (let t = sentenceStart[k]; t < sentenceStart[k + 1]; t++) text += `${words.values[words.ids[t]]}\n`;
    hash.update(`${text}\n`, "utf8");
  }
  return hash.digest("hex");
}

/** States with their digest, which is the same on every machine of either byte order. */
export function sealStates(states: Omit<TokenStates, "digest">): TokenStates {
  const { dimension, values } = states;
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  const hash = createHash("sha256").update(`${dimension}\n`);
  hash.update(isLittleEndian ? bytes : Buffer.from(bytes).swap32());
  return { ...states, digest: hash.digest("hex") };
}
