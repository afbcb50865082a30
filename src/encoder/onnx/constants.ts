import type { OnnxAttribute, OnnxNode, OnnxTensor } from "./graph.js";

/** A constant matrix or vector with its numbers. */
export interface Constant {
  readonly dims: readonly number[];
  /** Row-major. */
  readonly values: Float64Array;
  /** Whether they are stored as whole numbers with a scale. */
  readonly isQuantised: boolean;
}

/** Where constants are looked up. */
export interface ConstantGraph {
  /** The node that makes each tensor. */
  readonly makers: ReadonlyMap<string, OnnxNode>;
  readonly tensors: ReadonlyMap<string, OnnxTensor>;
  readonly numbers: (tensor: OnnxTensor) => Float64Array;
}

/** What follows from constants alone: one itself, its transpose, or whole numbers with a scale; null for anything else. */
export function constantOf(name: string, graph: ConstantGraph): Constant | null {
  const tensor = graph.tensors.get(name);
  if (tensor !== undefined) return { dims: tensor.dims, values: graph.numbers(tensor), isQuantised: false };
  const node = graph.makers.get(name);
  const inner = node && constantOf(node.inputs[0], graph);
  if (!node || !inner) return null;
  if (node.op === "Identity" || node.op === "Cast") return inner;
  if (node.op === "Transpose" && inner.dims.length === 2) return transposed(inner);
  if (node.op !== "DequantizeLinear") return null;
  const [, scale, zero] = node.inputs.map((input) => (input === "" ? null : constantOf(input, graph)));
  return scale ? scaled(inner, scale, zero ?? null, node.attributes.get("axis")?.int ?? 1) : null;
}

/** (q − zero) · scale, each for all of the matrix, or one a row or column along an axis. */
export function scaled({ dims, values }: Constant, scale: Constant, zero: Constant | null, axis = 1): Constant {
  const columns = dims.at(-1) ?? 1;
  const along = (one: Constant, i: number): number => {
    if (one.values.length === 1) return one.values[0];
    return one.values[axis === 0 && dims.length === 2 ? Math.floor(i / columns) : i % columns];
  };
  const real = values.map((q, i) => (q - (zero === null ? 0 : along(zero, i))) * along(scale, i));
  return { dims, values: real, isQuantised: true };
}

export const turned = (matrix: Constant, transpose: OnnxAttribute | undefined): Constant =>
  transpose?.int === 1 && matrix.dims.length === 2 ? transposed(matrix) : matrix;

function transposed({ dims: [rows, columns], values, isQuantised }: Constant): Constant {
  const turned = new Float64Array(values.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) turned[j * rows + i] = values[i * columns + j];
  return { dims: [columns, rows], values: turned, isQuantised };
}
