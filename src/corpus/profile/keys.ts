import { type Recognition, recognise } from "../spelling/recognise.js";
import { labelSpan } from "../spelling/several.js";
import { isLabelName } from "./names.js";

/** Separates the entries of MISC and FEATS, and their keys from their values. */
const ENTRIES = "|";
const EQUALS = "=";
const OUTSIDE = "O";

/** Where the value of a key stands in a field of entries, as offsets; null where there is none. A number counts entries. */
export function valueSpan(field: string, key: string): { readonly start: number; readonly end: number } | null {
  for (let at = 0; at <= field.length; ) {
    const bar = field.indexOf(ENTRIES, at);
    const end = bar < 0 ? field.length : bar;
    if (field.startsWith(key, at) && field[at + key.length] === EQUALS) return { start: at + key.length + 1, end };
    at = end + 1;
  }
  // Of two labels in a field (B-ORG|B-PER), key 2 is the second.
  return /^\d+$/.test(key) ? labelSpan(field, Number(key)) : null;
}

/** The field with another value of the key; an entry more where it has none. */
export function withValue(field: string, key: string, value: string): string {
  const span = valueSpan(field, key);
  if (span) return field.slice(0, span.start) + value + field.slice(span.end);
  return field === "_" || field === "" ? `${key}=${value}` : `${field}${ENTRIES}${key}=${value}`;
}

/** A key that names alone have holds this many tags at least, for them to be no accident. */
const FEWEST = 3;

/**
 * The keys of a column of entries whose values are tags of segments, with the share of rows that have the key. One that is
 * called as labels are may hold types, or prefixes, alone.
 */
export function taggedKeys(counts: ReadonlyMap<string, number>): { readonly key: string; readonly share: number }[] {
  const valuesOf = new Map<string, Map<string, number>>();
  let rows = 0;
  for (const [field, count] of counts) {
    rows += count;
    for (const entry of field.split(ENTRIES)) {
      const at = entry.indexOf(EQUALS);
      if (at <= 0) continue;
      const values = valuesOf.get(entry.slice(0, at)) ?? new Map<string, number>();
      values.set(entry.slice(at + 1), (values.get(entry.slice(at + 1)) ?? 0) + count);
      valuesOf.set(entry.slice(0, at), values);
    }
  }
  const found: { readonly key: string; readonly share: number }[] = [];
  for (const [key, values] of valuesOf) {
    const held = [...values.values()].reduce((sum, count) => sum + count, 0);
    // A token without the key is outside.
    const tags = recognise(
      held < rows ? new Map([...values, [OUTSIDE, (values.get(OUTSIDE) ?? 0) + rows - held]]) : values,
    );
    if (tags && (isCertain(tags) || (isLabelName(key) && isLikely(tags)))) found.push({ key, share: held / rows });
  }
  return found;
}

function isCertain({ spelling, chunked }: Recognition): boolean {
  return chunked >= FEWEST && ["prefix", "suffix", "brackets"].includes(spelling.form);
}

/** Types, or prefixes, alone. */
function isLikely({ chunked, foreign }: Recognition): boolean {
  return chunked >= FEWEST && foreign === 0;
}
