import type { Corpus } from "../corpus/types.js";
import { groupTemplates, type TemplateGroup } from "./blocks.js";
import { lookUp } from "./embeddings/lookup.js";
import type { VectorTable } from "./embeddings/table.js";
import type { Encoded } from "./encode.js";
import type { Template } from "./templates.js";

/** Word vectors as features: which table, and of which of a token's neighbours. */
export interface VectorFeatures {
  readonly table: VectorTable;
  /** As people know it: "glove" or the file's name. */
  readonly name: string;
  /** 0 the token's own vector, −1 the one before it … */
  readonly offsets: readonly number[];
}

/** The token's own vector and its neighbours'. Chosen on held-out data, see bench/RESULTS.md. */
export const VECTOR_OFFSETS: readonly number[] = [-1, 0, 1];

/**
 * Every vector is brought to this length, so that λ means the same for any table, and frequent words, whose vectors are
 * long, do not outweigh the others. Measured: as good as lengths as they stand, in a quarter fewer iterations.
 */
export const VECTOR_LENGTH = 3;

/**
 * The dense columns of a corpus's feature matrix: O offsets × D dimensions. All blocks that show one word at one offset
 * have the same D numbers, so a block has one *row column* (offset o, vector r) at o·R + r instead of D entries.
 */
export interface DenseMatrix {
  readonly dimension: number;
  readonly offsets: number;
  /** R × D: the vectors of the words that the corpus has. */
  readonly rows: Float64Array;
  /** Length B: the row column of each block, −1 without one. */
  readonly columnOf: Int32Array;
}

/** Looks up the vectors of a corpus whose blocks are encoded, with a group for each offset among them. */
export function vectorColumns(
  corpus: Corpus,
  { groups: G, tokenBlocks, blockStart }: Encoded,
  templates: readonly Template[],
  { table, offsets }: VectorFeatures,
): DenseMatrix {
  const groups = groupTemplates(templates, offsets);
  const { rowOf, rows, dimension } = lookUp(table, corpus.words.values);
  const R = rows.length / dimension;
  const columnOf = new Int32Array(blockStart.length - 1).fill(-1);
  offsets.forEach((offset, o) => {
    const g = groups.findIndex((group) => isCell(group, offset));
    for (let k = 0; k + 1 < corpus.sentenceStart.length; k++) {
      const [start, end] = [corpus.sentenceStart[k], corpus.sentenceStart[k + 1]];
      for (let t = Math.max(start, start - offset); t < Math.min(end, end - offset); t++) {
        const row = rowOf[corpus.words.ids[t + offset]];
        if (row >= 0) columnOf[tokenBlocks[t * G + g]] = o * R + row;
      }
    }
  });
  for (let r = 0; r < R; r++) scaleTo(VECTOR_LENGTH, rows.subarray(r * dimension, (r + 1) * dimension));
  return { dimension, offsets: offsets.length, rows, columnOf };
}

/** Brings a vector to a length, a vector of zeros apart. @returns the length that it had */
export function scaleTo(length: number, vector: Float64Array): number {
  const norm = Math.hypot(...vector);
  if (norm > 0) for (let d = 0; d < vector.length; d++) vector[d] *= length / norm;
  return norm;
}

/** Whether a group reads the word at an offset and nothing else: its blocks are then words. */
function isCell({ macros }: TemplateGroup, offset: number): boolean {
  return macros.length === 1 && macros[0].column === "word" && macros[0].offset === offset;
}
