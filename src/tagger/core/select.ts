import type { CrfObjective } from "../objective.js";
import { type Doubt, doubtfulPieces, type Pieces } from "./pieces.js";

/** The doubtful tokens of a corpus, and what they read. */
export interface Selection {
  readonly pieces: Pieces;
  /** The blocks of those tokens, ascending. */
  readonly blocks: Int32Array;
}

/** The selection at the point where the objective stands. */
export function select({ problem, state }: CrfObjective, doubt: Doubt): Selection {
  const pieces = doubtfulPieces(problem.chains, state, doubt);
  const { groups, tokenBlocks } = problem.chains;
  const isRead = new Uint8Array(problem.blockFeatures.rows);
  const { token } = pieces;
  for (let i = 0; i < token.length; i++) {
    for (let g = token[i] * groups; g < (token[i] + 1) * groups; g++) isRead[tokenBlocks[g]] = 1;
  }
  return { pieces, blocks: onesOf(isRead) };
}

/** The features that any of the selections' blocks has, ascending. The objectives share one feature space. */
export function featuresOf(objectives: readonly CrfObjective[], selections: readonly Selection[]): Int32Array {
  const isRead = new Uint8Array(objectives[0].problem.shape.features);
  objectives.forEach(({ problem: { blockFeatures } }, i) => {
    const { start, index } = blockFeatures;
    for (const b of selections[i].blocks) for (let j = start[b]; j < start[b + 1]; j++) isRead[index[j]] = 1;
  });
  return onesOf(isRead);
}

/** The places of ones, ascending. */
function onesOf(flags: Uint8Array): Int32Array {
  let count = 0;
  for (let i = 0; i < flags.length; i++) count += flags[i];
  const ones = new Int32Array(count);
  for (let i = 0, at = 0; i < flags.length; i++) if (flags[i] === 1) ones[at++] = i;
  return ones;
}
