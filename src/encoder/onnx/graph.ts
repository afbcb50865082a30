import { varintsOf, type WireField, wireFields } from "./wire.js";

/** What of an ONNX model is read here. Source: onnx.proto of github.com/onnx/onnx, IR version 3 and later. */
export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  /** Constants by name: initializers, and the values of Constant nodes. */
  readonly tensors: ReadonlyMap<string, OnnxTensor>;
  /** Inputs that are fed: those that are initializers as well are not among them. */
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

export interface OnnxNode {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, OnnxAttribute>;
}

export interface OnnxAttribute {
  readonly float: number;
  readonly int: number;
  readonly ints: readonly number[];
  readonly tensor: OnnxTensor | null;
}

export interface OnnxValue {
  readonly name: string;
  /** TensorProto.DataType; 0 where the model does not say it. */
  readonly type: number;
  /** The number of its dimensions; null where the model does not say it. */
  readonly rank: number | null;
}

export interface OnnxTensor {
  readonly name: string;
  readonly type: number;
  readonly dims: readonly number[];
  /** Little-endian; null where the numbers stand one by one, or in another file. */
  readonly raw: Uint8Array | null;
  /** float_data or int32_data as they stand: packed floats, or whole numbers. */
  readonly floats: Uint8Array | null;
  readonly ints: readonly number[];
  /** The other file that holds the numbers; null for none. */
  readonly external: { readonly location: string; readonly offset: number; readonly length: number | null } | null;
}

/** TensorProto.DataType of the numbers that weights have. */
export const ELEMENT = {
  float: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  float16: 10,
  double: 11,
  bfloat16: 16,
} as const;

const decoder = new TextDecoder();
const textOf = ({ bytes }: WireField): string => decoder.decode(bytes);

/** @throws WireError where the bytes are no model */
export function readGraph(model: Uint8Array): OnnxGraph {
  const parts = { nodes: [] as OnnxNode[], inputs: [] as OnnxValue[], outputs: [] as OnnxValue[] };
  const tensors = new Map<string, OnnxTensor>();
  const add = (tensor: OnnxTensor, name = tensor.name): void => {
    tensors.set(name, tensor);
  };
  // A message that occurs twice is merged: its lists go on.
  for (const graph of messages(model, 7)) {
    for (const { number, bytes } of wireFields(graph)) {
      if (number === 1) parts.nodes.push(readNode(bytes));
      else if (number === 5) add(readTensor(bytes));
      else if (number === 11) parts.inputs.push(readValue(bytes));
      else if (number === 12) parts.outputs.push(readValue(bytes));
    }
  }
  for (const { op, outputs, attributes } of parts.nodes) {
    const value = op === "Constant" ? attributes.get("value")?.tensor : null;
    if (value) add(value, outputs[0]);
  }
  return { ...parts, tensors, inputs: parts.inputs.filter(({ name }) => !tensors.has(name)) };
}

/** The messages in the fields of a number. */
function* messages(message: Uint8Array, number: number): Generator<Uint8Array> {
  for (const field of wireFields(message)) if (field.number === number && !field.isVarint) yield field.bytes;
}

function readNode(bytes: Uint8Array): OnnxNode {
  const node = { name: "", op: "", inputs: [] as string[], outputs: [] as string[] };
  const attributes = new Map<string, OnnxAttribute>();
  for (const field of wireFields(bytes)) {
    if (field.number === 1) node.inputs.push(textOf(field));
    else if (field.number === 2) node.outputs.push(textOf(field));
    else if (field.number === 3) node.name = textOf(field);
    else if (field.number === 4) node.op = textOf(field);
    else if (field.number === 5) attributes.set(...readAttribute(field.bytes));
  }
  return { ...node, attributes };
}

function readAttribute(bytes: Uint8Array): [string, OnnxAttribute] {
  let name = "";
  const ints: number[] = [];
  const attribute = { float: 0, int: 0, tensor: null as OnnxTensor | null };
  for (const field of wireFields(bytes)) {
    if (field.number === 1) name = textOf(field);
    else if (field.number === 2 && field.bytes.length === 4) attribute.float = floatOf(field.bytes);
    else if (field.number === 3) attribute.int = field.value;
    else if (field.number === 5) attribute.tensor = readTensor(field.bytes);
    else if (field.number === 8) ints.push(...varintsOf(field));
  }
  return [name, { ...attribute, ints }];
}

const floatOf = ({ buffer, byteOffset }: Uint8Array): number => new DataView(buffer, byteOffset, 4).getFloat32(0, true);

function readValue(bytes: Uint8Array): OnnxValue {
  let name = "";
  for (const field of wireFields(bytes)) if (field.number === 1) name = textOf(field);
  for (const type of messages(bytes, 2)) for (const tensor of messages(type, 1)) return { name, ...readShape(tensor) };
  return { name, type: 0, rank: null };
}

function readShape(bytes: Uint8Array): Omit<OnnxValue, "name"> {
  const value = { type: 0, rank: null as number | null };
  for (const field of wireFields(bytes)) {
    if (field.number === 1) value.type = field.value;
    else if (field.number === 2) value.rank = [...messages(field.bytes, 1)].length;
  }
  return value;
}

function readTensor(bytes: Uint8Array): OnnxTensor {
  const tensor = { name: "", type: 0, raw: null as Uint8Array | null, floats: null as Uint8Array | null };
  const dims: number[] = [];
  const ints: number[] = [];
  const where = new Map<string, string>();
  for (const field of wireFields(bytes)) {
    if (field.number === 1) dims.push(...varintsOf(field));
    else if (field.number === 2) tensor.type = field.value;
    else if (field.number === 4) tensor.floats = field.bytes;
    else if (field.number === 5) ints.push(...varintsOf(field));
    else if (field.number === 8) tensor.name = textOf(field);
    else if (field.number === 9) tensor.raw = field.bytes;
    else if (field.number === 13) where.set(...readEntry(field.bytes));
  }
  const location = where.get("location");
  const length = where.get("length");
  const external =
    location === undefined
      ? null
      : { location, offset: Number(where.get("offset") ?? 0), length: length === undefined ? null : Number(length) };
  return { ...tensor, dims, ints, external };
}

function readEntry(bytes: Uint8Array): [string, string] {
  const entry: [string, string] = ["", ""];
  for (const field of wireFields(bytes))
    if (field.number === 1 || field.number === 2) entry[field.number - 1] = textOf(field);
  return entry;
}
