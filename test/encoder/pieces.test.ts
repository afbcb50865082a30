import { findPeer, type Peer } from "../../src/encoder/peers.js";
import { openTokenizer } from "../../src/encoder/pieces.js";
import { byteLevel, unigram, wordPiece } from "../helpers/tokenizers.js";

const peer = findPeer("@huggingface/tokenizers", process.cwd()) as Peer;
const open = (tokenizer: object, tokenizerConfig: object = {}) =>
  openTokenizer({ tokenizer, tokenizerConfig }, "tokenizer.json", peer);

describe("words become the pieces that a model was trained on", () => {
  it("WordPiece: continuations, special pieces around, one piece for what is unknown or empty", async () => {
    const { pieces, before, after } = await open(wordPiece(["a", "leeds", "play", "##ing", "."]));
    expect([before, after]).toEqual([[1], [2]]);
    expect([pieces("Leeds"), pieces("playing"), pieces("playing.")]).toEqual([[4], [5, 6], [5, 6, 7]]);
    expect([pieces("zebra"), pieces("\u200b"), pieces("\u0000")]).toEqual([[0], [0], [0]]);
  });

  it("byte-level BPE: a word has its blank, as within a text", async () => {
    const tokens = ["Ġ", "a", "h", "i", "hi", "Ġhi", "Ġa"];
    const merges = [
      ["h", "i"],
      ["Ġ", "hi"],
      ["Ġ", "a"],
    ] as const;
    const { pieces, before, after } = await open(byteLevel(tokens, merges));
    expect([before, after]).toEqual([[1], [2]]);
    expect([pieces("hi"), pieces("ha")]).toEqual([[8], [3, 5, 4]]);
  });

  it("SentencePiece: with one blank, whether the tokenizer adds it or not", async () => {
    const vocabulary = [
      ["▁a", -1],
      ["▁hi", -1],
      ["s", -2],
      ["▁", -3],
    ] as const;
    for (const prepend of ["always", "never"] as const) {
      const { pieces, before, after } = await open(unigram(vocabulary, prepend));
      expect([before, after, pieces("hi"), pieces("his"), pieces("\u0394")]).toEqual([[], [], [2], [2, 3], [4, 0]]);
    }
  });

  it("a special piece that is a word of the corpus is what the tokenizer makes of it", async () => {
    const { pieces } = await open(wordPiece(["a"]));
    expect(pieces("[SEP]")).toEqual([2]);
  });

  it("refuses what is no tokenizer in one line", async () => {
    for (const wrong of [{}, { model: { type: "Rune" } }, { ...wordPiece(["b"]), model: { type: "WordPiece" } }]) {
      await expect(open(wrong)).rejects.toThrow(
        /^tokenizer\.json: the tokenizer cannot be read: [^\n]+; save it again with a fast tokenizer, or update [^\n]+$/,
      );
    }
  });
});
