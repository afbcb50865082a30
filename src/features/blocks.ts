import type { Column, Corpus } from "../corpus/types.js";
import { SeginfError } from "../errors.js";
import { fields } from "./fields.js";
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

/** Reads a corpus through macros. Beyond a sentence's ends stand the pads _B-1, _B-2, … and _B+1, … (as in CRF++). */
export class CellReader {
  private readonly cache = new Map<string, (string | null | undefined)[]>();

  constructor(private readonly corpus: Corpus) {}

  column(macro: Macro): Column {
    if (macro.column === "word") return this.corpus.words;
    const column = this.corpus.columns.get(macro.column);
    if (!column) {
      throw new SeginfError(
        `a template reads column ${macro.column} (from 0), which the file does not have`,
        { file: this.corpus.name },
        "mend the template file, or give files with that column",
      );
    }
    return column;
  }

  /** The text of a macro at a token of the sentence [start, end); null where the field has none. */
  text(macro: Macro, token: number, start: number, end: number): string | null {
    const at = token + macro.offset;
    if (at < start) return `_B-${start - at}`;
    if (at >= end) return `_B+${at - end + 1}`;
    const column = this.column(macro);
    const key = `${macro.column}:${macro.field}`;
    let texts = this.cache.get(key);
    if (!texts) {
      texts = new Array(column.values.length);
      this.cache.set(key, texts);
    }
    const id = column.ids[at];
    const known = texts[id];
    if (known !== undefined) return known;
    const text = fields[macro.field](column.values[id]);
    texts[id] = text;
    return text;
  }
}

/** The blocks of one group: tokens with the same cells have the same block, hence the same features. */
export interface GroupBlocks {
  readonly count: number;
  /** Length N: the block of each token. */
  readonly ids: Int32Array;
  /** Length `count`: one token (and its sentence) that has the block. */
  readonly token: readonly number[];
  readonly sentence: readonly number[];
}

/** Numbers the distinct cells that a group reads, in order of first occurrence. */
export function blocksOf(corpus: Corpus, group: TemplateGroup, reader: CellReader): GroupBlocks {
  const N = corpus.words.ids.length;
  const ids = new Int32Array(N);
  let count = 1;
  let first = N > 0 ? [0] : [];
  // One macro after another refines the numbering: (block so far, cell) → block. Pads come after the column's values.
  for (const macro of group.macros) {
    const column = reader.column(macro);
    const reach = Math.abs(macro.offset);
    const range = column.values.length + reach;
    const direct = count === 1 ? new Int32Array(range).fill(-1) : null;
    const pairs = new Map<number, number>();
    first = [];
    for (let k = 0; k + 1 < corpus.sentenceStart.length; k++) {
      const start = corpus.sentenceStart[k];
      const end = corpus.sentenceStart[k + 1];
      for (let t = start; t < end; t++) {
        const at = t + macro.offset;
        const beyond = at < start ? start - at : at >= end ? at - end + 1 : 0;
        const cell = beyond > 0 ? column.values.length + beyond - 1 : column.ids[at];
        const key = ids[t] * range + cell;
        let block = direct ? direct[cell] : (pairs.get(key) ?? -1);
        if (block < 0) {
          block = first.push(t) - 1;
          if (direct) direct[cell] = block;
          else pairs.set(key, block);
        }
        ids[t] = block;
      }
    }
    count = first.length;
  }
  return { count, ids, token: first, sentence: sentencesOf(first, corpus.sentenceStart) };
}

/** The sentence of each token of an ascending list. */
function sentencesOf(tokens: readonly number[], sentenceStart: Int32Array): number[] {
  let k = 0;
  return tokens.map((token) => {
    while (sentenceStart[k + 1] <= token) k++;
    return k;
  });
}
