import { SeginfError } from "../../errors.js";
import type { Layout } from "./plan.js";
import type { SampleLine, SampleRow } from "./sample.js";

const FEWEST_ROWS = 20;
const MOSTLY = 0.8;
const NEARLY_ALL = 0.98;
const MOST_COLUMNS = 12;
/** In place of a blank line. */
const RULE = /^[=*_~-]{4,}$/;

/** Whether a row holds a line of signs, or of signs that cannot be seen. */
export const isRule = ([field, ...more]: readonly string[]) =>
  more.length === 0 && (RULE.test(field.trim()) || (field !== "" && field.trim() === ""));

export function requireNoRules(file: string, rows: readonly SampleRow[]): void {
  const rules = rows.filter(({ fields }) => isRule(fields));
  if (rules.length < 2) return;
  const [{ fields, line }] = rules;
  const sign = fields[0].trim().slice(0, 40);
  const code = (fields[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  const what = sign === "" ? `lines that look empty hold U+${code}` : `lines of signs stand between the rows (${sign})`;
  throw new SeginfError(what, { file, line }, "put blank lines in their place");
}

/**
 * A first row of one column, where most have more; of another number than all others.
 *
 * @throws SeginfError for it
 */
export function requireUsualFirst(file: string, lines: readonly SampleLine[], layout: Layout): void {
  const { line, width, separator } = layout;
  if (separator === "tab" && width > 1) return;
  const rows = lines.map(({ text }) => text.toString("latin1").trim()).filter((text) => text !== "" && text[0] !== "#");
  const most = (pattern: RegExp) =>
    rows.length >= 2 && rows.filter((text) => pattern.test(text)).length >= MOSTLY * (rows.length - 1);
  const what =
    width === 1 && most(/[ \t]/)
      ? "the first row has one column, and the others have more"
      : separator === "blanks" && rows.length > FEWEST_ROWS && most(/\t/)
        ? "blanks part the first row, and tabs the others"
        : separator === "blanks" && rows.length > FEWEST_ROWS
          ? ofOtherWidth(rows, width)
          : null;
  if (what === null) return;
  throw new SeginfError(what, { file, line }, "take it out, or write it as a comment: # and a blank before it");
}

/** What is wrong with a first row of this width, where nearly all others have another one. */
function ofOtherWidth(rows: readonly string[], width: number): string | null {
  const counts = new Map<number, number>();
  for (const row of rows.slice(1)) {
    const own = row.split(/ +/).length;
    counts.set(own, (counts.get(own) ?? 0) + 1);
  }
  const [usual, count] = [...counts].reduce((best, one) => (one[1] > best[1] ? one : best));
  if (usual === width || count < NEARLY_ALL * (rows.length - 1)) return null;
  return `the first row has ${width} columns, and the others ${usual}`;
}

/** As MeCab and others end sentences. */
const END = /^(?:EOS|BOS|<\/?s>|\[SEP\])$/i;
/** Rows of sentences that have marks of one column at their ends are as many, at least. */
const FEWEST_MARKS = 3;

/**
 * Rows of one column at the end of each sentence, or between all of them: EOS, the intent of an utterance.
 *
 * @throws SeginfError naming the first
 */
export function requireNoMarks(file: string, rows: readonly SampleRow[], { width }: Layout): void {
  const marks = rows.filter(({ fields }) => fields.length === 1);
  if (width < 2 || marks.length < FEWEST_MARKS || rows.length < FEWEST_ROWS) return;
  const ends = marks.every(({ fields }) => END.test(fields[0].trim()))
    ? marks
    : rows.filter((row, i) => row.fields.length === 1 && rows[i + 1]?.block !== row.block);
  if (ends.length < marks.length || (ends !== marks && marks.length < MOSTLY * (rows.at(-1)?.block ?? 0))) return;
  const [{ fields, line }] = marks;
  const what = `rows of one column stand between sentences (${fields[0].slice(0, 40)})`;
  throw new SeginfError(what, { file, line }, "take them out, and put a blank line after each sentence");
}

/** Of mentions, so many have several words; hardly any token holds a blank. */
const SEVERAL_WORDS = 0.1;

/**
 * Rows of mentions with their offsets, as CHEMDNER has them: what stands between them is in another file.
 *
 * @throws SeginfError for them
 */
export function requireNoMentions(file: string, rows: readonly SampleRow[], { width, separator, line }: Layout): void {
  if (separator !== "tab" || rows.length < FEWEST_ROWS || width > MOST_COLUMNS) return;
  for (let text = 0; text < width; text++) {
    const words = rows.filter(({ fields }) => fields[text]?.trim().includes(" ")).length;
    if (words < SEVERAL_WORDS * rows.length) continue;
    for (let start = 0; start + 1 < width; start++) {
      const isMention = ({ fields }: SampleRow) => {
        const length = Number(fields[start + 1]) - Number(fields[start]);
        return length > 0 && length === [...(fields[text] ?? "")].length;
      };
      if (rows.filter(isMention).length < NEARLY_ALL * rows.length) continue;
      const what = `a row holds a mention with its offsets (columns ${start + 1} to ${start + 2}), without the text around it`;
      throw new SeginfError(what, { file, line }, "write the tokens of the text, one a line, each with its tag");
    }
  }
}
