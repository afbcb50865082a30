import { SeginfError } from "../../errors.js";
import type { PieceStates } from "../runtime.js";
import { type Constant, constantOf, scaled, turned } from "./constants.js";
import type { OnnxNode, OnnxTensor } from "./graph.js";
import type { OnnxModel } from "./model.js";

/** The last layer of a token classifier: logits = h W + b. */
export interface LinearHead {
  /** The tensor h, sentences × pieces × D. */
  readonly hidden: string;
  /** The output that it makes. */
  readonly logits: string;
  readonly dimension: number;
  readonly labels: number;
  /** D × C, row-major. */
  readonly weights: Float64Array;
  /** Length C; zeros without a bias. */
  readonly bias: Float64Array;
  /** Whether W is stored in whole numbers, so that logits are near h W + b and not equal to it. */
  readonly isQuantised: boolean;
}

/** Change neither the labels' order nor, but for a constant, their scores. */
const PASSED_OVER = [
  "Identity",
  "Cast",
  "Reshape",
  "Dropout",
  "Softmax",
  "LogSoftmax",
  "QuantizeLinear",
  "DequantizeLinear",
];

/**
 * Finds the last layer of a token classifier: a product with a constant matrix, with or without a bias, from whatever
 * exporter or quantiser it comes.
 *
 * @param numbers the numbers of a constant of the model
 * @throws SeginfError where the model ends in something else, such as a CRF
 */
export function linearHead({ graph, file }: OnnxModel, numbers: (tensor: OnnxTensor) => Float64Array): LinearHead {
  const { nodes, tensors, outputs } = graph;
  const makers = new Map(nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
  const constant = (name: string): Constant | null => constantOf(name, { makers, tensors, numbers });
  const refuse = (found: string): never => {
    const hint = "give its states and logits with --states, or use it without its head (leave --encoder-head out)";
    throw new SeginfError(`its head is not a linear layer: it ends in ${found}`, { file }, hint);
  };

  const logits = outputs.length === 1 ? outputs[0] : outputs.find(({ name }) => name === "logits");
  if (logits === undefined) return refuse(`the outputs ${outputs.map(({ name }) => name).join(", ")}`);
  let bias: Constant | null = null;
  let tensor = logits.name;
  for (let node = makers.get(tensor); node !== undefined; node = makers.get(tensor)) {
    const product = productOf(node, makers, constant);
    if (product !== null) return headOf({ ...product, bias: bias ?? product.bias }, logits.name, makers, refuse);
    const at = node.op === "Add" && bias === null ? node.inputs.findIndex((input) => constant(input) !== null) : -1;
    if (at >= 0) {
      bias = constant(node.inputs[at]);
      tensor = node.inputs[1 - at];
    } else if (PASSED_OVER.includes(node.op)) {
      tensor = node.inputs[0];
    } else {
      return refuse(node.op);
    }
  }
  return refuse(`the input ${JSON.stringify(tensor)}`);
}

/** The tensor that feeds the head. @throws SeginfError, see linearHead */
export function hiddenTensor(model: OnnxModel): string {
  // Shapes are all that is looked at.
  return linearHead(model, ({ dims }) => new Float64Array(dims.reduce((product, dim) => product * dim, 1))).hidden;
}

function headOf(
  { hidden, matrix, bias }: Product,
  logits: string,
  makers: Makers,
  refuse: (found: string) => never,
): LinearHead {
  const { dims, values, isQuantised } = matrix;
  const [dimension, labels] = dims;
  if (dims.length !== 2) return refuse(`a product with a matrix of the shape ${dims.join(" × ")}`);
  if (bias !== null && bias.values.length !== labels)
    return refuse(`${bias.values.length} biases for ${labels} labels`);
  return {
    ...{ hidden: beforeReshaping(hidden, makers), logits, dimension, labels, isQuantised },
    weights: values,
    bias: bias?.values ?? new Float64Array(labels),
  };
}

type Makers = ReadonlyMap<string, OnnxNode>;

interface Product {
  readonly hidden: string;
  readonly matrix: Constant;
  readonly bias: Constant | null;
}

/** A node as a product with a constant matrix; null for another node. */
function productOf(node: OnnxNode, makers: Makers, constant: (name: string) => Constant | null): Product | null {
  const { op, inputs, attributes } = node;
  if (op === "MatMul" || op === "FusedMatMul") {
    const matrix = constant(inputs[1]);
    return (
      matrix && { hidden: dequantised(inputs[0], makers), matrix: turned(matrix, attributes.get("transB")), bias: null }
    );
  }
  if (op === "Gemm") {
    const matrix = constant(inputs[1]);
    const bias = inputs[2] ? constant(inputs[2]) : null;
    return matrix && { hidden: dequantised(inputs[0], makers), matrix: turned(matrix, attributes.get("transB")), bias };
  }
  return op === "Mul" ? integerProductOf(node, makers, constant) : null;
}

/**
 * A product in whole numbers, as dynamic quantisation writes it: Mul(Cast(MatMulInteger(x, W, …)), Mul(scale of x, scale
 * of W)), x from DynamicQuantizeLinear(h).
 */
function integerProductOf(
  { inputs }: OnnxNode,
  makers: Makers,
  constant: (name: string) => Constant | null,
): Product | null {
  const made = inputs.map((input) => makers.get(input));
  const cast = made.find((node) => node?.op === "Cast");
  const scales = made.find((node) => node?.op === "Mul");
  const product = cast && makers.get(cast.inputs[0]);
  if (product?.op !== "MatMulInteger" || !scales) return null;
  const quantiser = makers.get(product.inputs[0]);
  const matrix = constant(product.inputs[1]);
  const scale = scales.inputs.map(constant).find((one) => one !== null);
  if (quantiser?.op !== "DynamicQuantizeLinear" || !matrix || !scale) return null;
  const zero = product.inputs[3] ? constant(product.inputs[3]) : null;
  return { hidden: quantiser.inputs[0], matrix: scaled(matrix, scale, zero), bias: null };
}

/** Before rows of all sentences were put under one another. */
function beforeReshaping(tensor: string, makers: Makers): string {
  const node = makers.get(tensor);
  return node?.op === "Reshape" || node?.op === "Identity" ? beforeReshaping(node.inputs[0], makers) : tensor;
}

/** Before it was rounded to whole numbers and brought back, as static quantisation writes it. */
function dequantised(tensor: string, makers: Makers): string {
  const node = makers.get(tensor);
  const quantiser = node?.op === "DequantizeLinear" ? makers.get(node.inputs[0]) : undefined;
  return quantiser?.op === "QuantizeLinear" ? quantiser.inputs[0] : tensor;
}

/** Of the pieces of a batch, how many may have another best label by h W + b than by the model, which may be rounded. */
const MOST_OTHERS = 0.1;

/** @throws SeginfError where the model's scores are not those of the head that was found in it */
export function checkHead(
  { weights, bias, dimension: D, labels: C }: LinearHead,
  hidden: PieceStates,
  logits: PieceStates,
  file: string,
): void {
  const hint = "give its states and logits with --states, or use it without its head (leave --encoder-head out)";
  const pieces = hidden.values.length / hidden.dimension;
  let others = hidden.dimension === D && logits.dimension === C ? 0 : pieces;
  for (let p = 0; p < pieces && others < pieces; p++) {
    const scores = bias.slice();
    for (let j = 0; j < D; j++) for (let c = 0; c < C; c++) scores[c] += hidden.values[p * D + j] * weights[j * C + c];
    if (best(scores) !== best(logits.values.subarray(p * C, (p + 1) * C))) others++;
  }
  if (others > MOST_OTHERS * pieces)
    throw new SeginfError("its scores are not those of its last layer", { file }, hint);
}

const best = (scores: Float64Array | Float32Array): number => scores.indexOf(Math.max(...scores));
