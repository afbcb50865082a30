import { typesIn } from "../spelling/brackets.js";
import { isLabelName, isTokenName } from "./names.js";
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
const NO_LABELS = new Set(["words", "counter", "group", "number", "sign", "constant", "sparse", "link", "id"]);

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
  const isPossible = ({ kind, index }: ColumnProfile) => !NO_TOKENS.has(kind) && kind !== "chunk" && index !== label;
  const usual: Chosen = { index: 0, why: null };
  if (columns.length === 1) return usual;
  if (columns.length === 2 && label === null && (readsLabels || first.kind !== "id"))
    return isTagFirst(first, second) ? { index: 1, why: whyNot(first) } : usual;
  // Labels of few kinds that stand before the words are parts of speech.
  const words = columns.find(({ kind, index }) => kind === "words" && index !== label);
  if (words && columns.find(isPossible)?.kind === "plain")
    return { index: words.index, why: words.index === 0 ? null : `column ${words.index + 1} holds the most words` };
  if (isPossible(first) || (first.kind !== "chunk" && first.kind !== "counter" && rows < FEWEST_ROWS)) return usual;
  const found = columns.find(isPossible);
  return found ? { index: found.index, why: whyNot(first) } : usual;
}

/** Whether the columns of a file of two stand the other way round: tags, then words. */
function isTagFirst(first: ColumnProfile, second: ColumnProfile): boolean {
  if (first.kind === "chunk") return second.kind === "words" || second.kind === "plain";
  if (first.kind === "counter") return second.kind === "words";
  return (first.kind === "plain" || first.kind === "types") && second.kind === "words";
}

function whyNot({ index, kind }: ColumnProfile): string {
  return `column ${index + 1} ${REASONS[kind] ?? "holds labels"}`;
}

/**
 * The column of the labels: the last, unless it cannot be one and another is tags; or, of layers of nested names, the outer
 * one. Undecided where the last is good and another is tags.
 */
export function chooseLabels(
  columns: readonly ColumnProfile[],
  names: readonly string[] | null,
  token: number,
  rows: number,
): Chosen | Undecided {
  const others = columns.filter(({ index }) => index !== token);
  const last = others.at(-1);
  if (!last) return { index: columns.length - 1, why: null };
  const tagged = others.filter(({ kind }) => kind === "chunk");
  const typed = others.filter((column) => column.kind === "types" && isOutsideLetter(column));
  const sure = tagged.length > 0 ? tagged : typed;
  const named = names ? others.filter(({ index }) => isLabelName(names[index] ?? "")) : [];
  const namedTags = named.filter((column) => sure.includes(column) || column.kind === "outside");
  if (namedTags.length > 0) return { index: namedTags[0].index, why: namedTags[0] === last ? null : "by its name" };

  const usual: Chosen = { index: last.index, why: null };
  if (last.kind === "outside" && tagged.length > 0 && tagged.every(isChunks) && rows >= FEWEST_ROWS) {
    const what = `column ${numberOf(last)} is always O, and ${listed(tagged)} holds syntactic chunks`;
    return { among: [...tagged, last].map(({ index }) => index), what };
  }
  if (last.kind === "outside" && rows < FEWEST_ROWS) return usual;
  if (last.kind === "chunk" || (last.kind === "types" && isOutsideLetter(last))) {
    const outer = tagged.find((column) => column !== last && isNestedIn(last, column));
    if (outer) return { index: outer.index, why: `column ${last.index + 1} holds names nested in these` };
    const prefixed = last.kind === "types" ? tagged.filter((column) => areOfSameTypes(column, last)) : [];
    if (prefixed.length === 1)
      return { index: prefixed[0].index, why: `column ${last.index + 1} holds their types alone` };
    const twins = sure.filter((column) => column === last || areOfSameTypes(column, last));
    return twins.length > 1 && rows >= FEWEST_ROWS ? undecidedTwins(twins) : usual;
  }
  const upos = names?.findIndex((name) => name.toUpperCase() === "UPOS") ?? -1;
  if (sure.length === 0)
    return lastPlain(others, last, upos >= 0 ? others.filter(({ index }) => index === upos) : named);
  const outermost = sure.filter((column) => !sure.some((other) => other !== column && isNestedIn(column, other)));
  const isJunk = NO_LABELS.has(last.kind) || last.kind === "outside" || last.kind === "types";
  if (!isJunk && named.length === 0) {
    const what = `column ${last.index + 1} holds labels for all tokens, and ${listed(sure)} holds tags of segments`;
    return { among: [...sure, last].map(({ index }) => index), what };
  }
  if (outermost.length > 1 && !isChunkAndNames(outermost)) {
    const what = `${outermost.length} columns hold tags of segments`;
    return { among: outermost.map(({ index }) => index), what };
  }
  return { index: (outermost.at(-1) as ColumnProfile).index, why: whyNot(last) };
}

function listed(columns: readonly ColumnProfile[]): string {
  return `column ${columns.map(numberOf).join(" and ")}`;
}

/** Without tags of segments: the last column with labels for all tokens. */
function lastPlain(others: readonly ColumnProfile[], last: ColumnProfile, named: readonly ColumnProfile[]): Chosen {
  const isGood = ({ kind }: ColumnProfile) => kind === "plain" || kind === "types";
  const name = named.findLast(isGood);
  if (name) return { index: name.index, why: name === last ? null : "by its name" };
  if (isGood(last)) return { index: last.index, why: null };
  const found = others.findLast(isGood);
  // A lone O or one constant label is an error that says so when it is read.
  if (!found || last.kind === "outside") return { index: last.index, why: null };
  return { index: found.index, why: whyNot(last) };
}

/** Whether what stands outside is a letter or a zero, and not a filler that any column may have. */
function isOutsideLetter({ tags }: ColumnProfile): boolean {
  return tags !== null && tags.spelling.outside !== "_" && tags.spelling.outside !== "-";
}

/** Syntactic chunks stand before names: of those two, names are meant. */
function isChunkAndNames(columns: readonly ColumnProfile[]): boolean {
  return columns.length === 2 && isChunks(columns[0]);
}

function isChunks(column: ColumnProfile): boolean {
  const types = typesOf(column);
  return ["NP", "VP", "PP"].some((type) => types.has(type));
}

/** Columns that annotate the same thing: what a tagger writes next to what it was trained on, or what several people say. */
function undecidedTwins(twins: readonly ColumnProfile[]): Undecided {
  const who = twins.length === 2 ? "as annotated and as predicted" : "as several annotators or taggers give them";
  const named = `columns ${twins.slice(0, -1).map(numberOf).join(", ")} and ${numberOf(twins[twins.length - 1])}`;
  return { among: twins.map(({ index }) => index), what: `${named} hold tags of the same labels, ${who}` };
}

function numberOf({ index }: ColumnProfile): number {
  return index + 1;
}

/** Whether most types of two columns are the same: a tagger may never predict a rare one, or know one more. */
function areOfSameTypes(one: ColumnProfile, other: ColumnProfile): boolean {
  const [a, b] = [typesOf(one), typesOf(other)];
  const shared = [...a].filter((type) => b.has(type)).length;
  return shared > 0 && 2 * shared >= a.size + b.size - shared;
}

/** Whether a layer's names are of the types of another, and far fewer. */
function isNestedIn(inner: ColumnProfile, outer: ColumnProfile): boolean {
  if (!inner.tags || !outer.tags || inner.tags.chunked * 2 > outer.tags.chunked) return false;
  const types = typesOf(outer);
  const inside = [...typesOf(inner)];
  return inside.filter((type) => types.has(type)).length * 2 > inside.length || inside.length === 0;
}

function typesOf({ counts, tags }: ColumnProfile): Set<string> {
  return tags ? typesIn(tags.spelling, counts.keys()) : new Set();
}
