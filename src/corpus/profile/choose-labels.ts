import { type Chosen, NO_LABELS, type Undecided, whyNot } from "./choose.js";
import { areOfSameTypes, isChunks, isNestedIn, isOutsideLetter } from "./layers.js";
import { isLabelName } from "./names.js";
import type { ColumnProfile } from "./plan.js";

/** With fewer rows, a column that is always the same says nothing. */
const FEWEST_ROWS = 20;

/** Of so many columns with labels for all tokens, before one that is mostly empty, any may be meant. */
const SEVERAL = 2;

/** The columns that may be the labels. */
interface Candidates {
  readonly others: readonly ColumnProfile[];
  readonly last: ColumnProfile;
  /** Tags with prefixes or brackets. */
  readonly tagged: readonly ColumnProfile[];
  /** Tags of names as far as can be told: tags with prefixes, or else types or prefixes alone. */
  readonly sure: readonly ColumnProfile[];
  /** Columns whose names are those of labels. */
  readonly named: readonly ColumnProfile[];
  readonly names: readonly string[] | null;
  readonly rows: number;
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
  const sure = tagged.every(isChunks) ? others.filter((one) => tagged.includes(one) || typed.includes(one)) : tagged;
  const named = names ? others.filter(({ index }) => isLabelName(names[index] ?? "")) : [];
  const candidates: Candidates = { others, last, tagged, sure, named, names, rows };
  return (
    labelsByName(candidates) ??
    labelsOfOAlone(candidates) ??
    (sure.includes(last) || (last.kind === "types" && isOutsideLetter(last))
      ? lastOfTags(candidates)
      : labelsBeforeLast(candidates))
  );
}

function labelsByName({ named, sure, last }: Candidates): Chosen | null {
  const found = named.find((column) => sure.includes(column) || column.kind === "outside");
  return found ? { index: found.index, why: found === last ? null : "by its name" } : null;
}

/** Where the last column is O alone: a file without names, or a layer that is not used. */
function labelsOfOAlone({ last, tagged, rows }: Candidates): Chosen | Undecided | null {
  if (last.kind !== "outside") return null;
  if (rows < FEWEST_ROWS) return { index: last.index, why: null };
  if (tagged.length === 0 || !tagged.every(isChunks)) return null;
  const what = `column ${numberOf(last)} is always O, and ${holding(tagged)} syntactic chunks`;
  return { among: indices([...tagged, last]), what };
}

/** Where the last column is tags itself. */
function lastOfTags({ last, tagged, sure, rows }: Candidates): Chosen | Undecided {
  const outer = sure.find((column) => column !== last && !isChunks(column) && isNestedIn(last, column));
  if (outer) return { index: outer.index, why: `column ${numberOf(last)} holds names nested in these` };
  const prefixed = last.kind === "types" ? tagged.filter((column) => areOfSameTypes(column, last)) : [];
  if (prefixed.length === 1)
    return { index: prefixed[0].index, why: `column ${numberOf(last)} holds their types alone` };
  const twins = sure.filter((column) => column === last || areOfSameTypes(column, last));
  if (twins.length > 1 && rows >= FEWEST_ROWS) return undecidedTwins(twins);
  const names = sure.filter((column) => column !== last && !isChunks(column));
  if (last.kind === "types" && tagged.length > 0 && names.length > 0) {
    const what = `column ${numberOf(last)} holds types or prefixes alone, and ${holding(names)} tags of segments`;
    return { among: indices([...names, last]), what };
  }
  if (isChunks(last) && names.length > 0) {
    const what = `column ${numberOf(last)} holds syntactic chunks, and ${holding(names)} tags of segments`;
    return { among: indices([...names, last]), what };
  }
  return { index: last.index, why: null };
}

/** Where the last column is no tags. */
function labelsBeforeLast({ others, last, sure, named, names }: Candidates): Chosen | Undecided {
  if (sure.length === 0) {
    const upos = names?.findIndex((name) => name.toUpperCase() === "UPOS") ?? -1;
    const plain = others.filter(({ kind }) => kind === "plain");
    if (upos < 0 && named.length === 0 && last.kind === "types" && plain.length >= SEVERAL) {
      const what = `column ${numberOf(last)} is mostly empty, and ${holding(plain)} labels for all tokens`;
      return { among: indices([...plain, last]), what };
    }
    return lastPlain(others, last, upos >= 0 ? others.filter(({ index }) => index === upos) : named);
  }
  const isJunk = NO_LABELS.has(last.kind) || last.kind === "outside" || last.kind === "types";
  if (!isJunk && named.length === 0) {
    const what = `column ${numberOf(last)} holds labels for all tokens, and ${holding(sure)} tags of segments`;
    return { among: indices([...sure, last]), what };
  }
  const outermost = sure.filter((column) => !sure.some((other) => other !== column && isNestedIn(column, other)));
  if (outermost.length > 1 && !isChunkAndNames(outermost))
    return { among: indices(outermost), what: `${outermost.length} columns hold tags of segments` };
  const why = last.kind === "types" ? `column ${numberOf(last)} is mostly empty` : whyNot(last);
  return { index: (outermost.at(-1) as ColumnProfile).index, why };
}

function indices(columns: readonly ColumnProfile[]): number[] {
  return columns.map(({ index }) => index);
}

/** "column 2 holds", "columns 2 and 3 hold" */
function holding(columns: readonly ColumnProfile[]): string {
  const numbers = columns.map(numberOf);
  return numbers.length === 1 ? `column ${numbers[0]} holds` : `columns ${numbers.join(" and ")} hold`;
}

function numberOf({ index }: ColumnProfile): number {
  return index + 1;
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

/** Syntactic chunks stand before names: of those two, names are meant. */
function isChunkAndNames(columns: readonly ColumnProfile[]): boolean {
  return columns.length === 2 && isChunks(columns[0]);
}

/** Columns that annotate the same thing: what a tagger writes next to what it was trained on, or what several people say. */
function undecidedTwins(twins: readonly ColumnProfile[]): Undecided {
  const who = twins.length === 2 ? "as annotated and as predicted" : "as several annotators or taggers give them";
  const named = `columns ${twins.slice(0, -1).map(numberOf).join(", ")} and ${numberOf(twins[twins.length - 1])}`;
  return { among: twins.map(({ index }) => index), what: `${named} hold tags of the same labels, ${who}` };
}
