import type { NumberType } from "./numbers.js";

/** Where a matrix lies in a file, row by row. */
export interface StoredMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly type: NumberType;
  /** Bytes before it. */
  readonly offset: number;
}
