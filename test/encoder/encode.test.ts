import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeCorpus } from "../../src/encoder/encode.js";
import { openOnnx } from "../../src/encoder/onnx/session.js";
import { findPeer, type Peer } from "../../src/encoder/peers.js";
import { openTokenizer, type WordTokenizer } from "../../src/encoder/pieces.js";
import type { Batch, Session } from "../../src/encoder/runtime.js";
import { wordsDigest } from "../../src/features/states/table.js";
import { corpusOf } from "../helpers/corpora.js";
import { type GraphParts, model, node, tensor, tinyEncoder, weights } from "../helpers/onnx.js";
import { wordPiece } from "../helpers/tokenizers.js";

const WORDS = ["a", "leeds", "play", "##ing", ".", "in", "won", "##s"];
const WIDTH = 6;
const corpus = corpusOf(
  ...["Leeds/B-ORG won/O ./O", "Playing/O in/O Leeds/B-LOC ./O", "A/O play/O", "Plays/O", "Zebra/O won/O", "A/O won/O"],
);

/** States are the pieces' own numbers and their places, so that it can be read off which ones were pooled. */
const counting: Session = {
  isAlone: false,
  run: async ({ ids, rows, length }: Batch) => {
    const values = new Float32Array(2 * rows * length);
    ids.forEach((id, i) => {
      values[2 * i] = id;
      values[2 * i + 1] = i % length;
    });
    return { dimension: 2, values };
  },
  close: async () => {},
};

let directory: string;
let tokenizer: WordTokenizer;
const web = findPeer("onnxruntime-web", process.cwd()) as Peer;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "seginf-encode-"));
  const peer = findPeer("@huggingface/tokenizers", process.cwd()) as Peer;
  tokenizer = await openTokenizer({ tokenizer: wordPiece(WORDS), tokenizerConfig: {} }, "tokenizer.json", peer);
});
afterAll(() => rmSync(directory, { recursive: true }));

const settings = { name: "tiny", pool: "mean", longest: 64 } as const;
const rowsOf = (states: Awaited<ReturnType<typeof encodeCorpus>>): number[][] =>
  Array.from({ length: states.tokens }, (_, t) => [...states.rows(t, 1)]);

describe("the states of tokens", () => {
  it("are the means of their pieces', special pieces aside", async () => {
    const states = await encodeCorpus(corpus, tokenizer, counting, settings);
    expect(states).toMatchObject({ name: "tiny", tokens: 14, dimension: 2, corpus: wordsDigest(corpus) });
    expect(rowsOf(states).slice(0, 7)).toEqual([
      [4, 1],
      [9, 2],
      [7, 3],
      [5.5, 1.5],
      [8, 3],
      [4, 4],
      [7, 5],
    ]);
  });

  it("are those of first pieces where it is asked for", async () => {
    const states = await encodeCorpus(corpus, tokenizer, counting, { ...settings, pool: "first" });
    expect(rowsOf(states)[3]).toEqual([5, 1]);
  });

  it("come from overlapping windows where a sentence is longer than the model reads", async () => {
    const long = corpusOf(Array.from({ length: 12 }, () => "a/O").join(" "));
    const states = await encodeCorpus(long, tokenizer, counting, { ...settings, longest: 10 });
    expect(rowsOf(states).map(([, place]) => place)).toEqual([1, 2, 3, 4, 5, 6, 3, 4, 5, 6, 7, 8]);
  });

  it("say how far they are", async () => {
    const done: number[] = [];
    await encodeCorpus(corpus, tokenizer, counting, { ...settings, batch: 1, onTokens: (tokens) => done.push(tokens) });
    expect(done.at(-1)).toBe(14);
  });

  it("must be numbers", async () => {
    const run = async (batch: Batch) => ({ dimension: 1, values: new Float32Array(batch.ids.length).fill(Number.NaN) });
    await expect(encodeCorpus(corpus, tokenizer, { ...counting, run }, settings)).rejects.toThrow(
      /^tiny: the encoder's state of token \d+ of <test> holds what is not a number; export the model in float32$/,
    );
  });

  it("need a window that holds a word", async () => {
    await expect(encodeCorpus(corpus, tokenizer, counting, { ...settings, longest: 2 })).rejects.toThrow(
      "tiny: it reads 2 pieces at once; check its config.json",
    );
  });
});

describe("an ONNX model in onnxruntime-web", () => {
  const open = (parts: GraphParts, layer?: string) => {
    const file = join(directory, "model.onnx");
    writeFileSync(file, model(parts));
    return openOnnx(file, { layer }, web, 1);
  };
  const encoded = async (parts: GraphParts, options: { readonly batch?: number; readonly layer?: string } = {}) => {
    const session = await open(parts, options.layer);
    const states = await encodeCorpus(corpus, tokenizer, session, { ...settings, batch: options.batch });
    await session.close();
    return states;
  };

  it("gives the same bytes for every batch size", async () => {
    const parts = tinyEncoder(11, WIDTH);
    const { digest } = await encoded(parts);
    for (const batch of [1, 5, 9]) expect((await encoded(parts, { batch })).digest).toBe(digest);
  });

  it("gives a sentence the same states in any corpus", async () => {
    const session = await open(tinyEncoder(11, WIDTH));
    const whole = rowsOf(await encodeCorpus(corpus, tokenizer, session, settings));
    const alone = rowsOf(await encodeCorpus(corpusOf("A/O won/O"), tokenizer, session, settings));
    expect(alone).toEqual(whole.slice(-2));
    await session.close();
  });

  it("computes what the graph says", async () => {
    const states = rowsOf(await encoded(tinyEncoder(11, WIDTH), { layer: "1" }));
    const embeddings = weights(11 * WIDTH, 1);
    const w = weights(WIDTH * WIDTH, 2);
    const pieces = [1, 3, 9, 2];
    const row = (id: number, j: number) => embeddings[id * WIDTH + j];
    const sum = (id: number, j: number) => row(id, j) + pieces.reduce((s, one) => s + row(one, j), 0) / pieces.length;
    const expected = Array.from({ length: WIDTH }, (_, c) =>
      Math.tanh(Array.from({ length: WIDTH }, (_, j) => sum(3, j) * w[j * WIDTH + c]).reduce((a, b) => a + b, 0)),
    );
    // "A won" is the last sentence.
    states.at(-2)?.forEach((x, j) => {
      expect(x).toBeCloseTo(expected[j], 5);
    });
  });

  it("runs sentences one by one where their scale would follow from the batch", async () => {
    const parts = tinyEncoder(11, WIDTH);
    const quantised = {
      ...parts,
      nodes: [
        ...parts.nodes.slice(0, 1),
        node("DynamicQuantizeLinear", ["/embeddings"], ["q", "scale", "zero"]),
        node("MatMulInteger", ["q", "wq", "zero"], ["product"]),
        node("Cast", ["product"], ["float"], { to: 1 }),
        node("Mul", ["float", "scale"], ["last_hidden_state"]),
      ],
      tensors: [parts.tensors?.[0] as Uint8Array, tensor("wq", [WIDTH, WIDTH], new Int8Array(WIDTH * WIDTH).fill(3))],
    };
    const session = await open(quantised);
    expect(session.isAlone).toBe(true);
    const whole = rowsOf(await encodeCorpus(corpus, tokenizer, session, settings));
    const alone = rowsOf(await encodeCorpus(corpusOf("A/O won/O"), tokenizer, session, settings));
    expect(alone).toEqual(whole.slice(-2));
    await session.close();
  });

  it("is refused in one line where it asks for what is not there, or gives no states", async () => {
    const parts = tinyEncoder(11, WIDTH);
    const image = Buffer.from(model(parts)).toString("latin1").replaceAll("input_ids", "image_ids");
    writeFileSync(join(directory, "image.onnx"), image, "latin1");
    await expect(openOnnx(join(directory, "image.onnx"), { layer: undefined }, web, 1)).rejects.toThrow(
      /image\.onnx: the model asks for the input "image_ids"; export an encoder of text, whose inputs are input_ids, /,
    );
    await expect(encoded(parts, { layer: "w0" })).rejects.toThrow(/has no layer "w0"/);
    await expect(open({ ...parts, nodes: [node("Rune", ["input_ids"], ["last_hidden_state"])] })).rejects.toThrow(
      /^[^\n]*model\.onnx: onnxruntime-web cannot load it: [^\n]+; export it again, or update the package$/,
    );
    const few = {
      ...parts,
      tensors: [tensor("embeddings", [2, WIDTH], weights(12, 1)), ...(parts.tensors ?? []).slice(1)],
    };
    await expect(encoded(few)).rejects.toThrow(
      /^[^\n]*onnxruntime-web cannot run it: [^\n]+; check that tokenizer\.json belongs to this model$/,
    );
  });
});
