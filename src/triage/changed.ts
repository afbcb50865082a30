import type { Filter } from "../audit/filter.js";
import type { FileView } from "../corpus/files.js";
import type { CorpusFormat } from "../corpus/types.js";
import { at } from "../math/at.js";
import { align } from "./alignment.js";

const NEWLINE = 10;
const RETURN = 13;
const MARK = "\xef\xbb\xbf";

/** The lines of a text in UTF-8, without line ends and byte order mark; each byte is one character. */
export function linesOf(text: Buffer): string[] {
  const lines: string[] = [];
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf(NEWLINE, start);
    const end = newline < 0 ? text.length : newline;
    lines.push(text.toString("latin1", start, text[end - 1] === RETURN && end > start ? end - 1 : end));
    start = end + 1;
  }
  if (lines[0]?.startsWith(MARK)) lines[0] = lines[0].slice(MARK.length);
  return lines;
}

/**
 * The sentences of a file that an earlier version of it does not have: those whose lines do not stand there in the same
 * order, side by side, as a sentence of their own. Line ends and comments do not count; a sentence that has moved has changed.
 *
 * @param now the lines that the view was read from
 */
export function changedSentences(
  view: FileView,
  format: CorpusFormat,
  before: readonly string[],
  now: readonly string[],
): Set<number> {
  const { lines, sentenceStart, extents } = view;
  const past = new Versions(before, now, format);
  const changed = new Set<number>();
  const everything = past.isReadOtherwise(at(lines, 0) - 1);
  for (let k = 0; k + 1 < sentenceStart.length; k++) {
    const first = extents?.first[k] ?? at(lines, at(sentenceStart, k));
    const last = extents?.last[k] ?? at(lines, at(sentenceStart, k + 1) - 1);
    if (everything || !past.holds(first - 1, last - 1)) changed.add(k);
  }
  return changed;
}

/** Whether two versions have a line in common that is not blank. */
export function haveCommonLine(before: readonly string[], now: readonly string[]): boolean {
  const isShared = (line: string, i: number): boolean => line === now[i] && line.trim() !== "";
  return before.some(isShared) || similarity(before, now) > 0;
}

/** Of how many of the lines that are not blank an earlier version has the same, whatever their order: 0 … 1. */
export function similarity(before: readonly string[], now: readonly string[]): number {
  const left = new Map<string, number>();
  const isText = (line: string): boolean => line.trim() !== "";
  const [old, current] = [before.filter(isText), now.filter(isText)];
  for (const line of old) left.set(line, (left.get(line) ?? 0) + 1);
  let common = 0;
  for (const line of current) {
    const count = left.get(line) ?? 0;
    if (count > 0) {
      left.set(line, count - 1);
      common++;
    }
  }
  return common / Math.max(old.length, current.length, 1);
}

/** Two versions of a file, line by line. Lines count from 0. */
class Versions {
  /** Of each line now: its line before, −1 for none. */
  readonly #match: Int32Array;
  /** First line before → first line now: no lines stand for two, though a line may hold several sentences. */
  readonly #taken = new Map<number, number>();

  constructor(
    private readonly before: readonly string[],
    private readonly now: readonly string[],
    private readonly format: CorpusFormat,
  ) {
    this.#match = matched(now, before);
  }

  /** Whether what says how rows are to be read, above the first of them, is another: all sentences are others then. */
  isReadOtherwise(firstRow: number): boolean {
    const head = (lines: readonly string[]) =>
      lines.filter((line) => line.startsWith("#") && READING_LINE.test(line)).join("\n");
    if (head(this.now) !== head(this.before)) return true;
    const top = this.now.findIndex((line) => line.trim() !== "");
    const isHeading = this.format !== "jsonl" && top < firstRow && !this.now[top]?.startsWith("#");
    return isHeading && this.#match[top] === -1;
  }

  /** Whether these lines stood there as one sentence, which no other is now. */
  holds(first: number, last: number): boolean {
    // Where lines before it went, either end may be aligned with theirs.
    const starts = [at(this.#match, first), at(this.#match, last) - (last - first)];
    const isFree = (start: number): boolean => (this.#taken.get(start) ?? first) === first;
    const found = starts.find((start) => start >= 0 && isFree(start) && this.#stoodAt(start, first, last));
    if (found === undefined) return false;
    this.#taken.set(found, first);
    return true;
  }

  #stoodAt(start: number, first: number, last: number): boolean {
    for (let line = first; line <= last; line++) {
      if (this.now[line] !== this.before[start + line - first]) return false;
    }
    // A record of JSON is whole by itself.
    if (this.format === "jsonl") return true;
    return this.#parts(start - 1, first - 1) && this.#parts(start + last - first + 1, last + 1);
  }

  /** Whether the sentence ended before this line then: as it does now, or at a line that is no row. */
  #parts(then: number, now: number): boolean {
    const line = this.before[then];
    if (line === undefined || line.trim() === "") return true;
    if (this.#match[now] === then) return true;
    return (this.format === "conllu" ? /^#/ : COMMENT).test(line);
  }
}

/** "# sent_id = 3"; in columns a row may begin with # as well. */
const COMMENT = /^#\s*(?:seginf\b|[\w.-]+\s*=)/;

/** Names of columns in CoNLL-U Plus, layers of WebAnno. */
const READING_LINE = /^#\s*global\.columns\b|^#(?:FORMAT|T_SP|T_CH|T_RL)=/;

/** Of each line now: its line before, −1 for none. Blocks between blank lines are aligned first, then lines between those. */
function matched(now: readonly string[], before: readonly string[]): Int32Array {
  const [blocksA, blocksB] = [blocksOf(now), blocksOf(before)];
  const blockMatch = aligned(textsOf(now, blocksA), textsOf(before, blocksB));

  const match = new Int32Array(now.length).fill(-1);
  let [doneA, doneB] = [0, 0];
  const between = (endA: number, endB: number): void => {
    const own = aligned(now.slice(doneA, endA), before.slice(doneB, endB));
    for (const [i, j] of own.entries()) if (j >= 0) match[doneA + i] = doneB + j;
  };
  for (const [block, other] of blockMatch.entries()) {
    if (other < 0) continue;
    const [[startA, endA], [startB, endB]] = [at(blocksA, block), at(blocksB, other)];
    between(startA, startB);
    for (let i = startA; i < endA; i++) match[i] = startB + i - startA;
    [doneA, doneB] = [endA, endB];
  }
  between(now.length, before.length);
  return match;
}

/** The alignment of two lists of texts. */
function aligned(now: readonly string[], before: readonly string[]): Int32Array {
  const known = new Map<string, number>();
  const numbers = (texts: readonly string[]) =>
    Int32Array.from(texts, (text) => {
      const number = known.get(text) ?? known.size;
      known.set(text, number);
      return number;
    });
  return align(numbers(now), numbers(before));
}

/** No line holds a line break, so blocks are equal where their texts are. */
const textsOf = (lines: readonly string[], blocks: readonly Block[]): string[] =>
  blocks.map(([start, end]) => lines.slice(start, end).join("\n"));

type Block = readonly [start: number, end: number];

/** Runs of lines that are not blank. */
function blocksOf(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  let start = 0;
  for (let i = 0; i <= lines.length; i++) {
    if (i < lines.length && lines[i]?.trim() !== "") continue;
    if (i > start) blocks.push([start, i]);
    start = i + 1;
  }
  return blocks;
}

/**
 * Holds back what is outside the changed sentences of its file.
 *
 * @param changedIn by the file's name; undefined for a file that has changed as a whole
 */
export function changedFilter(changedIn: (file: string) => ReadonlySet<number> | undefined): Filter {
  return ({ file, sentence }) => ((changedIn(file)?.has(sentence) ?? true) ? null : "unchanged");
}
