import { lengthDelimited } from "../../src/encoder/onnx/wire.js";

/** Writes ONNX models, the parts that tests need. Field numbers: onnx.proto. */

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const joined = (...parts: readonly Uint8Array[]): Uint8Array => Buffer.concat(parts);

/** A field with a whole number; negative ones as 64 bits. */
export function varint(number: number, value: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest of [BigInt(number * 8), BigInt.asUintN(64, BigInt(value))]) {
    for (; rest >= 128n; rest >>= 7n) bytes.push(Number(rest & 127n) + 128);
    bytes.push(Number(rest));
  }
  return Uint8Array.from(bytes);
}

const CODE = { Float32Array: 1, Uint8Array: 2, Int8Array: 3, Int32Array: 6, BigInt64Array: 7 } as const;
type Numbers = Float32Array | Uint8Array | Int8Array | Int32Array | BigInt64Array;

export function tensor(name: string, dims: readonly number[], data: Numbers): Uint8Array {
  const code = CODE[data.constructor.name as keyof typeof CODE];
  const raw = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return joined(
    ...dims.map((dim) => varint(1, dim)),
    ...[varint(2, code), lengthDelimited(8, text(name)), lengthDelimited(9, raw)],
  );
}

/** A tensor of floats in another file. */
export function externalTensor(
  name: string,
  dims: readonly number[],
  place: Readonly<Record<string, string>>,
): Uint8Array {
  const entry = ([key, value]: [string, string]) =>
    lengthDelimited(13, joined(lengthDelimited(1, text(key)), lengthDelimited(2, text(value))));
  return joined(
    ...dims.map((dim) => varint(1, dim)),
    ...[varint(2, 1), lengthDelimited(8, text(name)), ...Object.entries(place).map(entry), varint(14, 1)],
  );
}

/** A whole number, a list of them, or a tensor. */
type Attribute = number | readonly number[] | Uint8Array;

function attributeValue(value: Attribute): readonly Uint8Array[] {
  if (typeof value === "number") return [varint(3, value), varint(20, 2)];
  if (value instanceof Uint8Array) return [lengthDelimited(5, value), varint(20, 4)];
  return [...value.map((one) => varint(8, one)), varint(20, 7)];
}

export function node(
  op: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Readonly<Record<string, Attribute>> = {},
): Uint8Array {
  const attribute = ([name, value]: [string, Attribute]) =>
    lengthDelimited(5, joined(lengthDelimited(1, text(name)), ...attributeValue(value)));
  return joined(
    ...inputs.map((input) => lengthDelimited(1, text(input))),
    ...outputs.map((output) => lengthDelimited(2, text(output))),
    ...[
      lengthDelimited(3, text(outputs[0])),
      lengthDelimited(4, text(op)),
      ...Object.entries(attributes).map(attribute),
    ],
  );
}

/** @param dims names for those that vary */
export function value(name: string, type: number, dims: readonly (string | number)[]): Uint8Array {
  const shape = dims.map((dim) =>
    lengthDelimited(1, typeof dim === "string" ? lengthDelimited(2, text(dim)) : varint(1, dim)),
  );
  const described = joined(varint(1, type), lengthDelimited(2, joined(...shape)));
  return joined(lengthDelimited(1, text(name)), lengthDelimited(2, lengthDelimited(1, described)));
}

export interface GraphParts {
  readonly nodes: readonly Uint8Array[];
  readonly tensors?: readonly Uint8Array[];
  readonly inputs: readonly Uint8Array[];
  readonly outputs: readonly Uint8Array[];
}

export function model({ nodes, tensors = [], inputs, outputs }: GraphParts): Uint8Array {
  const graph = joined(
    ...nodes.map((one) => lengthDelimited(1, one)),
    lengthDelimited(2, text("graph")),
    ...tensors.map((one) => lengthDelimited(5, one)),
    ...inputs.map((one) => lengthDelimited(11, one)),
    ...outputs.map((one) => lengthDelimited(12, one)),
  );
  const opset = joined(lengthDelimited(1, text("")), varint(2, 17));
  return joined(varint(1, 8), lengthDelimited(7, graph), lengthDelimited(8, opset));
}

const TEXT = ["batch", "sequence"] as const;
export const INT64 = 7;
export const FLOAT = 1;

/** Numbers that look random and are the same every time, between −1 and 1. */
export function weights(count: number, seed: number): Float32Array {
  let state = seed;
  return new Float32Array(count).map(() => {
    state = (state * 48_271) % 0x7fffffff;
    return state / 0x3fffffff - 1;
  });
}

/**
 * A model of two blocks over V pieces: states are embeddings, then tanh of a linear map of these and of the sentence's
 * mean, so that they depend on their context.
 */
export function tinyEncoder(vocabulary: number, width: number): GraphParts {
  const block = (from: string, to: string, layer: number): Uint8Array[] => [
    node("ReduceMean", [from], [`/layer.${layer}/mean`], { keepdims: 1, axes: [1] }),
    node("Add", [from, `/layer.${layer}/mean`], [`/layer.${layer}/sum`]),
    node("MatMul", [`/layer.${layer}/sum`, `w${layer}`], [`/layer.${layer}/mm`]),
    node("Tanh", [`/layer.${layer}/mm`], [to]),
  ];
  return {
    nodes: [
      node("Gather", ["embeddings", "input_ids"], ["/embeddings"]),
      ...block("/embeddings", "/layer.0/out", 0),
      ...block("/layer.0/out", "last_hidden_state", 1),
    ],
    tensors: [
      tensor("embeddings", [vocabulary, width], weights(vocabulary * width, 1)),
      tensor("w0", [width, width], weights(width * width, 2)),
      tensor("w1", [width, width], weights(width * width, 3)),
    ],
    inputs: [value("input_ids", INT64, TEXT)],
    outputs: [value("last_hidden_state", FLOAT, [...TEXT, width])],
  };
}
