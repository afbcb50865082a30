import fc from "fast-check";
import { type FoldStates, joinFolds } from "../../../src/features/states/folds.js";
import { sealStates, type TokenStates, wordsDigest } from "../../../src/features/states/table.js";
import { corpusOf } from "../../helpers/corpora.js";
import { random, uniformVector } from "../../helpers/random.js";

const SENTENCES = ["a/O b/O", "c/O", "d/O e/O f/O", "g/O", "a/O b/O", "h/O i/O"];
const corpus = corpusOf(...SENTENCES);
const [N, D] = [corpus.words.ids.length, 3];
const values = Float32Array.from(uniformVector(N * D, random(3), 1));
const whole = sealStates({ name: "whole", tokens: N, dimension: D, values, corpus: wordsDigest(corpus) });

/** The states of some sentences, in this order. */
function foldOf(fold: number, sentences: readonly number[], listed = true): FoldStates {
  const text = corpusOf(...sentences.map((k) => SENTENCES[k]));
  const rows = sentences.flatMap((k) =>
    Array.from(values.subarray(corpus.sentenceStart[k] * D, corpus.sentenceStart[k + 1] * D)),
  );
  const [name, tokens] = [`f${fold}`, text.words.ids.length];
  const states = sealStates({ name, tokens, dimension: D, values: Float32Array.from(rows), corpus: wordsDigest(text) });
  return { fold, states: { ...states, sentences: listed ? sentences : null } };
}

it("joins parts that follow one another, given in any order, to the states of the whole", () => {
  const folds = [foldOf(1, [2, 3], false), foldOf(0, [0, 1], false), foldOf(2, [4, 5], false)];
  const joined = joinFolds(corpus, folds);
  expect(joined).toMatchObject({ name: "f0, f1, f2", tokens: N, dimension: D, digest: whole.digest, model: null });
  expect(joined.corpus).toBe(whole.corpus);
});

it("joins any parting, and reads any rows of it", () => {
  const parting = fc.tuple(
    fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 6, maxLength: 6 }),
    fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }),
    fc.integer({ min: 0, max: N }),
    fc.integer({ min: 0, max: N }),
  );
  fc.assert(
    fc.property(parting, ([numbers, order, a, b]) => {
      const folds = [0, 1, 2].map((fold) => order.filter((k) => numbers[k] === fold));
      fc.pre(folds.every((own) => own.length > 0));
      const joined = joinFolds(
        corpus,
        folds.map((own, fold) => foldOf(fold, own)),
      );
      expect(joined.digest).toBe(whole.digest);
      const [first, count] = [Math.min(a, b), Math.abs(a - b)];
      expect(joined.rows(first, count)).toEqual(whole.rows(first, count));
    }),
  );
});

it("says which model made all of them, where one did", () => {
  const folds = [foldOf(0, [0, 1, 2]), foldOf(1, [3, 4, 5])];
  const of = (models: readonly string[]) =>
    joinFolds(
      corpus,
      folds.map(({ fold, states }, i) => ({ fold, states: { ...states, model: models[i] } })),
    ).model;
  expect(of(["m", "m"])).toBe("m");
  expect(of(["m", "n"])).toBeNull();
});

const changed = ({ fold, states }: FoldStates, change: Partial<TokenStates>): FoldStates => ({
  fold,
  states: { ...states, ...change },
});

it.each<[string, readonly FoldStates[], RegExp]>([
  ["one", [foldOf(0, [0, 1, 2, 3, 4, 5])], /: fold 0 is the only one; give a file for each fold: --states fold0=/],
  ["a number missing", [foldOf(0, [0, 1, 2]), foldOf(2, [3, 4, 5])], /: there is no fold 1; give a file/],
  ["a number twice", [foldOf(1, [0, 1, 2]), foldOf(1, [3, 4, 5])], /^f1: fold 1 is f1 as well; give each fold one/],
  [
    "a sentence in two",
    [foldOf(0, [0, 1, 2]), foldOf(1, [2, 3, 4, 5])],
    /^f1: sentence 2 \(.*:6\) is in fold 0 as well/,
  ],
  [
    "a sentence twice",
    [foldOf(0, [0, 1, 2]), foldOf(1, [3, 4, 5, 3])],
    /^f1: sentence 3 \(.*:10\) is twice in it; put/,
  ],
  ["a sentence in none", [foldOf(0, [0, 1, 2]), foldOf(1, [3, 5])], /: sentence 4 \(.*:12\) is in no fold; put each/],
  [
    "a sentence beyond the end",
    [foldOf(0, [0, 1, 2]), changed(foldOf(1, [3, 4, 5]), { sentences: [3, 4, 6] })],
    /^f1: it holds sentence 6, and .* has 6; count them from 0$/,
  ],
  ["numbers in some", [foldOf(0, [0, 1, 2]), foldOf(1, [3, 4, 5], false)], /^f1: it does not say which sentences it/],
  [
    "too few tokens",
    [foldOf(0, [0, 1, 2], false), foldOf(1, [3, 4], false)],
    /folds hold the states of 9 tokens, and it has 11; put/,
  ],
  [
    "a part of a sentence",
    [changed(foldOf(0, [0, 2], false), {}), foldOf(1, [1, 3, 4, 5], false)],
    /^f0: the fold ends within sentence 2 \(.*:6\); folds follow/,
  ],
  [
    "other numbers",
    [foldOf(0, [0, 1]), changed(foldOf(1, [2, 3, 4, 5]), { dimension: 4 })],
    /^f1: states of 4 numbers, where those of f0 have 3; make/,
  ],
  [
    "other labels",
    [foldOf(0, [0, 1]), changed(foldOf(1, [2, 3, 4, 5]), { labels: ["O"] })],
    /^f1: its logits are of other labels than those of f0; make/,
  ],
  [
    "the wrong order",
    [foldOf(1, [0, 1, 2], false), foldOf(0, [3, 4, 5], false)],
    /^f0: the fold ends within sentence 2/,
  ],
  [
    "other tokens",
    [foldOf(0, [0, 1, 2]), changed(foldOf(1, [3, 4, 5]), { sentences: [3, 5, 4] })],
    /^f1: the states are not those of the tokens of fold 1 of .*; make them from its 3 sentences, whose SHA-256 is [0-9a-f]{64}$/,
  ],
])("refuses %s", (_name, folds, message) => {
  expect(() => joinFolds(corpus, folds)).toThrow(message);
});
