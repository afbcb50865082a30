import type { Fields } from "../fields.js";
import type { RowRules } from "./plan.js";
import { isAbsent } from "./references.js";
import { endsSentence } from "./rules.js";

/** Ends of sentences that no blank line marks: ids that start again, a sentence's number that changes, a flag. */
export class SentenceBreaks {
  #previous: string | null = null;

  private constructor(private readonly rules: RowRules) {}

  /** Undefined where blank lines alone end sentences, as nearly always. */
  static of(rules: RowRules): SentenceBreaks | undefined {
    const { restarts, group, flags } = rules;
    return restarts || group !== null || flags !== null ? new SentenceBreaks(rules) : undefined;
  }

  /** Whether a sentence ends before the row. Asked once for each row, in order. */
  isBefore(bytes: Buffer, fields: Fields): boolean {
    const { restarts, group, counter } = this.rules;
    if (restarts && counter !== null) {
      const id = text(bytes, fields, counter);
      const isStart = this.#previous !== null && Number(id) <= Number(this.#previous);
      this.#previous = id;
      return isStart;
    }
    if (group === null) return false;
    const value = text(bytes, fields, group.index).trim();
    if (group.mode === "filled") return !isAbsent(value);
    const isNew = this.#previous !== null && value !== this.#previous;
    this.#previous = value;
    return isNew;
  }

  /** Whether a sentence ends with the row. */
  isAfter(bytes: Buffer, fields: Fields): boolean {
    const { flags } = this.rules;
    return flags !== null && flags < fields.count && endsSentence(text(bytes, fields, flags));
  }
}

function text(bytes: Buffer, { starts, ends, count }: Fields, index: number): string {
  return index < count ? bytes.toString("utf8", starts[index], ends[index]) : "";
}
