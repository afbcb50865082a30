import type { Corpus } from "../corpus/types.js";
import { SeginfError } from "../errors.js";
import { sealStates, type TokenStates, wordsDigest } from "../features/states/table.js";
import { batchesOf } from "./batches.js";
import type { WordTokenizer } from "./pieces.js";
import { type Pool, poolPieces } from "./pooling.js";
import type { Batch, Session } from "./runtime.js";
import { type Window, windowsOf } from "./windows.js";

/**
 * Numbers that processors work on at once, at most. Of an array of another length the last ones are computed in another
 * way, with other last digits, and where the array ends follows from the batch: sentences are alone in it then.
 */
const LANES = 16;

export interface EncodeOptions {
  /** What messages and reports call the encoder. */
  readonly name: string;
  /** What the states say that they are of. */
  readonly model?: string | undefined;
  readonly pool: Pool;
  /** Pieces that the model reads at once, special ones included. */
  readonly longest: number;
  /** Pieces in a batch, about; results do not depend on it. */
  readonly batch?: number | undefined;
  /** Told how many tokens of the corpus have been read. */
  readonly onTokens?: ((done: number) => void) | undefined;
}

/**
 * What a model makes of each token of a corpus, sentence by sentence: its state depends on the sentence and on nothing
 * else.
 *
 * @throws SeginfError where the model fails or gives what is not a number
 */
export async function encodeCorpus(
  corpus: Corpus,
  tokenizer: WordTokenizer,
  session: Session,
  { name, model, pool, longest, batch, onTokens }: EncodeOptions,
): Promise<TokenStates> {
  const { words, sentenceStart } = corpus;
  const { before, after } = tokenizer;
  const most = longest - before.length - after.length;
  if (most < 1) throw new SeginfError(`it reads ${longest} pieces at once`, { file: name }, "check its config.json");
  const piecesOfWord = words.values.map((word) => tokenizer.pieces(word).slice(0, most));
  const piecesOf = (token: number): readonly number[] => piecesOfWord[words.ids[token]];
  const windows: Window[] = [];
  for (let k = 0; k + 1 < sentenceStart.length; k++) {
    windows.push(...windowsOf(sentenceStart[k], sentenceStart[k + 1], (token) => piecesOf(token).length, most));
  }

  const sequences = windows.map(({ start, end }) => [...before, ...pieces(start, end, piecesOf), ...after]);
  const lengths = sequences.map((sequence) => sequence.length);
  const batchOf = (group: readonly number[]): Batch => ({
    ids: Int32Array.from(group.flatMap((w) => sequences[w])),
    rows: group.length,
    length: lengths[group[0]],
  });
  const first = lengths.findIndex((length) => length > 0);
  if (first < 0) {
    const what = `its tokenizer has no piece for any token of ${corpus.name}`;
    throw new SeginfError(what, { file: name }, "check that tokenizer.json belongs to this model");
  }
  const { dimension } = await session.run(batchOf([first]));
  const isAlone = session.isAlone || dimension % LANES !== 0;
  const N = words.ids.length;
  const values = new Float32Array(N * dimension);
  let done = 0;
  for (const group of batchesOf(lengths, isAlone ? 1 : batch)) {
    const states = await session.run(batchOf(group));
    group.forEach((w, row) => {
      const { start, from, to } = windows[w];
      let piece = row * lengths[w] + before.length + pieces(start, from, piecesOf).length;
      for (let t = from; t < to; t++) {
        const count = piecesOf(t).length;
        const out = values.subarray(t * dimension, (t + 1) * dimension);
        poolPieces(states.values, piece, count, pool, out);
        if (!out.every(Number.isFinite)) {
          const what = `the encoder's state of token ${t + 1} of ${corpus.name} holds what is not a number`;
          throw new SeginfError(what, { file: name }, "export the model in float32");
        }
        piece += count;
      }
      done += to - from;
    });
    onTokens?.(done);
  }
  return sealStates({ name, model: model ?? null, tokens: N, dimension, values, corpus: wordsDigest(corpus) });
}

/** The pieces of tokens start … end − 1. */
function pieces(start: number, end: number, piecesOf: (token: number) => readonly number[]): readonly number[] {
  const found: number[] = [];
  for (let t = start; t < end; t++) found.push(...piecesOf(t));
  return found;
}
