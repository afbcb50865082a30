import type { Vector } from "./vector.js";

/** A vector in single precision: for what only steers a search, at half the memory and traffic. */
export type Single = Float32Array<ArrayBufferLike>;

/** The pairs of L-BFGS in scaled variables z = x / m: steps (up to a factor each) and changes of the gradient. */
export interface Pairs {
  readonly s: readonly Single[];
  readonly y: readonly Single[];
}

/**
 * Where a solver's vectors lie, and who does the arithmetic on them. At a million variables such loops wait for memory, so
 * what a solver does between two evaluations is fused into as few passes as it takes. Arguments are vectors of the space.
 * Sums run in a fixed order: the same bits for any number of threads.
 */
export interface VectorSpace {
  /** A zeroed vector. */
  vector(length: number): Vector;
  /** A vector that holds whatever an earlier one left there, for who writes all of it before reading any: zeros take a pass. */
  scratch(length: number): Vector;
  single(length: number): Single;
  /** Gives vectors of the space back; they are not used after. */
  release(...vectors: readonly (Vector | Single)[]): void;
  /** Whether a vector lies in the space. */
  holds(x: Vector): boolean;

  /** Σ_i x_i y_i */
  dot(x: Vector, y: Vector): number;
  /** out ← x + a y; out may be x or y. */
  sumScaled(out: Vector, x: Vector, a: number, y: Vector): void;

  /** Conjugate gradients: x ← x + a p, r ← r − a q. Returns Σ r² and Σ m r². */
  step(x: Vector, r: Vector, a: number, p: Vector, q: Vector, m: Vector): readonly [rr: number, rmr: number];
  /** Conjugate gradients: p ← m∘r + b p */
  updateDirection(p: Vector, b: number, m: Vector, r: Vector): void;

  /**
   * L-BFGS: slot ← m∘(after − before), rounded. Then with g = m∘after and d the slot, for each pair i in turn:
   * s_i·g, s_i·d, y_i·g, y_i·d. The slot may be one of the y_i.
   */
  difference(slot: Single, m: Vector, after: Vector, before: Vector, pairs: Pairs): Float64Array;
  /**
   * L-BFGS: slot ← γ m∘g + Σ_i (a_i s_i + b_i y_i), rounded, and out ← m∘slot. The slot may be one of the s_i.
   * Returns out·g and out·out.
   *
   * @param coefficients a_0, b_0, a_1, b_1, …
   */
  direction(
    out: Vector,
    slot: Single,
    m: Vector,
    g: Vector,
    gamma: number,
    coefficients: Float64Array,
    pairs: Pairs,
  ): readonly [slope: number, square: number];

  /**
   * Block conjugate gradients: x_i·y_j for all i and j, K × K row by row; with a metric m, x_i·(m∘y_j). For blocks of which
   * these are symmetric: one is the other, or its products with a symmetric matrix.
   */
  gram(xs: readonly Vector[], ys: readonly Vector[], m?: Vector): Float64Array;
  /**
   * Block conjugate gradients: out_j ← y_j + Σ_i c_ij x_i, with a metric m∘y_j in place of y_j; all blocks of K vectors. The xs
   * and ys may be the outs.
   *
   * @param c K × K, row by row
   */
  combine(outs: readonly Vector[], ys: readonly Vector[], c: Float64Array, xs: readonly Vector[], m?: Vector): void;
}
