import { readFile } from "node:fs/promises";
import { SeginfError } from "../../errors.js";
import { readFailure } from "../../storage/failure.js";
import { layerTensor } from "../layers.js";
import { checkGraph } from "./checks.js";
import { type OnnxGraph, readGraph } from "./graph.js";
import { hiddenTensor } from "./head.js";
import type { OnnxModel } from "./model.js";
import { lengthDelimited, WireError } from "./wire.js";

/** @throws SeginfError for a file that is missing or that no runtime could load */
export async function readOnnx(file: string): Promise<OnnxModel> {
  const bytes = await readFile(file).catch((cause) => {
    throw readFailure(file, cause);
  });
  try {
    const graph = readGraph(bytes);
    checkGraph(graph, file);
    return { file, bytes, graph };
  } catch (cause) {
    if (!(cause instanceof WireError)) throw cause;
    const hint = "it is cut short or no ONNX model: get it again";
    throw new SeginfError(`the model cannot be read: ${cause.message}`, { file }, hint, { cause });
  }
}

/** What exporters call the states of the last layer. */
const LAST = ["last_hidden_state", "token_embeddings", "encoder_last_hidden_state"];

/**
 * The tensor with the states that are asked for. Of a token classifier that gives logits alone, the last layer is what
 * feeds its head.
 *
 * @param layer see layerTensor; the last one where undefined
 */
export function stateTensor(model: OnnxModel, layer: string | undefined): string {
  const { graph, file } = model;
  const outputs = graph.outputs.map(({ name }) => name);
  if (layer !== undefined) return layerTensor(layer, { outputs, inner: innerTensors(graph) }, file);
  const last = LAST.find((name) => outputs.includes(name));
  if (last !== undefined) return last;
  if (outputs.join() === "logits") return hiddenTensor(model);
  const possible = graph.outputs.filter(({ rank }) => rank === null || rank === 3);
  const [only] = possible;
  if (only !== undefined && possible.length === 1) return only.name;
  const hint = "name one with --encoder-layer";
  throw new SeginfError(`none of its outputs is known to hold states: ${outputs.join(", ")}`, { file }, hint);
}

/** What each node makes, constants apart. */
function innerTensors({ nodes }: OnnxGraph): readonly string[] {
  return nodes.filter(({ op }) => op !== "Constant").flatMap(({ outputs }) => outputs.filter((name) => name !== ""));
}

/**
 * A model whose tensor is an output as well. Protobuf merges fields that occur twice, so that a graph with nothing but this
 * output is put behind the model, and the model itself stays as it is.
 */
export function withOutput({ bytes, graph }: OnnxModel, tensor: string): Uint8Array {
  if (graph.outputs.some(({ name }) => name === tensor)) return bytes;
  const value = lengthDelimited(1, new TextEncoder().encode(tensor));
  return Buffer.concat([bytes, lengthDelimited(7, lengthDelimited(12, value))]);
}
