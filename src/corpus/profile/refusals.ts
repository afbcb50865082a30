import { SeginfError } from "../../errors.js";
import { isRule, requireNoMarks, requireNoMentions, requireNoRules } from "./odd-rows.js";
import type { ColumnProfile, Layout } from "./plan.js";
import type { SampleRow } from "./sample.js";
import { columnTitle } from "./selector.js";

const FEWEST_ROWS = 20;
const MOSTLY = 0.8;

/** Rows whose lengths differ by so much, short ones too, are sentences. */
const SENTENCE_LENGTHS = 6;
const SHORT_SENTENCE = 11;

/** A word with its tag, as in files of one sentence a line: London|I-GPE, dog/NN, Ines###B-PER. */
const TAGGED_WORD =
  /^.+?(?:[|/_:\u241f]|#{1,3})(?:[Oo]|[BIESLUbieslu][-_][^|/#]+|[A-Z$.,:'`#]{1,6})$|^[^/]+\/[a-z$.,:'`#]{1,6}$/u;

/**
 * Files that are no columns at all.
 *
 * @throws SeginfError for columns parted by commas or semicolons, and for one sentence a line
 */
export function requireColumns(file: string, rows: readonly SampleRow[], layout: Layout): void {
  if (layout.format === "conllu") return;
  const words = rows.filter(({ fields }) => !isRule(fields));
  if (layout.separator === "blanks") requireNoDelimiters(file, words, layout);
  requireUntaggedWords(file, words, layout);
  requireNoPairs(file, words, layout);
  if (layout.separator === "tab") requireOneToken(file, words, layout);
  else requireNoText(file, words, layout);
  requireNoRules(file, rows);
  requireNoMarks(file, rows, layout);
  requireNoMentions(file, rows, layout);
}

function requireNoDelimiters(file: string, rows: readonly SampleRow[], layout: Layout): void {
  const joined = ({ fields }: SampleRow) => fields.join(" ");
  for (const [sign, name] of [
    [",", "commas"],
    [";", "semicolons"],
    ["|", "bars"],
    ["\u00a0", "no-break spaces (U+00A0)"],
    ["\u3000", "ideographic spaces (U+3000)"],
  ]) {
    const isParted = (row: SampleRow) =>
      joined(row)
        .split(sign)
        .slice(1)
        .some((part) => /\S/.test(part));
    if (layout.width > 3 || rows.length < 2 || rows.filter(isParted).length < MOSTLY * rows.length) continue;
    const hint = "write it with tabs between the columns, one token a line and a blank line between sentences";
    throw new SeginfError(`the columns are parted by ${name}`, { file, line: layout.line }, hint);
  }
}

function requireUntaggedWords(file: string, rows: readonly SampleRow[], { line }: Layout): void {
  const words = rows.flatMap(({ fields }) => fields.flatMap((field) => field.split(" "))).filter((word) => word !== "");
  const tagged = words.filter((word) => TAGGED_WORD.test(word)).length;
  if (words.length < FEWEST_ROWS || tagged < MOSTLY * words.length) return;
  if (words.length === rows.length) {
    throw new SeginfError(`a line holds a word with its tag (${words[0]})`, { file, line }, "write a tab between them");
  }
  if (words.length < 3 * rows.length) return;
  const what = `a line holds a whole sentence of words with their tags (${words[0]})`;
  throw new SeginfError(what, { file, line }, "write one token a line: the word, a tab and its tag");
}

/** A line of words, and one of as many tags below it. */
function requireNoPairs(file: string, rows: readonly SampleRow[], { line }: Layout): void {
  const pairs = rows.filter(({ fields, block }, i) => {
    const before = rows[i - 1];
    return (
      before?.block === block && before.fields.length === fields.length && fields.length > 2 && fields.every(isTag)
    );
  });
  if (rows.length < FEWEST_ROWS || 2 * pairs.length < MOSTLY * rows.length) return;
  const what = "a line holds a whole sentence, and the next its tags";
  throw new SeginfError(what, { file, line }, "write one token a line: the word, a tab and its tag");
}

const isTag = (field: string) => /^(?:O|[BIESLU][-_].+)$/u.test(field);

function requireNoText(file: string, rows: readonly SampleRow[], { line }: Layout): void {
  const isTagged = rows.some(({ fields }) => fields.some((word) => TAGGED_WORD.test(word)));
  const widths = rows.map(({ fields }) => fields.length);
  const [least, most] = [Math.min(...widths), Math.max(...widths)];
  // Rows of columns for each predicate are as wide as the others of their sentence.
  const changes = rows.filter((row, i) => i > 0 && row.block === rows[i - 1].block && widths[i] !== widths[i - 1]);
  if (most - least >= SENTENCE_LENGTHS && least < SHORT_SENTENCE && 2 * changes.length > rows.length && !isTagged) {
    const hint = "write one token a line: the word, a tab and its tag";
    throw new SeginfError(`this looks like text: lines of ${least} to ${most} words`, { file, line }, hint);
  }
}

/** Fewer words to a row are a token of several. */
const FEWEST_WORDS = 3;

/** Rows of a sentence and as many tags. */
function requireOneToken(file: string, rows: readonly SampleRow[], { line, width }: Layout): void {
  if (rows.length < 2) return;
  const lengths = rows.map(({ fields }) => fields.map((field) => field.trim().split(/ +/).length));
  for (let text = 0; text < width - 1; text++) {
    const words = lengths.reduce((sum, row) => sum + (row[text] ?? 0), 0);
    for (let column = text + 1; column < width && words >= FEWEST_WORDS * rows.length; column++) {
      // A label of the whole sentence may follow the tags.
      const isPair = (row: readonly number[]) => row[column] > 1 && Math.abs(row[text] - row[column]) <= 1;
      if (lengths.filter(isPair).length < MOSTLY * rows.length) continue;
      const what = `a line holds a whole sentence, and its tags in column ${column + 1}`;
      throw new SeginfError(what, { file, line }, "write one token a line: the word, a tab and its tag");
    }
  }
  const several = lengths.filter(([first]) => first > 1 && first === lengths[0][0]).length;
  if (rows.length >= FEWEST_ROWS && several > 0.95 * rows.length) {
    const what = `the first column holds ${lengths[0][0]} words in each row (${rows[0].fields[0]}), parted by blanks`;
    throw new SeginfError(what, { file, line }, "part all columns by tabs");
  }
}

/** So many rows of other widths make the first row no witness for the others. */
const RAGGED = 0.02;

/**
 * Rows of several widths, where blanks part the columns: what a column holds cannot be told from a part of the rows.
 *
 * @throws SeginfError naming the first such row
 */
export function requireEqualWidths(
  file: string,
  rows: readonly SampleRow[],
  layout: Layout,
  allowRagged = false,
): void {
  if (layout.separator === "tab" || allowRagged) return;
  const ragged = rows.filter(({ fields }) => fields.length !== layout.width);
  if (ragged.length <= RAGGED * rows.length) return;
  const [{ fields, line }] = ragged;
  const others = `${ragged.length} of the first ${rows.length} rows have another number of columns than line ${layout.line}`;
  const what = `a ragged row: ${fields.length} column${fields.length === 1 ? "" : "s"} where line ${layout.line} has ${layout.width}, and ${others}`;
  const hint =
    "if tokens or labels hold blanks, part the columns by tabs; else fix the rows, or name the columns and pass --allow-ragged";
  throw new SeginfError(what, { file, line }, hint);
}

const REASONS: Readonly<Partial<Record<ColumnProfile["kind"], string>>> = {
  words: "too many for labels",
  number: "numbers",
  counter: "numbers that count the tokens",
  group: "the same throughout each sentence",
  sign: "without letters",
  link: "ids of single entities",
  id: "an id for each token",
};

/** Whether a column may hold labels. */
export function isLabels({ kind }: ColumnProfile): boolean {
  return REASONS[kind] === undefined;
}

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
