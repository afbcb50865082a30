import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExternalData } from "../../src/encoder/onnx/external.js";
import { hiddenTensor, type LinearHead, linearHead } from "../../src/encoder/onnx/head.js";
import { numbersOf } from "../../src/encoder/onnx/numbers.js";
import { readOnnx, stateTensor } from "../../src/encoder/onnx/open.js";
import { openOnnx } from "../../src/encoder/onnx/session.js";
import { findPeer, type Peer } from "../../src/encoder/peers.js";
import {
  externalTensor,
  FLOAT,
  type GraphParts,
  model,
  node,
  tensor,
  tinyEncoder,
  value,
  weights,
} from "../helpers/onnx.js";

const [D, C] = [4, 3];
const W = weights(D * C, 7);
const b = weights(C, 8);
/** D × C as C × D. */
const TURNED = W.map((_, i) => W[(i % D) * C + Math.floor(i / D)]);
const SCALE = 1 / 127;
const Q = Int8Array.from(W, (w) => Math.round(w / SCALE));
const float = (name: string, dims: readonly number[], data: Float32Array) => tensor(name, dims, data);
const scalar = (name: string, x: number) => float(name, [], Float32Array.of(x));

/** What follows h = "last_hidden_state" in a token classifier. */
interface Ending {
  readonly nodes: readonly Uint8Array[];
  readonly tensors: readonly Uint8Array[];
}

const addBias = (from: string) => node("Add", [from, "b"], ["logits"]);
const bias = float("b", [C], b);
const rows = [
  tensor("flat", [2], BigInt64Array.of(-1n, BigInt(D))),
  tensor("back", [3], BigInt64Array.of(-1n, 3n, BigInt(C))),
];

const LINEAR: Readonly<Record<string, Ending>> = {
  "MatMul and Add": {
    nodes: [node("MatMul", ["h", "W"], ["m"]), addBias("m")],
    tensors: [float("W", [D, C], W), bias],
  },
  "the bias first": {
    nodes: [node("MatMul", ["h", "W"], ["m"]), node("Add", ["b", "m"], ["logits"])],
    tensors: [float("W", [D, C], W), bias],
  },
  "a Constant node": {
    nodes: [
      node("Constant", [], ["W"], { value: float("", [D, C], W) }),
      node("MatMul", ["h", "W"], ["m"]),
      addBias("m"),
    ],
    tensors: [bias],
  },
  "a transposed matrix": {
    nodes: [node("Transpose", ["V"], ["W"], { perm: [1, 0] }), node("MatMul", ["h", "W"], ["m"]), addBias("m")],
    tensors: [float("V", [C, D], TURNED), bias],
  },
  Gemm: {
    nodes: [
      node("Reshape", ["h", "flat"], ["f"]),
      node("Gemm", ["f", "V", "b"], ["g"], { transB: 1 }),
      node("Reshape", ["g", "back"], ["logits"]),
    ],
    tensors: [float("V", [C, D], TURNED), bias, ...rows],
  },
  "whole numbers, scaled when they are used": {
    nodes: [
      node("DynamicQuantizeLinear", ["h"], ["q", "s", "z"]),
      node("MatMulInteger", ["q", "Wq", "z", "Wz"], ["i"]),
      node("Cast", ["i"], ["f"], { to: 1 }),
      node("Mul", ["s", "Ws"], ["ss"]),
      node("Mul", ["f", "ss"], ["m"]),
      addBias("m"),
    ],
    tensors: [tensor("Wq", [D, C], Q), tensor("Wz", [], Int8Array.of(0)), scalar("Ws", SCALE), bias],
  },
  "whole numbers, scaled before": {
    nodes: [
      node("DequantizeLinear", ["Wq", "Ws", "Wz"], ["W"], { axis: 1 }),
      node("MatMul", ["h", "W"], ["m"]),
      addBias("m"),
    ],
    tensors: [
      tensor("Wq", [D, C], Q),
      tensor("Wz", [C], new Int8Array(C)),
      float("Ws", [C], new Float32Array(C).fill(SCALE)),
      bias,
    ],
  },
  "logarithms of probabilities": {
    nodes: [
      node("MatMul", ["h", "W"], ["m"]),
      node("Add", ["m", "b"], ["a"]),
      node("LogSoftmax", ["a"], ["logits"], { axis: 2 }),
    ],
    tensors: [float("W", [D, C], W), bias],
  },
};

const classifier = ({ nodes, tensors }: Ending): GraphParts => {
  const encoder = tinyEncoder(10, D);
  return {
    ...encoder,
    nodes: [...encoder.nodes, node("Identity", ["last_hidden_state"], ["h"]), ...nodes],
    tensors: [...(encoder.tensors ?? []), ...tensors],
    outputs: [value("logits", FLOAT, ["batch", "sequence", C])],
  };
};

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "seginf-head-"));
});
afterAll(() => rmSync(directory, { recursive: true }));

async function read(ending: Ending, external: readonly ExternalData[] = []): Promise<LinearHead> {
  const file = join(directory, "model.onnx");
  writeFileSync(file, model(classifier(ending)));
  return linearHead(await readOnnx(file), (one) => numbersOf(one, external, file));
}

const web = findPeer("onnxruntime-web", process.cwd()) as Peer;

describe("the head of a token classifier", () => {
  it.each(Object.keys(LINEAR))("is found as %s", async (name) => {
    const head = await read(LINEAR[name]);
    const isQuantised = name.startsWith("whole numbers");
    expect(head).toMatchObject({ hidden: "last_hidden_state", logits: "logits", dimension: D, labels: C, isQuantised });
    expect([...head.bias]).toEqual([...b]);
    const most = isQuantised ? SCALE / 2 + 1e-6 : 0;
    head.weights.forEach((w, i) => {
      expect(Math.abs(w - W[i])).toBeLessThanOrEqual(most);
    });
  });

  it.each(Object.keys(LINEAR))("gives the model's own scores as %s", async (name) => {
    const file = join(directory, "model.onnx");
    const head = await read(LINEAR[name]);
    const session = await openOnnx(file, { head }, web, 1);
    const states = await session.run({ ids: Int32Array.of(1, 2, 3, 4, 5, 6), rows: 2, length: 3 });
    expect(states).toMatchObject({ dimension: D });
    await session.close();
  });

  it("has no bias where there is none", async () => {
    const { bias: none } = await read({
      nodes: [node("MatMul", ["h", "W"], ["logits"])],
      tensors: [float("W", [D, C], W)],
    });
    expect([...none]).toEqual([0, 0, 0]);
  });

  it("may lie in another file", async () => {
    const place = { location: "weights", offset: "4", length: String(4 * D * C) };
    const data = new Uint8Array(4 + 4 * D * C);
    data.set(new Uint8Array(W.buffer), 4);
    const nodes = [node("MatMul", ["h", "W"], ["m"]), addBias("m")];
    const head = await read({ nodes, tensors: [externalTensor("W", [D, C], place), bias] }, [
      { path: "weights", data },
    ]);
    expect([...head.weights]).toEqual([...W]);
  });

  it("tells the states of a model that gives scores alone", async () => {
    await read(LINEAR["MatMul and Add"]);
    const opened = await readOnnx(join(directory, "model.onnx"));
    expect([hiddenTensor(opened), stateTensor(opened, undefined)]).toEqual(["last_hidden_state", "last_hidden_state"]);
  });

  it("is refused where it is something else, with the way out", async () => {
    const refused: Readonly<Record<string, Ending>> = {
      "it ends in ArgMax": { nodes: [node("ArgMax", ["h"], ["logits"], { axis: 2 })], tensors: [] },
      "it ends in Loop": { nodes: [node("Loop", ["h"], ["logits"])], tensors: [] },
      "it ends in MatMul": { nodes: [node("MatMul", ["h", "h"], ["logits"])], tensors: [] },
      "it ends in Add": { nodes: [node("Add", ["h", "h"], ["logits"])], tensors: [] },
      "2 biases for 3 labels": {
        nodes: [node("MatMul", ["h", "W"], ["m"]), addBias("m")],
        tensors: [float("W", [D, C], W), float("b", [2], new Float32Array(2))],
      },
    };
    for (const [why, ending] of Object.entries(refused)) {
      await expect(read(ending)).rejects.toThrow(
        new RegExp(`its head is not a linear layer: .*${why}; give its states`),
      );
    }
  });

  it("is refused where the model's scores are others", async () => {
    const head = await read(LINEAR["MatMul and Add"]);
    const wrong = { ...head, weights: head.weights.map((w) => -w), bias: head.bias.map((x) => -x) };
    const session = await openOnnx(join(directory, "model.onnx"), { head: wrong }, web, 1);
    await expect(session.run({ ids: Int32Array.of(1, 2, 3), rows: 1, length: 3 })).rejects.toThrow(
      /its scores are not those of its last layer; give its states and logits with --states/,
    );
    await session.close();
  });
});
