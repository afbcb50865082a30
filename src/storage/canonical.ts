/**
 * JSON with the keys of every object sorted, so that equal content gives equal text whatever order it was built in.
 * @throws Error for a number that JSON cannot say: two different keys must never look the same
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part) => {
    if (typeof part === "number" && !Number.isFinite(part)) throw new Error(`a key cannot hold the number ${part}`);
    if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
