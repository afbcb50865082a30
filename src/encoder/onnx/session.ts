import { SeginfError } from "../../errors.js";
import { half } from "../../features/states/numbers.js";
import { type Feed, feedOf } from "../inputs.js";
import { loadPeer, type Peer } from "../peers.js";
import { type Batch, modelFailure, type PieceStates, type Session } from "../runtime.js";
import { type ExternalData, readExternal } from "./external.js";
import { ELEMENT } from "./graph.js";
import { checkHead, type LinearHead } from "./head.js";
import { readOnnx, stateTensor, withOutput } from "./open.js";

/** The part of onnxruntime-node, and of onnxruntime-web, that is used. */
interface OnnxRuntime {
  readonly env: { logLevel?: string; readonly wasm?: { numThreads?: number } };
  readonly InferenceSession: { create(model: Uint8Array, options: object): Promise<InferenceSession> };
  readonly Tensor: new (type: "int32" | "int64", data: Int32Array | BigInt64Array, dims: readonly number[]) => object;
}

interface InferenceSession {
  run(feeds: Readonly<Record<string, object>>, fetches: readonly string[], options: object): Promise<Outputs>;
  release(): Promise<void>;
}

type Outputs = Readonly<
  Record<string, { readonly type: string; readonly data: unknown; readonly dims: readonly number[] }>
>;

/** Runtimes write their errors to stderr by themselves; they throw them as well. */
const SILENT = { logSeverityLevel: 4 } as const;

/** What of a model is asked for: the states of a layer, see layerTensor, or those that feed its head. */
export type OnnxStates = { readonly layer: string | undefined } | { readonly head: LinearHead };

/**
 * Loads an ONNX model.
 *
 * @param threads of the runtime, which results do not depend on
 * @throws SeginfError for a model that cannot be read or run
 */
export async function openOnnx(file: string, states: OnnxStates, peer: Peer, threads: number): Promise<Session> {
  const model = await readOnnx(file);
  const head = "head" in states ? states.head : null;
  const tensor = "head" in states ? states.head.hidden : stateTensor(model, states.layer);
  const inputs = model.graph.inputs.map(({ name, type }) => ({ name, type, feed: feedOf(name, file) }));
  const external = await readExternal(model.graph, file);
  const runtime = await loadPeer<OnnxRuntime>(peer);
  const session = await create(runtime, peer, withOutput(model, tensor), external, threads).catch((cause) => {
    throw modelFailure(file, `${peer.name} cannot load it`, cause, "export it again, or update the package");
  });
  let isChecked = head === null;
  return {
    // The scale of what is quantised on the way follows from the whole batch.
    isAlone: model.graph.nodes.some(({ op }) => op === "DynamicQuantizeLinear"),
    async run(batch) {
      const fetches = isChecked || head === null ? [tensor] : [tensor, head.logits];
      const outputs = await session.run(feedsOf(runtime, inputs, batch), fetches, SILENT).catch((cause) => {
        throw modelFailure(
          file,
          `${peer.name} cannot run it`,
          cause,
          "check that tokenizer.json belongs to this model",
        );
      });
      const made = statesOf(outputs[tensor], batch, { tensor, file });
      if (!isChecked && head !== null)
        checkHead(head, made, statesOf(outputs[head.logits], batch, { tensor: head.logits, file }), file);
      isChecked = true;
      return made;
    },
    close: () => session.release(),
  };
}

function create(
  runtime: OnnxRuntime,
  { name }: Peer,
  model: Uint8Array,
  externalData: readonly ExternalData[],
  threads: number,
): Promise<InferenceSession> {
  if (name === "onnxruntime-web" && runtime.env.wasm) {
    runtime.env.logLevel = "fatal";
    runtime.env.wasm.numThreads = threads;
    return runtime.InferenceSession.create(model, { ...SILENT, executionProviders: ["wasm"], externalData });
  }
  return runtime.InferenceSession.create(model, {
    ...SILENT,
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    externalData,
    // Threads that wait leave the cores to others.
    extra: { session: { intra_op: { allow_spinning: "0" } } },
  });
}

function feedsOf(
  { Tensor }: OnnxRuntime,
  inputs: readonly { readonly name: string; readonly type: number; readonly feed: Feed }[],
  batch: Batch,
): Readonly<Record<string, object>> {
  const dims = [batch.rows, batch.length];
  return Object.fromEntries(
    inputs.map(({ name, type, feed }) => {
      const values = feed(batch);
      if (type === ELEMENT.int32) return [name, new Tensor("int32", values, dims)];
      return [name, new Tensor("int64", BigInt64Array.from(values, BigInt), dims)];
    }),
  );
}

function statesOf(
  { type, data, dims }: Outputs[string],
  { rows, length }: Batch,
  { tensor, file }: { readonly tensor: string; readonly file: string },
): PieceStates {
  const [first, second, dimension = 0, ...more] = dims;
  if (first !== rows || second !== length || dimension < 1 || more.length > 0) {
    const what = `the tensor ${JSON.stringify(tensor)} has the shape ${dims.join(" × ")}`;
    const hint = `name one of sentences × pieces × states (here ${rows} × ${length} × …) with --encoder-layer`;
    throw new SeginfError(what, { file }, hint);
  }
  if (type === "float32") return { dimension, values: data as Float32Array };
  if (type === "float16") {
    // An array of bits, or where JavaScript has one, of numbers.
    return {
      dimension,
      values: data instanceof Uint16Array ? Float32Array.from(data, half) : Float32Array.from(data as Float32Array),
    };
  }
  const what = `the tensor ${JSON.stringify(tensor)} holds ${type}`;
  throw new SeginfError(what, { file }, "name one of float32 or float16 with --encoder-layer");
}
