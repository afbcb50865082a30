import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkGraphNodes, checkLayers } from "../../src/encoder/tfjs/checks.js";
import { readTfjs } from "../../src/encoder/tfjs/files.js";
import { checkLayerSizes } from "../../src/encoder/tfjs/sizes.js";
import { tinyGraph, tinyLayers } from "../helpers/tfjs.js";

const node = (name: string, input: readonly string[], op = "Tanh") => ({ name, op, input: [...input] });

describe("the nodes of a graph", () => {
  it("may be in any order, with ports, controls, and the cycles of loops", () => {
    const nodes = [node("b", ["a:1", "^c"]), node("a", []), node("c", ["a"])];
    expect(() => checkGraphNodes(nodes, "m")).not.toThrow();
    const loop = [
      node("enter", []),
      node("merge", ["enter", "next"], "Merge"),
      node("next", ["merge"], "NextIteration"),
    ];
    expect(() => checkGraphNodes(loop, "m")).not.toThrow();
  });

  it.each<[string, Parameters<typeof checkGraphNodes>[0], RegExp]>([
    ["none", [], /^m: the graph has no nodes; convert it again/],
    [
      "an input that is not there",
      [node("b", ["a"])],
      /^m: the node "b" reads "a", which is not in the graph; convert/,
    ],
    ["a node of itself", [node("a", ["a:0"])], /^m: the graph has a cycle through "a"; convert/],
    [
      "a cycle",
      [node("i", []), node("x", ["i", "y"]), node("y", ["x"])],
      /^m: the graph has a cycle through "x"; convert/,
    ],
  ])("are refused: %s", (_name, nodes, message) => {
    expect(() => checkGraphNodes(nodes, "m")).toThrow(message);
  });
});

describe("the layers of a model", () => {
  const layer = (name: string, ...nodes: readonly (readonly [string, number])[][]) => ({
    ...{ name, class_name: "Dense", config: {} },
    inbound_nodes: nodes.map((calls) => calls.map(([from, call]) => [from, call, 0, {}])),
  });
  const model = (...layers: readonly object[]) => ({ class_name: "Functional", config: { layers } });

  it("may be applied several times, and be models themselves", () => {
    const shared = model(layer("in"), layer("twice", [["in", 0]], [["other", 0]]), layer("other", [["twice", 0]]));
    expect(() => checkLayers(shared, "m")).not.toThrow();
    expect(() => checkLayers({ model_config: shared }, "m")).not.toThrow();
    expect(() =>
      checkLayers({ class_name: "Sequential", config: { layers: [{ class_name: "Dense" }] } }, "m"),
    ).not.toThrow();
  });

  it.each<[string, object, RegExp]>([
    [
      "a cycle",
      model(layer("in"), layer("a", [["b", 0]]), layer("b", [["a", 0]])),
      /^m: its layers have a cycle through "a"/,
    ],
    [
      "one that is not there",
      model(layer("in"), layer("a", [["none", 0]])),
      /^m: the layer "a" reads "none", which is not/,
    ],
    [
      "a call that is not there",
      model(layer("in"), layer("a", [["in", 3]])),
      /^m: the layer "a" reads "in", which is not/,
    ],
    [
      "within a layer",
      model({ ...layer("m"), ...model(layer("a", [["a", 0]])) }),
      /^m: its layers have a cycle through "a"/,
    ],
  ])("are refused: %s", (_name, topology, message) => {
    expect(() => checkLayers(topology, "m")).toThrow(message);
  });
});

describe("the sizes of layers", () => {
  const weights = [
    { name: "embeddings/embeddings", shape: [16, 4] },
    { name: "m/dense/kernel", shape: [4, 6] },
    { name: "m/dense/bias", shape: [6] },
    { name: "lstm/kernel", shape: [6, 20] },
  ];
  const model = (config: object, wrapped = false) => {
    const layer = { class_name: "Any", config };
    return { class_name: "Model", config: { layers: [wrapped ? { config: { name: "b", layer } } : layer] } };
  };
  const refused = (topology: object) => () => checkLayerSizes(topology, weights, "m");

  it("are those of their weights", () => {
    for (const config of [
      { name: "embeddings", input_dim: 16, output_dim: 4 },
      { name: "dense", units: 6 },
      { name: "lstm", units: 5 },
      { name: "flatten" },
    ]) {
      expect(refused(model(config))).not.toThrow();
      expect(refused(model(config, true))).not.toThrow();
    }
  });

  it("are refused where the files have fewer weights", () => {
    expect(refused(model({ name: "embeddings", input_dim: 16, output_dim: 1e12 }))).toThrow(
      'm: the layer "embeddings" has input_dim 16 and output_dim 1000000000000, and its files only 64 weights of it; get all',
    );
    expect(refused({ model_config: model({ name: "dense", units: 31 }) })).toThrow(
      /"dense" has units 31, .* 30 weights/,
    );
    expect(refused(model({ name: "other", units: 1e9 }, true))).toThrow(/"other" has units 1000000000, .* 214 weights/);
  });
});

describe("the files of a model", () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "seginf-tfjs-"));
    mkdirSync(join(directory, "model"));
  });
  afterEach(() => rmSync(directory, { recursive: true }));
  const read = (json: unknown, weights: Uint8Array) => {
    const file = join(directory, "model", "model.json");
    writeFileSync(file, typeof json === "string" ? json : JSON.stringify(json));
    writeFileSync(join(directory, "model", "weights.bin"), weights);
    return readTfjs(file);
  };

  it("are read as a graph, or as layers", async () => {
    const graph = tinyGraph(16, 4);
    expect(await read(graph.json, graph.weights)).toMatchObject({
      kind: "graph",
      nodes: ["input_ids", "table", "axis", "last_hidden_state"],
    });
    const layers = tinyLayers(16, 4);
    expect(await read(layers.json, layers.weights)).toMatchObject({ kind: "layers", nodes: [] });
  });

  const { json, weights } = tinyGraph(16, 4);
  const manifest = (change: object) => ({
    ...json,
    weightsManifest: [{ ...json.weightsManifest[0], ...change }],
  });
  it.each<[string, unknown, Uint8Array, RegExp]>([
    [
      "weights that are cut short",
      json,
      weights.subarray(4),
      /its files of weights hold 256 bytes, and its tensors have 260;/,
    ],
    [
      "huge dims",
      manifest({ weights: [{ name: "table", shape: [1e9, 1e9], dtype: "float32" }] }),
      weights,
      /its files of weights hold 260 bytes, and its tensors have 4000000000000000000;/,
    ],
    [
      "dims below 0",
      manifest({ weights: [{ name: "table", shape: [-1, 4], dtype: "float32" }] }),
      weights,
      /model\.json: .*shape/,
    ],
    [
      "weights outside",
      manifest({ paths: ["../weights.bin"] }),
      weights,
      /its weights are outside of its directory: \.\./,
    ],
    ["weights that are absent", manifest({ paths: ["w.bin"] }), weights, /w\.bin: no such file; it holds weights of/],
    ["JSON that is cut short", JSON.stringify(json).slice(0, 300), weights, /model\.json: /],
    ["other JSON", { format: "graph-model" }, weights, /model\.json: .*modelTopology.*; give the model\.json that/],
  ])("are refused in one line: %s", async (_name, content, bytes, message) => {
    await expect(read(content, bytes)).rejects.toMatchObject({
      name: "SeginfError",
      message: expect.stringMatching(message),
    });
  });
});
