import { createHash } from "node:crypto";
import type { Corpus } from "../../corpus/types.js";
import { isLittleEndian } from "../embeddings/table.js";

/** What a model made of each token of one corpus, for instance a transformer's last hidden layer. */
export interface TokenStates {
  /** The file's name. */
  readonly name: string;
  /** N */
  readonly tokens: number;
  /** D: numbers of a state. */
  readonly dimension: number;
  /** Of a tagger's own: the labels whose log-probabilities follow each state; empty without. */
  readonly labels: readonly string[];
  /** wordsDigest of the corpus that they belong to; of a fold's, of its sentences. */
  readonly corpus: string;
  /** Of a fold's: the numbers of its sentences in the corpus, from 0, as the file says; null where it does not. */
  readonly sentences?: readonly number[] | null;
  /** What made them, as the file says; null where it does not. */
  readonly model: string | null;
  /** SHA-256 (hex) of dimension and values: what a result depends on. */
  readonly digest: string;
  /**
   * The rows of tokens first … first + count − 1, in the corpus's order: D numbers and a log-probability for each label.
   *
   * @throws SeginfError where the file that they lie in has changed
   */
  rows(first: number, count: number): Float32Array;
}

/**
 * SHA-256 (hex) of what states are made from: the tokens in UTF-8, each with a line feed, and another line feed after each
 * sentence, which is what `seginf inspect --tokens` prints. Tags do not count: states stay valid when labels are corrected.
 */
export function wordsDigest(corpus: Pick<Corpus, "words" | "sentenceStart">): string {
  let digest = digests.get(corpus);
  if (digest === undefined) {
    const hash = createHash("sha256");
    for (const sentence of tokenLines(corpus)) hash.update(sentence, "utf8");
    digest = hash.digest("hex");
    digests.set(corpus, digest);
  }
  return digest;
}

const digests = new WeakMap<object, string>();

/** The tokens of a sentence, each with a line feed, and a further one: sentence by sentence. */
export function* tokenLines({ words, sentenceStart }: Pick<Corpus, "words" | "sentenceStart">): Generator<string> {
  for (let k = 0; k + 1 < sentenceStart.length; k++) {
    let text = "";
    for (let t = sentenceStart[k]; t < sentenceStart[k + 1]; t++) text += `${words.values[words.ids[t]]}\n`;
    yield `${text}\n`;
  }
}

/** The digest of states, fed row by row, which is the same on machines of either byte order. */
export class StatesHash {
  private readonly hash = createHash("sha256");

  /** @param labels of log-probabilities that follow each state */
  constructor(dimension: number, labels: readonly string[]) {
    this.hash.update(labels.length === 0 ? `${dimension}\n` : `${dimension} ${JSON.stringify(labels)}\n`);
  }

  add(values: Float32Array): void {
    const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
    this.hash.update(isLittleEndian ? bytes : Buffer.from(bytes).swap32());
  }

  digest(): string {
    return this.hash.digest("hex");
  }
}

/** States that lie in memory. */
export function sealStates({
  values,
  model = null,
  ...states
}: Pick<TokenStates, "name" | "tokens" | "dimension" | "corpus"> & {
  /** N × D, row-major. */
  readonly values: Float32Array;
  readonly model?: string | null;
}): TokenStates {
  const { dimension } = states;
  const hash = new StatesHash(dimension, []);
  hash.add(values);
  return {
    ...states,
    ...{ model, labels: [], digest: hash.digest() },
    rows: (first, count) => values.subarray(first * dimension, (first + count) * dimension),
  };
}
