import { isOutsideLetter } from "./layers.js";
import { isTokenName } from "./names.js";
import type { ColumnProfile } from "./plan.js";

/** A choice among columns, by index from 0, and the reason in a few words where it is not the usual one. */
export interface Chosen {
  readonly index: number;
  readonly why: string | null;
}

/** Columns among which only the user can choose. */
export interface Undecided {
  /** Indices from 0. */
  readonly among: readonly number[];
  readonly what: string;
}

/** With fewer rows, a column that is always the same says nothing. */
const FEWEST_ROWS = 20;
const NO_TOKENS = new Set(["counter", "group", "number", "sign", "constant", "sparse", "outside", "link", "id"]);
/** What is no column of labels. */
export const NO_LABELS: ReadonlySet<string> = new Set([
  "words",
  "counter",
  "group",
  "number",
  "sign",
  "constant",
  "sparse",
  "link",
  "id",
]);

/** Why a column is passed over. */
const REASONS: Readonly<Partial<Record<ColumnProfile["kind"], string>>> = {
  counter: "counts the tokens",
  group: "is the same throughout each sentence",
  number: "holds numbers",
  sign: "holds no letters",
  constant: "is always the same",
  sparse: "is mostly empty",
  words: "has too many values for labels",
  chunk: "holds tags",
  outside: "is always O",
  link: "holds ids of single entities",
  id: "holds an id for each token",
};

/**
 * The column of the tokens: the one that is named so, else the first that can be one.
 *
 * @param names of the columns, where the file has them
 * @param rows of the sample
 * @param label the column that the user has chosen for the labels
 * @param readsLabels whether there are to be labels as well
 */
export function chooseTokens(
  columns: readonly ColumnProfile[],
  names: readonly string[] | null,
  rows: number,
  label: number | null,
  readsLabels = true,
): Chosen {
  const named = names?.findIndex((name) => isTokenName(name)) ?? -1;
  if (named >= 0 && named < columns.length) return { index: named, why: named === 0 ? null : "by its name" };
  const [first, second] = columns;
  const isPossible = (column: ColumnProfile) =>
    !NO_TOKENS.has(column.kind) && !isTags(column) && column.index !== label;
  const usual: Chosen = { index: 0, why: null };
  if (columns.length === 1) return usual;
  if (columns.length === 2 && label === null && (readsLabels || first.kind !== "id"))
    return isTagFirst(first, second) ? { index: 1, why: whyNot(first) } : usual;
  // Labels of few kinds that stand before the words are parts of speech.
  const words = columns.find(({ kind, index }) => kind === "words" && index !== label);
  if (words && columns.find(isPossible)?.kind === "plain")
    return { index: words.index, why: words.index === 0 ? null : `column ${words.index + 1} holds the most words` };
  if (isPossible(first) || (!isTags(first) && first.kind !== "counter" && rows < FEWEST_ROWS)) return usual;
  const found = columns.find(isPossible);
  return found ? { index: found.index, why: whyNot(first) } : usual;
}

/** Whether the columns of a file of two stand the other way round: tags, then words. */
function isTagFirst(first: ColumnProfile, second: ColumnProfile): boolean {
  if (isTags(first)) return second.kind === "words" || second.kind === "plain";
  if (first.kind === "counter") return second.kind === "words";
  return (first.kind === "plain" || first.kind === "types") && second.kind === "words";
}

/** Why a column that would be the usual one is not chosen. */
export function whyNot({ index, kind }: ColumnProfile): string {
  return `column ${index + 1} ${REASONS[kind] ?? "holds labels"}`;
}

function isTags(column: ColumnProfile): boolean {
  return column.kind === "chunk" || (column.kind === "types" && isOutsideLetter(column));
}
