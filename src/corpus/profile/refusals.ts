import { SeginfError } from "../../errors.js";
import type { ColumnProfile, Layout } from "./plan.js";
import type { SampleRow } from "./sample.js";
import { columnTitle } from "./selector.js";

const FEWEST_ROWS = 20;
const MOSTLY = 0.8;

/** A word with its tag, as in files of one sentence a line: London|I-GPE, dog/NN. */
const TAGGED_WORD = /^.+([|/_])(?:O|[BIESLU]-[^|/_]+|[A-Z$.,:'`#]{1,6})$/u;

/**
 * Files that are no columns at all.
 *
 * @throws SeginfError for columns parted by commas or semicolons, and for one sentence a line
 */
export function requireColumns(file: string, rows: readonly SampleRow[], layout: Layout): void {
  if (layout.format === "conllu" || layout.separator === "tab") return;
  const share = (fits: (row: SampleRow) => boolean) => rows.filter(fits).length / rows.length;
  const place = { file, line: layout.line };
  const joined = ({ fields }: SampleRow) => fields.join(" ");
  for (const [sign, name] of [
    [",", "commas"],
    [";", "semicolons"],
  ]) {
    const isParted = (row: SampleRow) => /\S/.test(joined(row).split(sign)[1] ?? "");
    if (layout.width > 3 || rows.length < 2 || share(isParted) < MOSTLY) continue;
    const hint = "write it with tabs between the columns, one token a line and a blank line between sentences";
    throw new SeginfError(`the columns are parted by ${name}`, place, hint);
  }
  const words = rows.flatMap(({ fields }) => fields);
  const tagged = words.filter((word) => TAGGED_WORD.test(word)).length;
  if (words.length < FEWEST_ROWS || words.length < 3 * rows.length || tagged < MOSTLY * words.length) return;
  const what = `a line holds a whole sentence of words with their tags (${words[0]})`;
  throw new SeginfError(what, place, "write one token a line: the word, a tab and its tag");
}

const REASONS: Readonly<Partial<Record<ColumnProfile["kind"], string>>> = {
  words: "too many for labels",
  number: "numbers",
  counter: "numbers that count the tokens",
  group: "the same throughout each sentence",
  sign: "without letters",
  link: "links to a knowledge base",
  id: "an id for each token",
};

/** @throws SeginfError where the column that is left for the labels holds something else */
export function requireLabels(
  file: string,
  column: ColumnProfile | undefined,
  rows: number,
  names: readonly string[] | null,
): void {
  const reason = column && REASONS[column.kind];
  if (!column || !reason || rows < FEWEST_ROWS) return;
  const title = columnTitle(column.index + 1, null, names);
  const what = `no column looks like labels: ${title} holds ${column.counts.size} values in ${rows} rows, ${reason}`;
  throw new SeginfError(what, { file }, "name the column of the labels with --label-column (see seginf inspect)");
}
