import { createHash } from "node:crypto";
import type { Corpus } from "../../corpus/types.js";
import { SeginfError } from "../../errors.js";
import { type TokenStates, tokenLines } from "./table.js";

/**
 * The sentences that each fold holds, in its own order: those that its file numbers, or where no file does, parts of the
 * corpus that follow one another in the order of the folds' numbers.
 *
 * @throws SeginfError where a sentence is in no fold or in several, or a fold's states are those of other tokens
 */
export function sentencesOfFolds(corpus: Corpus, folds: readonly TokenStates[]): readonly (readonly number[])[] {
  const isListed = folds.some(({ sentences }) => sentences != null);
  const sentences = isListed ? listedSentences(corpus, folds) : consecutiveSentences(corpus, folds);
  folds.forEach((states, fold) => {
    requireTokens(corpus, states, fold, sentences[fold]);
  });
  return sentences;
}

function listedSentences(corpus: Corpus, folds: readonly TokenStates[]): readonly (readonly number[])[] {
  const count = corpus.sentenceStart.length - 1;
  const foldOf = new Int32Array(count).fill(-1);
  const listed = folds.map(({ name, sentences }, fold) => {
    const place = { file: name };
    if (sentences == null) {
      const hint = 'write their numbers from 0 on to the metadata of each fold, as "sentences"';
      throw new SeginfError("it does not say which sentences it holds, and another fold does", place, hint);
    }
    for (const k of sentences) {
      if (k >= count) {
        throw new SeginfError(`it holds sentence ${k}, and ${corpus.name} has ${count}`, place, "count them from 0");
      }
      if (foldOf[k] >= 0) {
        const where = foldOf[k] === fold ? "twice in it" : `in fold ${foldOf[k]} as well`;
        throw new SeginfError(`${sentenceAt(corpus, k)} is ${where}`, place, "put each sentence into one fold");
      }
      foldOf[k] = fold;
    }
    return sentences;
  });
  const left = foldOf.indexOf(-1);
  if (left < 0) return listed;
  const what = `${sentenceAt(corpus, left)} is in no fold`;
  throw new SeginfError(what, { file: corpus.name }, "put each sentence into one fold");
}

function consecutiveSentences(corpus: Corpus, folds: readonly TokenStates[]): readonly (readonly number[])[] {
  const { sentenceStart } = corpus;
  const tokens = corpus.words.ids.length;
  const total = folds.reduce((sum, states) => sum + states.tokens, 0);
  if (total !== tokens) {
    const what = `its folds hold the states of ${total} tokens, and it has ${tokens}`;
    throw new SeginfError(what, { file: corpus.name }, "put each sentence into one fold");
  }
  let [k, token] = [0, 0];
  return folds.map((states) => {
    const first = k;
    token += states.tokens;
    while (sentenceStart[k] < token) k++;
    if (sentenceStart[k] !== token) {
      const what = `the fold ends within ${sentenceAt(corpus, k - 1)}`;
      const hint =
        'folds follow one another as their numbers do; write the numbers of others\' sentences as "sentences"';
      throw new SeginfError(what, { file: states.name }, hint);
    }
    return Array.from({ length: k - first }, (_, i) => first + i);
  });
}

const sentenceAt = ({ lines, sentenceStart, name }: Corpus, k: number): string =>
  `sentence ${k} (${name}:${lines[sentenceStart[k]]})`;

/** @throws SeginfError where a fold's digest is that of other tokens */
function requireTokens(corpus: Corpus, states: TokenStates, fold: number, sentences: readonly number[]): void {
  const bounds = corpus.sentenceStart;
  const tokens = sentences.reduce((sum, k) => sum + bounds[k + 1] - bounds[k], 0);
  const hash = createHash("sha256");
  for (const k of sentences) {
    const one = { words: corpus.words, sentenceStart: bounds.subarray(k, k + 2) };
    for (const text of tokenLines(one)) hash.update(text, "utf8");
  }
  const digest = hash.digest("hex");
  if (digest === states.corpus && tokens === states.tokens) return;
  const what = `the states are not those of the tokens of fold ${fold} of ${corpus.name}`;
  const hint = `make them from its ${sentences.length} sentences, whose SHA-256 is ${digest}`;
  throw new SeginfError(what, { file: states.name }, hint);
}
