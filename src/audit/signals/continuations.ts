import { parseTag } from "../../corpus/scheme.js";
import type { Scheme } from "../../corpus/types.js";

/**
 * Whether a segment goes on from one tag to the next, as conlleval reads tags (corpus/segments.ts): both are inside
 * segments of one type, the first does not close one, the second does not open one.
 *
 * @returns C × C, 1 at [i·C + j] where it goes on from label i to label j
 */
export function continuations(tags: readonly string[], scheme: Scheme): Uint8Array {
  const parsed = tags.map((tag) => parseTag(tag, scheme));
  const C = tags.length;
  const table = new Uint8Array(C * C);
  if (scheme === "plain") return table;
  parsed.forEach((one, i) => {
    parsed.forEach((other, j) => {
      const inside = one.prefix !== "O" && other.prefix !== "O" && one.type === other.type;
      if (inside && !"ESLU".includes(one.prefix) && !"BSU".includes(other.prefix)) table[i * C + j] = 1;
    });
  });
  return table;
}
