import { weights } from "./onnx.js";

/** A TensorFlow.js model: what its model.json says, and the bytes of its file weights.bin. */
interface TfjsModel {
  readonly json: { readonly modelTopology: object; readonly weightsManifest: readonly object[] };
  readonly weights: Uint8Array;
}

/** A graph of one operation: each piece becomes its row of a table. */
export function tinyGraph(vocabulary: number, width: number): TfjsModel {
  const placeholder = { dtype: { type: "DT_INT32" }, shape: { shape: { dim: [{ size: "-1" }, { size: "-1" }] } } };
  const constant = (dtype: string, shape: readonly number[]) => ({
    dtype: { type: dtype },
    value: { tensor: { dtype, tensorShape: { dim: shape.map((size) => ({ size: String(size) })) } } },
  });
  const node = [
    { name: "input_ids", op: "Placeholder", input: [], attr: placeholder },
    { name: "table", op: "Const", input: [], attr: constant("DT_FLOAT", [vocabulary, width]) },
    { name: "axis", op: "Const", input: [], attr: constant("DT_INT32", []) },
    {
      name: "last_hidden_state",
      op: "GatherV2",
      input: ["table", "input_ids", "axis"],
      attr: { batch_dims: { i: "0" }, Tindices: { type: "DT_INT32" }, Tparams: { type: "DT_FLOAT" } },
    },
  ];
  const table = weights(vocabulary * width, 5);
  const manifest = [
    { name: "table", shape: [vocabulary, width], dtype: "float32" },
    { name: "axis", shape: [], dtype: "int32" },
  ];
  return {
    json: {
      ...{ format: "graph-model", modelTopology: { node, library: {}, versions: {} } },
      weightsManifest: [{ paths: ["weights.bin"], weights: manifest }],
    },
    weights: Buffer.concat([new Uint8Array(table.buffer), new Uint8Array(4)]),
  };
}

/** The same as a layer, and another layer after it that is linear: logits of two labels. */
export function tinyLayers(vocabulary: number, width: number): TfjsModel {
  const layers = [
    {
      ...{ name: "input_ids", class_name: "InputLayer", inbound_nodes: [] },
      config: { batch_input_shape: [null, null], dtype: "int32", sparse: false, name: "input_ids" },
    },
    {
      ...{ name: "layer.0", class_name: "Embedding", inbound_nodes: [[["input_ids", 0, 0, {}]]] },
      config: { input_dim: vocabulary, output_dim: width, name: "layer.0", batch_input_shape: [null, null] },
    },
    {
      ...{ name: "scores", class_name: "Dense", inbound_nodes: [[["layer.0", 0, 0, {}]]] },
      config: { units: 2, activation: "linear", use_bias: false, name: "scores" },
    },
  ];
  const config = { name: "tiny", layers, input_layers: [["input_ids", 0, 0]], output_layers: [["scores", 0, 0]] };
  const manifest = [
    { name: "layer.0/embeddings", shape: [vocabulary, width], dtype: "float32" },
    { name: "scores/kernel", shape: [width, 2], dtype: "float32" },
  ];
  const [table, kernel] = [weights(vocabulary * width, 5), weights(width * 2, 6)];
  return {
    json: {
      ...{
        format: "layers-model",
        modelTopology: { class_name: "Model", config, keras_version: "tfjs-layers 4.22.0" },
      },
      weightsManifest: [{ paths: ["weights.bin"], weights: manifest }],
    },
    weights: Buffer.concat([new Uint8Array(table.buffer), new Uint8Array(kernel.buffer)]),
  };
}
