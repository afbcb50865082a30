import type { OnnxGraph } from "./graph.js";

/** A model that has been read and checked. */
export interface OnnxModel {
  /** What messages call it. */
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly graph: OnnxGraph;
}
