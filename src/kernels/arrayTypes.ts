/** Doubles and integers that may lie in shared or WebAssembly memory. */
export type F64 = Float64Array<ArrayBufferLike>;
export type F32 = Float32Array<ArrayBufferLike>;
export type I32 = Int32Array<ArrayBufferLike>;

/** A sparse 0/1 matrix by rows: row r has ones in the columns index[start[r]] … index[start[r + 1] − 1]: each once, and ascending but where sums over them say otherwise. */
export interface SparseRows {
  readonly rows: number;
  readonly start: I32;
  readonly index: I32;
}
