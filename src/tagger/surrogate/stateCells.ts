import { evenChunks } from "../../kernels/singles.js";
import type { I32 } from "../../kernels/types.js";
import type { StateColumns } from "../states.js";
import type { Nodes } from "./nodeList.js";

/** The states of a corpus's open tokens, in order: row i of the matrix is that of the i-th of them. */
export type StateCells = StateColumns & { readonly index: I32; readonly chunkStart: I32 };

/** Open tokens are those with several labels. */
export function openTokens(
  states: StateColumns,
  { token, nodeStart }: Nodes,
  labels: number,
  int32: (length: number) => I32,
): StateCells {
  const open = token.filter((_, i) => nodeStart[i + 1] - nodeStart[i] > 1);
  const index = int32(open.length);
  index.set(open);
  const chunks = evenChunks(open.length, states.dimension, labels);
  const chunkStart = int32(chunks.length);
  chunkStart.set(chunks);
  return { ...states, rows: open.length, index, chunkStart };
}
