import type { VectorSpace } from "./space.js";
import type { Vector } from "./vector.js";

/** Calls `run` with x and out, or with vectors of the space in their place where they lie elsewhere. */
export function inSpace<T>(space: VectorSpace, x: Vector, out: Vector, run: (x: Vector, out: Vector) => T): T {
  const known = space.holds(x);
  const mine = space.holds(out);
  const from = known ? x : space.scratch(x.length);
  const into = mine ? out : space.scratch(out.length);
  try {
    if (!known) from.set(x);
    const result = run(from, into);
    if (!mine) out.set(into);
    return result;
  } finally {
    if (!known) space.release(from);
    if (!mine) space.release(into);
  }
}
