import { typesIn } from "../spelling/brackets.js";
import { nearestType } from "../spelling/misspelt.js";
import { OUTSIDES } from "../spelling/outside.js";
import { recognise } from "../spelling/recognise.js";
import { readTag } from "../spelling/tags.js";
import type { SampleLine, SampleRow } from "./sample.js";

const TOKEN_NAMES = ["form", "token", "tokens", "word", "words", "forms", "text", "surface", "wordform", "mot", "wort"];
const LABEL_NAMES =
  /^(?:ne-coarse-lit|ner?|ner?[-_ ]?(?:tags?|labels?|types?)|(?:.*:)?ner?|tags?|labels?|bio|iob2?|bioes|entit(?:y|ies)(?:[-_ ](?:tags?|types?|labels?))?|slots?|iob[-_ ]?tags?|bio[-_ ]?tags?|named[-_ ]?entit(?:y|ies))$/i;
const OTHER_NAMES =
  /^(?:#|id|ids|index|sentence|sent|sentence[-_ ]?(?:#|id|no|number)|sent[-_ ]?id|doc(?:ument)?(?:[-_ ]?id)?|lemma|upos|xpos|pos(?:[-_ ]?tags?)?|feats|head|deprel|deps|misc|chunk|xner|ne-[a-z-]+|nel-[a-z-]+|offset|start|end|file|source)$/i;

/** `# global.columns = ID FORM NER`, as CoNLL-U Plus has it in its first line. */
export function globalColumns(lines: readonly SampleLine[]): readonly string[] | null {
  for (const { text } of lines) {
    const match = /^#\s*global\.columns\s*=\s*(.*\S)/u.exec(text.toString("utf8"));
    if (match) return match[1].split(/\s+/);
  }
  return null;
}

/** Whether a column of this name holds tokens, or the labels that people mean. */
export function isTokenName(name: string): boolean {
  return TOKEN_NAMES.includes(name.toLowerCase());
}

export function isLabelName(name: string): boolean {
  return LABEL_NAMES.test(name.trim());
}

/** Whether a comment names columns: `#word⇥tag`. */
export function isHeaderComment(fields: readonly string[]): boolean {
  const names = fields.map((name) => name.replace(/^#\s*/u, "").trim());
  return (
    names.some(isTokenName) && names.every((name) => isTokenName(name) || isLabelName(name) || OTHER_NAMES.test(name))
  );
}

/**
 * The names in the first row, where it is a header: one of them names tokens and another labels, or a column that often
 * stands next to them if half of the names are known, and none of them occurs in its own column again; or where one
 * stands over a column of numbers.
 */
export function headerOf(rows: readonly SampleRow[]): readonly string[] | null {
  const [first, ...others] = rows;
  if (!first) return null;
  const rest = others.filter((row) => !isSameRow(row, first));
  if (rest.length === 0) return null;
  const names = first.fields.map((name) => name.trim());
  if (names.some((name, i) => isOverNumbers(name, rest, i) || isOverTags(name, rest, i))) return names;
  const isKnown = (name: string) => isLabelName(name) || OTHER_NAMES.test(name);
  if (!names.some(isTokenName) || !names.some(isKnown)) return null;
  const known = names.filter((name) => isTokenName(name) || isKnown(name));
  if (names.length > 2 && known.length < names.length / 2 && !names.some(isLabelName)) return null;
  const recurs = names.some(
    (name, i) => isKnown(name) && !isTokenName(name) && rest.some(({ fields }) => fields[i]?.trim() === name),
  );
  return recurs ? null : names;
}

export function isSameRow({ fields }: SampleRow, { fields: others }: SampleRow): boolean {
  return fields.length === others.length && fields.every((field, i) => field === others[i]);
}

/** So many rows of numbers or tags below a word make it their name. */
const FEWEST_ROWS = 20;
const MOST_TAGS = 500;
const MOST_ROWS = 1000;

/** Whether a column holds nothing but tags of segments below a word that is none: no tag, and no type without its prefix. */
function isOverTags(name: string, rows: readonly SampleRow[], index: number): boolean {
  if (rows.length < FEWEST_ROWS || !/^\p{L}[\p{L}\p{M} _.-]*$/u.test(name)) return false;
  const counts = new Map<string, number>();
  for (const { fields } of rows.slice(0, MOST_ROWS)) {
    const value = fields[index]?.trim() ?? "";
    counts.set(value, (counts.get(value) ?? 0) + 1);
    if (counts.size > MOST_TAGS) return false;
  }
  const found = counts.has(name) ? null : recognise(counts);
  if (!found || found.foreign > 0 || found.chunked === 0) return false;
  const { spelling } = found;
  if ((spelling.form !== "prefix" && spelling.form !== "suffix") || readTag(spelling, name) !== undefined) return false;
  return nearestType(name, typesIn(spelling, counts.keys())) === undefined && !OUTSIDES.includes(name);
}

function isOverNumbers(name: string, rows: readonly SampleRow[], index: number): boolean {
  if (rows.length < FEWEST_ROWS || !/\p{L}/u.test(name)) return false;
  const values = new Set<string>();
  for (const { fields } of rows) {
    const value = fields[index]?.trim() ?? "";
    if (!/^-?\d+(?:\.\d+)?$/.test(value)) return false;
    values.add(value);
  }
  // A zero alone may be what stands for O.
  return values.size > 2;
}
