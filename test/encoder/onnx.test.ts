import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { externalFiles, readExternal } from "../../src/encoder/onnx/external.js";
import { readGraph } from "../../src/encoder/onnx/graph.js";
import { readOnnx, stateTensor, withOutput } from "../../src/encoder/onnx/open.js";
import { lengthDelimited, WireError, wireFields } from "../../src/encoder/onnx/wire.js";
import { externalTensor, FLOAT, INT64, model, node, tensor, tinyEncoder, value, varint } from "../helpers/onnx.js";

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "seginf-onnx-"));
});
afterAll(() => rmSync(directory, { recursive: true }));

function written(bytes: Uint8Array): string {
  const file = join(directory, "model.onnx");
  writeFileSync(file, bytes);
  return file;
}

/** The message of the error that reading a model ends in, without the path. */
async function failure(bytes: Uint8Array): Promise<string> {
  const error = await readOnnx(written(bytes)).then(
    () => null,
    (cause: Error) => cause,
  );
  return error === null ? "it was read" : `${error.name}: ${error.message.replaceAll(directory, "DIR")}`;
}

describe("protobuf", () => {
  it("reads whole numbers of up to 64 bits, negative ones among them", () => {
    for (const number of [0, 1, 127, 128, 300, 2 ** 31, 2 ** 53 - 1, -1, -2, -(2 ** 40)]) {
      expect([...wireFields(varint(3, number))]).toMatchObject([{ number: 3, value: number }]);
    }
  });

  it("writes what it reads", () => {
    for (const size of [0, 1, 127, 128, 40_000]) {
      const [field, ...more] = wireFields(lengthDelimited(12, new Uint8Array(size).fill(7)));
      expect([field.number, field.bytes.length, more.length]).toEqual([12, size, 0]);
    }
  });

  it("refuses what ends too soon", () => {
    for (const bytes of [[8], [8, 128], [10, 5, 1], [13, 0], [9, 0, 0], [11], [0], new Array(11).fill(255)]) {
      expect(() => [...wireFields(Uint8Array.from(bytes))]).toThrow(WireError);
    }
  });
});

describe("an ONNX model", () => {
  it("has the nodes, weights, inputs and outputs that were written", () => {
    const graph = readGraph(model(tinyEncoder(10, 4)));
    expect(graph.nodes.map(({ op }) => op)).toEqual(
      ["Gather", ...Array(2).fill(["ReduceMean", "Add", "MatMul", "Tanh"])].flat(),
    );
    expect(graph.nodes[1].attributes.get("axes")?.ints).toEqual([1]);
    expect(graph.tensors.get("embeddings")).toMatchObject({ dims: [10, 4], type: FLOAT });
    expect(graph.inputs).toEqual([{ name: "input_ids", type: INT64, rank: 2 }]);
    expect(graph.outputs).toEqual([{ name: "last_hidden_state", type: FLOAT, rank: 3 }]);
  });

  it("does not count initializers as inputs", () => {
    const parts = tinyEncoder(10, 4);
    const graph = readGraph(model({ ...parts, inputs: [...parts.inputs, value("w0", FLOAT, [4, 4])] }));
    expect(graph.inputs.map(({ name }) => name)).toEqual(["input_ids"]);
  });

  it("gives an inner tensor as a further output, and is else as it was", async () => {
    const bytes = model(tinyEncoder(10, 4));
    const read = await readOnnx(written(bytes));
    const more = withOutput(read, "/layer.0/out");
    expect(readGraph(more).outputs.map(({ name }) => name)).toEqual(["last_hidden_state", "/layer.0/out"]);
    expect(Buffer.from(more).subarray(0, bytes.length).equals(bytes)).toBe(true);
    expect(withOutput(read, "last_hidden_state")).toBe(read.bytes);
  });

  it("has layers by number and by name", async () => {
    const read = await readOnnx(written(model(tinyEncoder(10, 4))));
    expect(stateTensor(read, undefined)).toBe("last_hidden_state");
    expect(stateTensor(read, "1")).toBe("/layer.0/out");
    expect(stateTensor(read, "2")).toBe("/layer.1/mm");
    expect(stateTensor(read, "/layer.1/sum")).toBe("/layer.1/sum");
    expect(() => stateTensor(read, "9")).toThrow(/no layer "9"; give the name of a tensor, such as its outputs last_h/);
  });

  it("has hidden states by the names that exporters give outputs", async () => {
    const parts = tinyEncoder(10, 4);
    const renamed = (name: string) => value(name, FLOAT, ["batch", "sequence", 4]);
    const outputs = ["hidden_states.0", "hidden_states.1", "hidden_states.2"];
    const nodes = [...parts.nodes, ...outputs.map((name) => node("Identity", ["/embeddings"], [name]))];
    const read = await readOnnx(written(model({ ...parts, nodes, outputs: outputs.map(renamed) })));
    expect(["0", "2"].map((layer) => stateTensor(read, layer))).toEqual(["hidden_states.0", "hidden_states.2"]);
    expect(() => stateTensor(read, undefined)).toThrow(/none of its outputs is known to hold states/);
  });
});

describe("a hostile ONNX model", () => {
  const parts = tinyEncoder(10, 4);

  it("may end anywhere: one line, or what is left is a graph", async () => {
    const bytes = model(parts);
    for (let end = 0; end < bytes.length; end += 7) {
      expect(await failure(bytes.subarray(0, end))).toMatch(/^SeginfError: DIR\/model\.onnx: .+; .+$/);
    }
  });

  it("may be something else", async () => {
    expect(await failure(Buffer.from("version https://git-lfs.github.com/spec/v1\n"))).toMatch(
      /^SeginfError: DIR\/model\.onnx: the model cannot be read: .+; it is cut short or no ONNX model: get it again$/,
    );
    expect(await failure(new Uint8Array(0))).toMatch(/this is no ONNX model: it has no graph/);
  });

  it("may have tensors of any shape", async () => {
    for (const dims of [
      [2 ** 40, 2 ** 40],
      [-1, 4],
      [11, 4],
    ]) {
      const tensors = [tensor("embeddings", dims, new Float32Array(40)), ...(parts.tensors ?? []).slice(1)];
      expect(await failure(model({ ...parts, tensors }))).toMatch(
        /the tensor "embeddings" (?:has the shape|holds 160 b)/,
      );
    }
  });

  it("may have cycles", async () => {
    const nodes = [...parts.nodes, node("Add", ["a", "last_hidden_state"], ["b"]), node("Tanh", ["b"], ["a"])];
    expect(await failure(model({ ...parts, nodes }))).toMatch(/the graph has a cycle through "[ab]"; export it again/);
  });

  it("may take weights from other files, in its directory alone", async () => {
    const graphOf = (place: Readonly<Record<string, string>>) =>
      readGraph(model({ ...parts, tensors: [externalTensor("embeddings", [10, 4], place)] }));
    const file = join(directory, "model.onnx");
    for (const location of ["/etc/passwd", "../secret", "a/../../secret", ""]) {
      expect(() => externalFiles(graphOf({ location }), file)).toThrow(/are outside of its directory/);
    }
    expect(() => externalFiles(graphOf({ location: "weights", offset: "-4" }), file)).toThrow(/are nowhere/);
    const graph = graphOf({ location: "weights", offset: "16", length: "160" });
    await expect(readExternal(graph, file)).rejects.toThrow(/weights: no such file; it holds weights of/);
    writeFileSync(join(directory, "weights"), new Uint8Array(100));
    await expect(readExternal(graph, file)).rejects.toThrow(/it holds 100 bytes, and .* wants 176 of it; get both/);
    writeFileSync(join(directory, "weights"), new Uint8Array(176));
    expect(await readExternal(graph, file)).toMatchObject([{ path: "weights" }]);
  });
});
