import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { findEncoder } from "../../src/encoder/directory.js";
import type { Peer } from "../../src/encoder/peers.js";
import { findRuntime } from "../../src/encoder/runtime.js";
import { readSettings } from "../../src/encoder/settings.js";

let root: string;
beforeEach(() => {
  root = join(mkdtempSync(join(tmpdir(), "seginf-encoder-")), "model");
  mkdirSync(root);
});
afterEach(() => rmSync(dirname(root), { recursive: true }));

function put(files: Readonly<Record<string, unknown>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), typeof content === "string" ? content : JSON.stringify(content));
  }
}

const failure = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "none",
    (error: Error) => `${error.name}: ${error.message.replaceAll(root, "DIR")}`,
  );

describe("an encoder's directory", () => {
  it("holds the model where exporters put it", async () => {
    put({ "tokenizer.json": {}, "onnx/model.onnx": "" });
    expect(await findEncoder(root)).toEqual({
      ...{ name: "model", format: "onnx", model: join(root, "onnx/model.onnx") },
      ...{ tokenizer: join(root, "tokenizer.json"), tokenizerConfig: null, config: null },
    });
    put({ "model.onnx": "", "config.json": {} });
    const own = { model: join(root, "model.onnx"), config: join(root, "config.json") };
    expect(await findEncoder(root)).toMatchObject(own);
  });

  it("may hold a model of TensorFlow.js", async () => {
    put({ "tokenizer.json": {}, "model.json": {} });
    expect(await findEncoder(root)).toMatchObject({ format: "tfjs", model: join(root, "model.json") });
  });

  it("may have one model of another name, and is asked for it where there are several", async () => {
    put({ "tokenizer.json": {}, "onnx/model_int8.onnx": "" });
    expect(await findEncoder(root)).toMatchObject({ model: join(root, "onnx/model_int8.onnx") });
    put({ "onnx/model_fp16.onnx": "" });
    expect(await failure(findEncoder(root))).toBe(
      "SeginfError: DIR: it has 2 models; name one: DIR/onnx/model_fp16.onnx, DIR/onnx/model_int8.onnx",
    );
    const named = await findEncoder(join(root, "onnx/model_int8.onnx"));
    expect(named).toMatchObject({ name: "model", tokenizer: join(root, "tokenizer.json") });
  });

  it("is refused in one line where something is missing", async () => {
    expect(await failure(findEncoder(join(root, "none")))).toMatch(/no such file; give the directory of a model$/);
    expect(await failure(findEncoder(root))).toMatch(/no model\.onnx and no model\.json; export it there with optimum/);
    put({ "model.onnx": "" });
    expect(await failure(findEncoder(root))).toMatch(/^SeginfError: DIR: it has no tokenizer\.json; save it there/);
    put({ "weights.bin": "" });
    expect(await failure(findEncoder(join(root, "weights.bin")))).toMatch(/it has no tokenizer\.json|this is no model/);
  });
});

describe("its settings", () => {
  const settings = async (config: object, tokenizerConfig: object = {}) => {
    put({ "tokenizer.json": {}, "model.onnx": "", "config.json": config, "tokenizer_config.json": tokenizerConfig });
    return readSettings(await findEncoder(root));
  };

  it("say how many pieces the model reads", async () => {
    expect((await settings({})).longest).toBe(512);
    expect((await settings({ max_position_embeddings: 128 })).longest).toBe(128);
    expect((await settings({ max_position_embeddings: 8192 }, { model_max_length: 1e30 })).longest).toBe(512);
    expect((await settings({ max_position_embeddings: 512 }, { model_max_length: 256 })).longest).toBe(256);
    const roberta = { model_type: "roberta", max_position_embeddings: 130, pad_token_id: 1 };
    expect((await settings(roberta)).longest).toBe(128);
  });

  it("say the labels of a head in its order", async () => {
    expect((await settings({ id2label: { 1: "B-PER", 0: "O", 10: "X", ...rest(2, 10) } })).labels?.slice(0, 2)).toEqual(
      ["O", "B-PER"],
    );
    expect(await failure(settings({ id2label: { 0: "O", 2: "B-PER" } }))).toMatch(/config\.json: id2label has no 1; /);
  });

  it("are refused in one line where they are something else", async () => {
    expect(await failure(settings({ max_position_embeddings: "many" }))).toMatch(
      /^SeginfError: DIR\/config\.json: max_position_embeddings [^\n]+; get the file again/,
    );
    put({ "config.json": "{" });
    expect(await failure(findEncoder(root).then(readSettings))).toMatch(/config\.json: this is no JSON; get the file/);
  });
});

const rest = (from: number, to: number) =>
  Object.fromEntries(Array.from({ length: to - from }, (_, i) => [from + i, `L${i}`]));

describe("the packages that run a model", () => {
  const among =
    (...names: readonly string[]) =>
    (name: string): Peer | null =>
      names.includes(name) ? { name, version: "1.0.0", entry: `/${name}` } : null;
  const chosen = (format: "onnx" | "tfjs", ...installed: readonly string[]) =>
    findRuntime(format, root, among(...installed)).map(({ name }) => name);

  it("are the fastest that are installed", () => {
    expect(chosen("onnx", "onnxruntime-web", "onnxruntime-node")).toEqual(["onnxruntime-node"]);
    expect(chosen("onnx", "onnxruntime-web")).toEqual(["onnxruntime-web"]);
    const tfjs = ["@tensorflow/tfjs", "@tensorflow/tfjs-backend-wasm"];
    expect(chosen("tfjs", ...tfjs)).toEqual(tfjs);
  });

  it("are named, with how to install them, where none is", () => {
    expect(() => chosen("onnx", "@tensorflow/tfjs")).toThrow(
      /^to run ONNX models, a package is needed that is not installed; run npm i onnxruntime-node --onnxruntime-node-install=skip, or npm i onnxruntime-web$/,
    );
    expect(() => chosen("tfjs", "@tensorflow/tfjs")).toThrow(/npm i @tensorflow\/tfjs @tensorflow\/tfjs-backend-wasm$/);
  });
});
