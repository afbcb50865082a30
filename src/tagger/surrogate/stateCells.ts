import { evenChunks, paddedWidth, type RowLabels } from "../../kernels/singles.js";
import type { Arrays, I32 } from "../../kernels/types.js";
import type { StateColumns } from "../states.js";
import type { Nodes } from "./nodeList.js";

/**
 * The states of a corpus's open tokens, in order, with the labels of their nodes. A copy: rows that lie apart take three times as
 * long to read, and the solves with one surrogate read them hundreds of times.
 */
export type StateCells = StateColumns & { readonly chunkStart: I32; readonly cells: RowLabels };

/** Open tokens are those with several labels. */
export function openTokens(states: StateColumns, nodes: Nodes, labels: number, arrays: Arrays): StateCells {
  const { token, nodeStart, label } = nodes;
  const open = Array.from(token.keys()).filter((i) => nodeStart[i + 1] - nodeStart[i] > 1);
  const rows = open.length;
  const width = paddedWidth(states.dimension);
  const values = arrays.float32(rows * width);
  const start = arrays.int32(rows + 1);
  open.forEach((i, row) => {
    values.set(states.values.subarray(token[i] * width, (token[i] + 1) * width), row * width);
    start[row + 1] = start[row] + nodeStart[i + 1] - nodeStart[i];
  });
  const own = arrays.int32(start[rows]);
  open.forEach((i, row) => {
    own.set(label.subarray(nodeStart[i], nodeStart[i + 1]), start[row]);
  });
  const chunks = evenChunks(rows, states.dimension, labels);
  const chunkStart = arrays.int32(chunks.length);
  chunkStart.set(chunks);
  return { ...states, rows, values, chunkStart, cells: { start, label: own } };
}
