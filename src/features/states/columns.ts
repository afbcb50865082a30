import type { Corpus } from "../../corpus/types.js";
import { SeginfError } from "../../errors.js";
import type { Encoded } from "../encode.js";
import { type DenseMatrix, scaleTo, VECTOR_LENGTH } from "../vectors.js";
import { type TokenStates, wordsDigest } from "./table.js";

/**
 * The dense columns of a corpus's own states. Unlike word vectors, whose row is that of a word, each token has a row and
 * hence a block: the states are one more group, of N blocks that hold their row column and nothing else.
 *
 *     X = [B | I] · [Φ 0; 0 E]
 *
 * Each state is brought to VECTOR_LENGTH, so that λ means the same for any model.
 *
 * @returns the matrix with that group, and its dense part
 * @throws SeginfError where the states are of other text
 */
export function stateColumns(
  corpus: Corpus,
  encoded: Encoded,
  states: TokenStates,
): { readonly encoded: Encoded; readonly dense: DenseMatrix } {
  requireStatesOf(corpus, states);
  const { tokens: N, groups: G, tokenBlocks, blockStart } = encoded;
  const blocks = blockStart.length - 1;
  const wider = new Int32Array(N * (G + 1));
  const columnOf = new Int32Array(blocks + N).fill(-1);
  for (let t = 0; t < N; t++) {
    wider.set(tokenBlocks.subarray(t * G, (t + 1) * G), t * (G + 1));
    wider[t * (G + 1) + G] = blocks + t;
    columnOf[blocks + t] = t;
  }
  const start = new Int32Array(blocks + N + 1).fill(encoded.blockFeatures.length);
  start.set(blockStart);
  const { dimension } = states;
  const rows = Float64Array.from(states.values);
  for (let t = 0; t < N; t++) scaleTo(VECTOR_LENGTH, rows.subarray(t * dimension, (t + 1) * dimension));
  return {
    encoded: { ...encoded, groups: G + 1, tokenBlocks: wider, blockStart: start },
    dense: { dimension, offsets: 1, rows, columnOf },
  };
}

/** The digest is looked at first: it alone tells other text of as many tokens. */
function requireStatesOf(corpus: Corpus, { name, corpus: digest, tokens }: TokenStates): void {
  const N = corpus.words.ids.length;
  const hint = "make the states again from this file";
  if (digest !== wordsDigest(corpus)) {
    throw new SeginfError(`the states are not those of the tokens of ${corpus.name}`, { file: name }, hint);
  }
  if (tokens !== N) {
    throw new SeginfError(`${tokens} states for the ${N} tokens of ${corpus.name}`, { file: name }, hint);
  }
}
