/** Rows of features with what they should be told apart into. */
export interface Examples {
  readonly rows: number;
  readonly columns: number;
  /** rows × columns, row-major. */
  readonly x: Float64Array;
  /** Length rows: 0 or 1. */
  readonly y: ArrayLike<number>;
  /** Length rows: how much each counts. */
  readonly weight: ArrayLike<number>;
}
/** A Gaussian prior on the coefficients: independent, with a mean and a precision each. */
export interface Prior {
  readonly mean: Float64Array;
  readonly precision: Float64Array;
}
export function logisticRegression(examples: Examples, prior: Prior): Float64Array;
