/** Doubles and integers that may lie in shared or WebAssembly memory. */
export type F64 = Float64Array<ArrayBufferLike>;
export type F32 = Float32Array<ArrayBufferLike>;
export type I32 = Int32Array<ArrayBufferLike>;
