import { evenChunks, paddedWidth, type RowLabels } from "../../kernels/singles.js";
import type { Arrays, I32 } from "../../kernels/types.js";
import type { StateColumns } from "../states.js";
import type { Nodes } from "./nodeList.js";

/**
 * The states of a corpus's open tokens, in order, with the labels of their nodes. A copy: rows that lie apart take three times as
 * long to read, and the solves with one surrogate read them hundreds of times.
 */
export type StateCells = StateColumns & { readonly chunkStart: I32; readonly cells: RowLabels };

export function openTokens(
  states: StateColumns,
  { token, nodeStart, label }: Nodes,
  labels: number,
  arrays: Arrays,
): StateCells {
  const rows = token.length;
  const width = paddedWidth(states.dimension);
  const values = arrays.float32(rows * width);
  const start = arrays.int32(rows + 1);
  token.forEach((t, row) => {
    values.set(states.values.subarray(t * width, (t + 1) * width), row * width);
  });
  start.set(nodeStart);
  const own = arrays.int32(label.length);
  own.set(label);
  const chunks = evenChunks(rows, states.dimension, labels);
  const chunkStart = arrays.int32(chunks.length);
  chunkStart.set(chunks);
  return { ...states, rows, values, chunkStart, cells: { start, label: own } };
}
