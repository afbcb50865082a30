import { Fields } from "../fields.js";
import { canonicalTags, sentencesOf } from "../spelling/standing.js";
import type { LineEdit } from "../splice.js";
import type { Corpus } from "../types.js";
import { readCell, writeCell } from "./cells.js";

/** The columns of a layer: indices first … past − 1. */
export interface LayerColumns {
  readonly first: number;
  readonly past: number;
}

interface Span {
  readonly start: number;
  readonly end: number;
  readonly type: string;
}

/** What the fields of a token in the layer become: the label, and the number of its annotation. Null for none. */
type NewCell = { readonly label: string; readonly id: number | "kept" } | null;

/**
 * Replaces annotations of a layer of WebAnno TSV 3. Segments that stay keep their fields; one that only gets another label
 * keeps its number; a new one of several tokens gets a number that no other has.
 *
 * @param tags new canonical tags, by token over the whole corpus
 */
export function layerEdit(
  bytes: Buffer,
  corpus: Corpus,
  layer: LayerColumns,
  tags: ReadonlyMap<number, string>,
): LineEdit {
  const label = (corpus.plan?.labels?.number ?? 1) - 1;
  const cells = newCells(corpus, tags, () => greatestId(bytes));
  const fields = new Fields();
  return (splice, { start, end, first, past }) => {
    const cell = first === past ? undefined : cells.get(first);
    if (cell === undefined) return;
    fields.splitTabs(bytes, start, end);
    for (let i = layer.first; i < Math.min(layer.past, fields.count); i++) {
      const old = bytes.toString("utf8", fields.starts[i], fields.ends[i]);
      splice.copyTo(fields.starts[i]);
      splice.skipTo(fields.ends[i]);
      splice.insert(Buffer.from(fieldOf(cell, old, i === label)));
    }
  };
}

function fieldOf(cell: NewCell, old: string, isLabel: boolean): string {
  if (cell === null) return "_";
  const [annotation] = readCell(old);
  const id = cell.id === "kept" ? (annotation?.id ?? 0) : cell.id;
  if (isLabel) return writeCell(cell.label, id);
  const value = annotation?.value ?? "*";
  if (value !== "*") return writeCell(value, id);
  return id === 0 ? "*" : `*[${id}]`;
}

function newCells(corpus: Corpus, tags: ReadonlyMap<number, string>, greatest: () => number): Map<number, NewCell> {
  const cells = new Map<number, NewCell>();
  let last: number | undefined;
  for (const sentence of sentencesOf(corpus, tags)) {
    const first = corpus.sentenceStart[sentence];
    const before = canonicalTags(corpus, sentence);
    const after = before.map((tag, i) => tags.get(first + i) ?? tag);
    const old = spansOf(before);
    const wanted = spansOf(after);
    const has = (spans: readonly Span[], { start, end, type }: Span) =>
      spans.some((one) => one.start === start && one.end === end && one.type === type);
    for (const span of old) {
      if (!has(wanted, span)) for (let t = span.start; t < span.end; t++) cells.set(first + t, null);
    }
    for (const span of wanted) {
      if (has(old, span)) continue;
      const isRelabelled = old.some(({ start, end }) => start === span.start && end === span.end);
      let id: number | "kept" = 0;
      if (isRelabelled) id = "kept";
      else if (span.end - span.start > 1) {
        last = (last ?? greatest()) + 1;
        id = last;
      }
      for (let t = span.start; t < span.end; t++) cells.set(first + t, { label: span.type, id });
    }
  }
  return cells;
}

function spansOf(tags: readonly string[]): Span[] {
  const spans: { start: number; end: number; type: string }[] = [];
  for (const [i, tag] of tags.entries()) {
    const last = spans.at(-1);
    const goesOn = tag.startsWith("I-") && last?.end === i && last.type === tag.slice(2);
    if (goesOn && last) last.end++;
    else if (tag !== "O") spans.push({ start: i, end: i + 1, type: tag.slice(2) });
  }
  return spans;
}

function greatestId(bytes: Buffer): number {
  let greatest = 0;
  for (const [, id] of bytes.toString("latin1").matchAll(/\[(\d+)\]/g)) greatest = Math.max(greatest, Number(id));
  return greatest;
}
