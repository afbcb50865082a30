import { type Locator, members, type Path } from "./scan.js";

/** Text in place of the characters [start, end) of another. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text with the edits made. */
export function edited(text: string, edits: readonly TextEdit[]): string {
  let result = "";
  let at = 0;
  for (const edit of inOrder(edits)) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}

export function inOrder(edits: readonly TextEdit[]): TextEdit[] {
  return edits.toSorted((a, b) => a.start - b.start);
}

/** The edit that sets the value to which the path leads. */
export function setValue(root: Locator, path: Path, value: string | number): TextEdit {
  const node = root.at(path);
  if (!node) throw new RangeError(`nothing at ${path.join(".")}`);
  return { start: node.start, end: node.end, text: written(value, root.text) };
}

/** A value as JSON; in ASCII where all of the text that it goes into is. */
export function written(value: string | number, text: string): string {
  const json = JSON.stringify(value);
  if (/[^\0-\x7f]/.test(text)) return json;
  return json.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** The text without a key of the object at `start`; the same text where it has none. */
export function withoutKey(text: string, start: number, key: string): string {
  if (text[start] !== "{") return text;
  const all = [...members(text, start)];
  const index = all.findIndex(([name]) => name === key);
  if (index < 0) return text;
  const { key: from, end } = all[index][1];
  if (index + 1 < all.length) return text.slice(0, from.start) + text.slice(all[index + 1][1].key.start);
  const last = index > 0 ? all[index - 1][1].end : from.start;
  return text.slice(0, last) + text.slice(end);
}
