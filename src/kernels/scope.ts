import type { Arrays, F32, F64, I32, Scope } from "./types.js";

/** A scope of arrays that are released one by one. */
export function scopeOf(arrays: Arrays, release: (array: F64 | F32 | I32) => void): Scope {
  const mine: (F64 | F32 | I32)[] = [];
  const keep = <A extends F64 | F32 | I32>(array: A): A => {
    mine.push(array);
    return array;
  };
  return {
    float64: (length) => keep(arrays.float64(length)),
    scratch: (length) => keep(arrays.scratch(length)),
    float32: (length) => keep(arrays.float32(length)),
    int32: (length) => keep(arrays.int32(length)),
    scratchInt32: (length) => keep(arrays.scratchInt32(length)),
    close() {
      for (const array of mine.splice(0)) release(array);
    },
  };
}
