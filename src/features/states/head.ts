import { SeginfError } from "../../errors.js";
import { evenlySpaced } from "../../math/evenlySpaced.js";
import { VECTOR_LENGTH } from "../vectors.js";
import { type Projection, SAMPLE } from "./projection.js";
import type { TokenStates } from "./table.js";

/** The last layer of a tagger that is there already: the score of label c at a state h is h · W[:, c] + b[c]. */
export interface TokenHead {
  /** Its model's name. */
  readonly name: string;
  readonly labels: readonly string[];
  /** D × C, row-major. */
  readonly weights: Float64Array;
  /** Length C. */
  readonly bias: Float64Array;
}

/**
 * The labels of a tagger that begins as a head: the corpus's in their order, then what else the head knows, which takes its
 * part of the probability as well.
 *
 * @param corpus the corpus's name
 * @throws SeginfError for a label of the corpus that the head lacks
 */
export function labelsWithHead(labels: readonly string[], head: TokenHead, corpus: string): readonly string[] {
  const missing = labels.filter((label) => !head.labels.includes(label));
  if (missing.length > 0) {
    const what = `its head does not know the labels ${missing.join(", ")} of ${corpus}, only ${head.labels.join(", ")}`;
    throw new SeginfError(what, { file: head.name }, "name its labels as in the corpus with --encoder-labels");
  }
  return [...labels, ...head.labels.filter((label) => !labels.includes(label))];
}

/**
 * States as columns over which a head can be written: as they are, all times one number, and a column of ones for its bias.
 * The number brings them to VECTOR_LENGTH on the whole (root mean square), so that λ means the same for any model.
 */
export function headProjection(states: TokenStates): Projection {
  const { dimension: D, model } = states;
  const sample = evenlySpaced(states.tokens, SAMPLE);
  let squares = 0;
  for (const t of sample) for (const x of states.rows(t, 1)) squares += x * x;
  const length = Math.sqrt(squares / Math.max(1, sample.length));
  const scale = length > 0 ? VECTOR_LENGTH / length : 1;
  return { dimension: D, kept: D, mean: new Float64Array(D), axes: null, labels: [], model, scale };
}

/**
 * A head as weights of such columns: rows of C numbers, D of them for states and one for the bias.
 *
 * @param labels of the tagger, each a label of the head
 */
export function headRows(head: TokenHead, labels: readonly string[], scale: number): Float64Array {
  const { weights, bias, labels: own } = head;
  const C = own.length;
  const column = labels.map((label) => own.indexOf(label));
  const D = weights.length / C;
  const rows = new Float64Array((D + 1) * labels.length);
  for (let d = 0; d <= D; d++) {
    column.forEach((c, i) => {
      rows[d * labels.length + i] = d < D ? weights[d * C + c] / scale : bias[c];
    });
  }
  return rows;
}
