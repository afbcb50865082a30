import { ShapeError } from "./sealed.js";

/**
 * That every element is a whole number from `least` to `most`: what a checksum does not say of indices from a file.
 *
 * @throws ShapeError where one is not
 */
export function requireWithin(indices: ArrayLike<number>, name: string, least: number, most: number): void {
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i];
    if (index !== undefined && index >= least && index <= most) continue;
    throw new ShapeError(`${JSON.stringify(name)} has ${index} at ${i}, outside ${least} … ${most}`);
  }
}

/**
 * That elements are the bounds of parts that follow on one another, from 0 to `end`.
 *
 * @throws ShapeError where they are not
 */
export function requireBounds(bounds: ArrayLike<number>, name: string, end: number): void {
  for (let i = 0; i < bounds.length; i++) {
    const [bound, before] = [bounds[i] ?? -1, i === 0 ? 0 : (bounds[i - 1] ?? 0)];
    if (bound < before || (i === 0 && bound !== 0))
      throw new ShapeError(`${JSON.stringify(name)} has ${bound} at ${i}`);
  }
  const last = bounds[bounds.length - 1];
  if (last !== end) throw new ShapeError(`${JSON.stringify(name)} ends at ${last}, not ${end}`);
}
