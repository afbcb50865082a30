import { SeginfError } from "../../errors.js";

/** The column that a user's selector names, and the key within it. */
export interface Selected {
  /** From the left from 1, from the right from −1. */
  readonly number: number;
  readonly key: string | null;
  /** The number of the column of types, where the other one holds prefixes. */
  readonly types?: number | undefined;
}

/**
 * The column that a user's selector names: its number (1, 2, … from the left, −1, −2, … from the right) or its name, both
 * followed by a colon and a key where its fields are lists of key=value: `MISC:NER`. Two columns joined by a plus sign hold the
 * prefixes of tags and their types: `2+3`.
 *
 * @param names of the file's columns; null where it names none
 * @throws SeginfError for 0, and for a name that the file does not have
 */
export function resolveColumn(
  selector: string,
  names: readonly string[] | null,
  format: "columns" | "conllu",
  file: string,
): Selected {
  const text = selector.trim();
  const whole = numbered(text, file) ?? named(text, names);
  if (whole !== undefined) return { number: whole, key: null };
  const colon = text.indexOf(":");
  if (colon > 0 && colon < text.length - 1) {
    const column = text.slice(0, colon);
    const number = numbered(column, file) ?? named(column, names);
    if (number !== undefined) return { number, key: text.slice(colon + 1) };
  }
  const plus = text.indexOf("+", 1);
  if (plus > 0 && plus < text.length - 1) {
    const [prefixes, types] = [text.slice(0, plus), text.slice(plus + 1)].map(
      (part) => numbered(part, file) ?? named(part, names),
    );
    if (prefixes !== undefined && types !== undefined) return { number: prefixes, key: null, types };
  }
  if (format === "conllu") {
    throw new SeginfError(`CoNLL-U has no column "${text}"`, { file }, `name one of ${(names ?? []).join(", ")}`);
  }
  if (names) throw new SeginfError(`there is no column "${text}"`, { file }, `name one of ${names.join(", ")}`);
  const hint = "give its number: 1 is the first column, -1 the last";
  throw new SeginfError(`the column "${text}" is named, but the file names no columns`, { file }, hint);
}

function numbered(text: string, file: string): number | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  const number = Number(text);
  if (number !== 0 && Number.isSafeInteger(number)) return number;
  const hint = "count from 1 from the left, or from -1 from the right";
  throw new SeginfError(`there is no column ${text}`, { file }, hint);
}

/** The number of a name: as it stands, else in any case. */
function named(text: string, names: readonly string[] | null): number | undefined {
  if (!names) return undefined;
  const same = names.indexOf(text);
  const index = same >= 0 ? same : names.findIndex((name) => name.toLowerCase() === text.toLowerCase());
  return index >= 0 ? index + 1 : undefined;
}

/** "column 3 (NER)", "column 10 (MISC), key name" */
export function columnTitle(number: number, key: string | null, names: readonly string[] | null): string {
  const name = number > 0 ? names?.[number - 1] : names?.at(number);
  const title = number === -1 ? "the last column" : `column ${number}`;
  return `${title}${name ? ` (${name})` : ""}${key === null ? "" : `, key ${key}`}`;
}
