import { GrowingInts } from "../corpus/growing.js";
import type { Column, Corpus } from "../corpus/types.js";
import { SeginfError } from "../errors.js";
import { isClusterField } from "./clusters/fields.js";
import type { WordClusters } from "./clusters/table.js";
import { fields } from "./fields.js";
import { PairInterner } from "./pairs.js";
import type { Macro, Template } from "./templates.js";

/** Templates whose features are the same wherever the same texts stand: they read the same cell, or are alone. */
export interface TemplateGroup {
  readonly macros: readonly Macro[];
  /** Indices into the template list. */
  readonly templates: readonly number[];
}

/**
 * Single-macro templates share a group by the cell they read (offset and column); any other has its own.
 *
 * @param offsets of words that must have a group, be it without templates
 */
export function groupTemplates(templates: readonly Template[], offsets: readonly number[] = []): TemplateGroup[] {
  const groups = new Map<string, { macros: readonly Macro[]; templates: number[] }>();
  templates.forEach(({ macros }, index) => {
    const [macro] = macros;
    const key = macros.length === 1 ? `${macro.offset}:${macro.column}` : `own:${index}`;
    const group = groups.get(key);
    if (group) group.templates.push(index);
    else groups.set(key, { macros, templates: [index] });
  });
  for (const offset of offsets) {
    const macros = [{ offset, column: "word", field: "identity" }] as const;
    if (!groups.has(`${offset}:word`)) groups.set(`${offset}:word`, { macros, templates: [] });
  }
  return [...groups.values()];
}

/** A macro on one corpus. Beyond a sentence's ends stand the pads _B-1, _B-2, … and _B+1, … (as in CRF++). */
export class Cell {
  constructor(
    private readonly offset: number,
    private readonly column: Column,
    private readonly field: (text: string) => string | null,
    private readonly number: (text: string) => number,
    /** By id of the column: the number of the field's text, UNREAD, or NO_TEXT. */
    private readonly numbers: Int32Array,
  ) {}

  /** The text at a token of the sentence [start, end); null where the field has none. */
  text(token: number, start: number, end: number): string | null {
    const at = token + this.offset;
    if (at < start) return `_B-${start - at}`;
    if (at >= end) return `_B+${at - end + 1}`;
    return this.field(this.column.values[this.column.ids[at]]);
  }

  /** The number of that text, below 0 where there is no text or no number. */
  textNumber(token: number, start: number, end: number): number {
    const at = token + this.offset;
    if (at < start || at >= end) return this.number(this.text(token, start, end) as string);
    const id = this.column.ids[at];
    if (this.numbers[id] === UNREAD) {
      const text = this.field(this.column.values[id]);
      this.numbers[id] = text === null ? NO_TEXT : this.number(text);
    }
    return this.numbers[id];
  }
}

const NO_TEXT = -1;
const UNREAD = -2;

/** Reads a corpus through macros, each text of a column once a field. */
export class CellReader {
  private readonly numbers = new Map<string, Int32Array>();

  /**
   * @param number of a text; below 0 for one that has none
   * @param clusters needed where a template reads them
   */
  constructor(
    private readonly corpus: Corpus,
    private readonly number: (text: string) => number,
    private readonly clusters: WordClusters | null = null,
  ) {}

  cell(macro: Macro): Cell {
    const column = this.column(macro);
    const key = `${macro.column}:${macro.field}`;
    const numbers = this.numbers.get(key) ?? new Int32Array(column.values.length).fill(UNREAD);
    this.numbers.set(key, numbers);
    return new Cell(macro.offset, column, this.field(macro.field), this.number, numbers);
  }

  private field(field: Macro["field"]): (text: string) => string | null {
    if (!isClusterField(field)) return fields[field];
    const { clusters } = this;
    if (!clusters) throw new SeginfError(`a template reads ${field} without word clusters`, {}, "give clusters too");
    return (text) => clusters.read(text, field);
  }

  column(macro: Macro): Column {
    if (macro.column === "word") return this.corpus.words;
    const column = this.corpus.columns.get(macro.column);
    if (!column) {
      throw new SeginfError(
        `a template reads column ${macro.column} (from 0), which the file does not have`,
        { file: this.corpus.name },
        "fix the template file, or give files with that column",
      );
    }
    return column;
  }
}

/** The blocks of one group: tokens with the same cells have the same block, hence the same features. */
export interface GroupBlocks {
  readonly count: number;
  /** Length N: the block of each token. */
  readonly ids: Int32Array;
  /** Length `count`: one token (and its sentence) that has the block. */
  readonly token: Int32Array;
  readonly sentence: Int32Array;
}

/** Numbers the distinct cells that a group reads, in order of first occurrence. */
export function blocksOf(corpus: Corpus, group: TemplateGroup, reader: CellReader): GroupBlocks {
  const N = corpus.words.ids.length;
  const ids = new Int32Array(N);
  let count = 1;
  let first = new GrowingInts();
  if (N > 0) first.push(0);
  // One macro after another refines the numbering: (block so far, cell) → block. Pads come after the column's values.
  for (const macro of group.macros) {
    const column = reader.column(macro);
    const direct = count === 1 ? new Int32Array(column.values.length + Math.abs(macro.offset)).fill(-1) : null;
    const pairs = new PairInterner();
    first = new GrowingInts();
    for (let k = 0; k + 1 < corpus.sentenceStart.length; k++) {
      const start = corpus.sentenceStart[k];
      const end = corpus.sentenceStart[k + 1];
      for (let t = start; t < end; t++) {
        const at = t + macro.offset;
        const beyond = at < start ? start - at : at >= end ? at - end + 1 : 0;
        const cell = beyond > 0 ? column.values.length + beyond - 1 : column.ids[at];
        let block = direct ? direct[cell] : pairs.intern(ids[t], cell);
        if (direct && block < 0) {
          block = first.length;
          direct[cell] = block;
        }
        if (block === first.length) first.push(t);
        ids[t] = block;
      }
    }
    count = first.length;
  }
  const token = first.trimmed();
  return { count, ids, token, sentence: sentencesOf(token, corpus.sentenceStart) };
}

/** The sentence of each token of an ascending list. */
function sentencesOf(tokens: Int32Array, sentenceStart: Int32Array): Int32Array {
  let k = 0;
  return tokens.map((token) => {
    while (sentenceStart[k + 1] <= token) k++;
    return k;
  });
}
