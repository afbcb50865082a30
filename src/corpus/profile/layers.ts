import { typesIn } from "../spelling/brackets.js";
import type { ColumnProfile } from "./plan.js";

/** Whether what stands outside is a letter or a zero, and not a filler that any column may have. */
export function isOutsideLetter({ tags }: ColumnProfile): boolean {
  return tags !== null && tags.spelling.outside !== "_" && tags.spelling.outside !== "-";
}

/** Whether a column holds syntactic chunks, which stand next to names in many files. */
export function isChunks(column: ColumnProfile): boolean {
  const types = typesOf(column);
  return ["NP", "VP", "PP"].some((type) => types.has(type));
}

/** Whether most types of two columns are the same: a tagger may never predict a rare one, or know one more. */
export function areOfSameTypes(one: ColumnProfile, other: ColumnProfile): boolean {
  const [a, b] = [typesOf(one), typesOf(other)];
  const shared = [...a].filter((type) => b.has(type)).length;
  return shared > 0 && 2 * shared >= a.size + b.size - shared;
}

/** Types alone that are so much rarer are a layer that is hardly used. */
const RARE = 20;

/** Whether a layer's names are of the types of another, and far fewer. */
export function isNestedIn(inner: ColumnProfile, outer: ColumnProfile): boolean {
  if (!inner.tags || !outer.tags || inner.tags.chunked * 2 > outer.tags.chunked) return false;
  if (inner.kind === "types" && inner.tags.chunked * RARE <= outer.tags.chunked) return true;
  const types = typesOf(outer);
  const inside = [...typesOf(inner)];
  return inside.filter((type) => types.has(type)).length * 2 > inside.length || inside.length === 0;
}

function typesOf({ counts, tags }: ColumnProfile): Set<string> {
  return tags ? typesIn(tags.spelling, counts.keys()) : new Set();
}
