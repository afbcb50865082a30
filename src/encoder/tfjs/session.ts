import { dirname } from "node:path";
import { SeginfError } from "../../errors.js";
import { feedOf } from "../inputs.js";
import { layerTensor } from "../layers.js";
import { loadPeer, type Peer } from "../peers.js";
import { type Batch, modelFailure, type PieceStates, type Session } from "../runtime.js";
import { readTfjs, type TfjsFiles } from "./files.js";

/** The part of TensorFlow.js that is used. */
interface Tfjs {
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
  enableProdMode(): void;
  tensor(values: Int32Array, shape: readonly number[], type: "int32"): Tensor;
  loadGraphModel(handler: { load(): Promise<object> }): Promise<GraphModel>;
  loadLayersModel(handler: { load(): Promise<object> }): Promise<LayersModel>;
  model(parts: { readonly inputs: unknown; readonly outputs: unknown }): LayersModel;
}

interface Tensor {
  readonly shape: readonly number[];
  readonly dtype: string;
  data(): Promise<Float32Array>;
  dispose(): void;
}

interface GraphModel {
  readonly inputs: readonly { readonly name: string }[];
  readonly outputs: readonly { readonly name: string }[];
  execute(inputs: Readonly<Record<string, Tensor>>, output: string): Tensor;
  executeAsync(inputs: Readonly<Record<string, Tensor>>, output: string): Promise<Tensor>;
  dispose(): void;
}

interface LayersModel {
  readonly inputs: readonly { readonly name: string }[];
  readonly layers: readonly { readonly name: string }[];
  getLayer(name: string): { readonly output: unknown };
  predict(inputs: readonly Tensor[]): Tensor | readonly Tensor[];
  dispose(): void;
}

/** One model of either kind: from tensors by the names of its inputs to the states. */
interface Runner {
  readonly inputs: readonly string[];
  run(inputs: Readonly<Record<string, Tensor>>): Promise<Tensor>;
  dispose(): void;
}

/**
 * Loads a TensorFlow.js model.
 *
 * @param layer see layerTensor; the first output where undefined
 * @param peers tfjs-node, or tfjs and its wasm backend
 * @throws SeginfError for a model that cannot be read or run
 */
export async function openTfjs(
  file: string,
  layer: string | undefined,
  peers: readonly [Peer, ...Peer[]],
): Promise<Session> {
  const files = await readTfjs(file);
  const tf = await loadTfjs(peers);
  const [{ name }] = peers;
  const failed = (what: string, hint: string) => (cause: unknown) => {
    throw cause instanceof SeginfError ? cause : modelFailure(file, `${name} ${what}`, cause, hint);
  };
  const load = files.kind === "graph" ? openGraph : openLayers;
  const runner = await load(tf, files, layer, file).catch(failed("cannot load it", "convert it again"));
  const sparse = ["indices", "values"].every((one) => runner.inputs.includes(one)) && runner.inputs.length === 2;
  const feeds = sparse ? null : runner.inputs.map((input) => [input, feedOf(input, file)] as const);
  return {
    isAlone: false,
    async run(batch) {
      const shape = [batch.rows, batch.length];
      const inputs = feeds
        ? Object.fromEntries(feeds.map(([input, feed]) => [input, tf.tensor(feed(batch), shape, "int32")]))
        : sparseInputs(tf, batch);
      const states = await runner.run(inputs).catch(failed("cannot run it", "check that tokenizer.json belongs to it"));
      const values = await statesOf(states, batch, file);
      for (const tensor of [states, ...Object.values(inputs)]) tensor.dispose();
      return values;
    },
    close: async () => runner.dispose(),
  };
}

/** tfjs with its fastest backend: tfjs-node brings its own. */
async function loadTfjs([main, wasm]: readonly [Peer, ...Peer[]]): Promise<Tfjs> {
  const tf = await loadPeer<Tfjs>(main);
  tf.enableProdMode();
  if (wasm !== undefined) {
    const { setWasmPaths } = await loadPeer<{ setWasmPaths(folder: string): void }>(wasm);
    setWasmPaths(`${dirname(wasm.entry)}/`);
    if (!(await tf.setBackend("wasm"))) {
      throw new SeginfError(`the package ${wasm.name} cannot be started`, {}, "install it again");
    }
  }
  await tf.ready();
  return tf;
}

async function openGraph(tf: Tfjs, files: TfjsFiles, layer: string | undefined, file: string): Promise<Runner> {
  const model = await tf.loadGraphModel({ load: async () => ({ ...files.artifacts }) });
  const outputs = model.outputs.map(({ name }) => name.replace(/:0$/, ""));
  const tensor = layer === undefined ? outputs[0] : layerTensor(layer, { outputs, inner: files.nodes }, file);
  if (tensor === undefined) {
    throw new SeginfError("the graph has no output", { file }, "name a node of it with --encoder-layer");
  }
  let waits = false;
  return {
    inputs: model.inputs.map(({ name }) => name),
    async run(inputs) {
      if (waits) return model.executeAsync(inputs, tensor);
      try {
        return model.execute(inputs, tensor);
      } catch (error) {
        // Graphs with loops, or with shapes that follow from values, say so in this way.
        if (!/executeAsync/.test(String(error))) throw error;
        waits = true;
        return model.executeAsync(inputs, tensor);
      }
    },
    dispose: () => model.dispose(),
  };
}

async function openLayers(tf: Tfjs, files: TfjsFiles, layer: string | undefined, file: string): Promise<Runner> {
  const whole = await tf.loadLayersModel({ load: async () => ({ ...files.artifacts }) });
  const names = whole.layers.map(({ name }) => name);
  const chosen = layer === undefined ? null : layerTensor(layer, { outputs: names.slice(-1), inner: names }, file);
  const model = chosen === null ? whole : tf.model({ inputs: whole.inputs, outputs: whole.getLayer(chosen).output });
  const inputs = whole.inputs.map(({ name }) => name);
  return {
    inputs,
    async run(tensors) {
      const made = model.predict(inputs.map((name) => tensors[name]));
      if (!Array.isArray(made)) return made as Tensor;
      const [first, ...others] = made as readonly Tensor[];
      for (const other of others) other.dispose();
      return first;
    },
    dispose: () => whole.dispose(),
  };
}

/** A sparse matrix of pieces by their places, as the Universal Sentence Encoder takes them. */
function sparseInputs(tf: Tfjs, { ids, length }: Batch): Readonly<Record<string, Tensor>> {
  const places = new Int32Array(2 * ids.length).map((_, i) => {
    const piece = i >> 1;
    return i % 2 === 0 ? Math.floor(piece / length) : piece % length;
  });
  return {
    indices: tf.tensor(places, [ids.length, 2], "int32"),
    values: tf.tensor(ids, [ids.length], "int32"),
  };
}

async function statesOf(states: Tensor, { rows, length }: Batch, file: string): Promise<PieceStates> {
  const { shape, dtype } = states;
  const [first, second, dimension = 0, ...more] = shape;
  if (dtype === "float32" && first === rows && second === length && dimension > 0 && more.length === 0) {
    return { dimension, values: await states.data() };
  }
  const what = `the model gives ${dtype} of the shape ${shape.join(" × ")}`;
  const hint = `name a node of sentences × pieces × states (here ${rows} × ${length} × …) with --encoder-layer`;
  throw new SeginfError(what, { file }, hint);
}
