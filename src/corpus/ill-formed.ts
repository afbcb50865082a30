import type { IllFormed, Scheme } from "./types.js";

/**
 * Words for a tag that its scheme would spell otherwise.
 *
 * @param expected the prefix that spells the reading; "O" where the tag is of the type O
 * @param label of the segment that holds the token, "" outside segments
 */
export function explain(
  place: Omit<IllFormed, "why" | "suggestion">,
  scheme: Scheme,
  expected: string,
  label: string,
): IllFormed {
  const suggestion = expected === "O" ? "O" : `${expected}-${label}`;
  return { ...place, why: why(place.tag, place.previous, scheme, expected, label), suggestion };
}

function why(tag: string, previous: string | null, scheme: Scheme, expected: string, label: string): string {
  const after = previous === null ? "at the start of a sentence" : `after ${previous}`;
  if (expected === "O") return `${tag} marks an entity of the type O, which stands for no entity`;
  if (scheme === "IO") return `${tag} stands in a corpus without B- tags`;
  if (scheme === "IOB1") return `${tag} does not follow a ${label} segment: it stands ${after}`;
  if (scheme === "BIO") return `${tag} opens a segment ${after}`;
  if (expected === "E" || expected === "L") return `${tag} ends a segment without ${expected}-`;
  if (expected === "B") return `${tag} opens a segment ${after}`;
  return tag.startsWith("B") ? `${tag} opens a segment that ends at once` : `${tag} is a segment of its own ${after}`;
}
