import { SeginfError } from "../errors.js";
import { readComment } from "./comments.js";
import { Fields, hasTab } from "./fields.js";
import type { ByteInterner } from "./interner.js";
import { isHeaderComment } from "./profile/names.js";
import type { Plan } from "./profile/plan.js";
import { isTypeName, readTag } from "./spelling/tags.js";

/**
 * Tells the `#` lines that are tokens from those that are comments.
 *
 * In CoNLL-U all are comments. In other tab-separated files `# …` is a comment (`# text = a⇥b`), and any other `#` line
 * is a row if it has the file's column count (`#⇥SYM⇥NN`, `#NFL⇥O`). In blank-separated files a `#` line is a row if it
 * has the file's column count and its label is O, has an IOB prefix, is itself `#` (the Penn tag of the pound sign), or
 * is the label of a row before it. Where it becomes one only further down, nobody can tell, and that is an error.
 *
 * Where labels come first, the `#` itself stands in their place, and is one if a row before it has it.
 *
 * In both, what the other rows are counts first: where a column counts the tokens, a `#` line without a number there is a
 * comment (`#⇥http://…⇥[2009-10-17]⇥` of GermEval), and so is one with neither a tag nor a word where labels are tags of segments.
 */
export class HashRows {
  readonly #fields = new Fields();
  /** In rows of the file's width. Where no labels are read, the last column stands in for them. */
  readonly #labelIndex: number;
  /** Comments that would be rows if their last field were a label: that field and the line. */
  readonly #doubts = new Map<string, number>();

  /** @param tags the label column, whose index stands for rows of the file's width; undefined where none is read */
  constructor(
    readonly file: string,
    readonly plan: Plan,
    readonly tags: { readonly interner: ByteInterner; readonly index: number } | undefined,
  ) {
    this.#labelIndex = tags ? tags.index : plan.layout.width - 1;
  }

  /**
   * Whether the line, which begins with `#`, is a row.
   *
   * @param accepts where ragged rows are read: whether a row of this width holds the columns asked for
   */
  isRow(
    bytes: Buffer,
    start: number,
    end: number,
    line: number,
    accepts: ((width: number) => boolean) | undefined,
  ): boolean {
    const { format, separator, width } = this.plan.layout;
    if (format === "conllu" || this.plan.rules.allComments) return false;
    const fields = this.#fields;
    if (separator === "tab") {
      if (bytes[start + 1] === 32) return false;
      fields.splitTabs(bytes, start, end);
      if (line === 1 && isHeaderComment(this.#texts(bytes))) return false;
      if (!this.#isLikeOthers(bytes)) return false;
      return fields.count === width || (fields.count > 1 && accepts !== undefined && accepts(fields.count));
    }
    if (hasTab(bytes, start, end)) return false;
    fields.splitBlanks(bytes, start, end);
    if (!this.#isLikeOthers(bytes)) return false;
    if (fields.count !== width || readComment(bytes.toString("utf8", start, end))) return false;
    if (width === 1) return true;
    const from = fields.starts[this.#labelIndex];
    const to = fields.ends[this.#labelIndex];
    const isLabelFirst = this.#labelIndex === 0;
    if (
      (!isLabelFirst && looksLikeTag(bytes, from, to)) ||
      (this.tags && this.tags.interner.find(bytes, from, to) >= 0)
    )
      return true;
    const label = bytes.toString("utf8", from, to);
    if (!this.#doubts.has(label)) this.#doubts.set(label, line);
    return false;
  }

  #texts(bytes: Buffer): string[] {
    const { starts, ends, count } = this.#fields;
    return Array.from({ length: count }, (_, i) => bytes.toString("utf8", starts[i], ends[i]));
  }

  /** Whether the fields hold a number where the other rows count, and a tag where they have tags of segments. */
  #isLikeOthers(bytes: Buffer): boolean {
    const { counter, spelling } = this.plan.rules;
    const { starts, ends, count } = this.#fields;
    const field = (index: number) => (index < count ? bytes.toString("utf8", starts[index], ends[index]).trim() : "");
    if (counter !== null) return /^\d+(?:[-.]\d+)?$/.test(field(counter));
    if (spelling === null || !this.tags) return true;
    const label = field(this.#labelIndex);
    return readTag(spelling, label) !== undefined || isTypeName(label);
  }

  /** @throws SeginfError where a line taken for a comment ends in what proved to be a label */
  settle(): void {
    if (!this.tags || this.#doubts.size === 0) return;
    for (const label of this.tags.interner.values) {
      const line = this.#doubts.get(label);
      if (line === undefined) continue;
      const what = `this line is either a comment or the token "#…" with the label ${label}, which occurs further down`;
      throw new SeginfError(what, { file: this.file, line }, "part the columns by tabs");
    }
  }
}

/** Whether the bytes are `O`, `#`, or one of BIESLU, a hyphen and something more. */
export function looksLikeTag(bytes: Buffer, start: number, end: number): boolean {
  if (end - start === 1) return bytes[start] === 79 || bytes[start] === 35;
  return end - start > 2 && bytes[start + 1] === 45 && "BIESLU".includes(String.fromCharCode(bytes[start]));
}
