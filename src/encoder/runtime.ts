import { SeginfError } from "../errors.js";
import { findPeer, type Peer } from "./peers.js";

/** Sentences of one length, ready for a model. */
export interface Batch {
  /** rows × length: the number of each piece. */
  readonly ids: Int32Array;
  readonly rows: number;
  readonly length: number;
}

/** What a model makes of a batch. */
export interface PieceStates {
  readonly dimension: number;
  /** rows × length × dimension. */
  readonly values: Float32Array;
}

/** A model that is loaded. */
export interface Session {
  /** Whether the states of a sentence depend on the others in its batch, so that it must be alone there. */
  readonly isAlone: boolean;
  run(batch: Batch): Promise<PieceStates>;
  close(): Promise<void>;
}

/** What files of models are for. */
export type ModelFormat = "onnx" | "tfjs";

/** The packages that run a model, the first choice first; a choice takes all of its packages. */
const RUNTIMES: Readonly<Record<ModelFormat, readonly (readonly string[])[]>> = {
  onnx: [["onnxruntime-node"], ["onnxruntime-web"]],
  tfjs: [["@tensorflow/tfjs-node"], ["@tensorflow/tfjs", "@tensorflow/tfjs-backend-wasm"]],
};

const INSTALL: Readonly<Record<ModelFormat, string>> = {
  onnx: "run npm i onnxruntime-node --onnxruntime-node-install=skip, or npm i onnxruntime-web",
  tfjs: "run npm i @tensorflow/tfjs @tensorflow/tfjs-backend-wasm",
};

/** tfjs-node calls functions that Node has had no more since. */
const TFJS_NODE_BEFORE = 23;

/**
 * The packages that are to run models of a format, found and not loaded.
 *
 * @param directory where the user works
 * @param find looks for a package there
 * @throws SeginfError that says what to install
 */
export function findRuntime(
  format: ModelFormat,
  directory: string,
  find: (name: string, directory: string) => Peer | null = findPeer,
): readonly [Peer, ...Peer[]] {
  const isOld = Number.parseInt(process.versions.node, 10) < TFJS_NODE_BEFORE;
  for (const names of RUNTIMES[format]) {
    if (names.includes("@tensorflow/tfjs-node") && !isOld) continue;
    const [first, ...rest] = names.map((name) => find(name, directory));
    if (first && rest.every((peer) => peer !== null)) return [first, ...rest];
  }
  const name = format === "onnx" ? "ONNX" : "TensorFlow.js";
  throw new SeginfError(`to run ${name} models, a package is needed that is not installed`, {}, INSTALL[format]);
}

/** A failure of a runtime, whose messages have many lines and no context, as one line about the model. */
export function modelFailure(file: string, what: string, cause: unknown, hint: string): SeginfError {
  const text = cause instanceof Error ? cause.message : String(cause);
  const reason = (text.split("\n")[0] ?? "").slice(0, LONGEST_REASON);
  return new SeginfError(`${what}: ${reason}`, { file }, hint, { cause });
}

const LONGEST_REASON = 300;
