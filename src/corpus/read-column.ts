import type { GrowingColumn } from "./builder.js";
import { blankAtLabel, emptyField } from "./column-errors.js";
import { type Fields, isBlank, withoutBlanks } from "./fields.js";
import { GrowingInts } from "./growing.js";
import { ByteInterner } from "./interner.js";
import { valueSpan } from "./profile/keys.js";
import type { ColumnChoice } from "./profile/plan.js";
import { isOutside } from "./profile/split-labels.js";

const BLANK = 32;
const OUTSIDE = Buffer.from("O");

/** A column being read: its index in the rows of the present width, and the values met so far. */
export class ReadColumn implements GrowingColumn {
  readonly interner = new ByteInterner();
  readonly values = this.interner.values;
  readonly ids = new GrowingInts();
  index = -1;

  /** @param number signed, as the user counts */
  constructor(readonly number: number) {}

  push(bytes: Buffer, start: number, end: number): void {
    this.ids.push(this.interner.intern(bytes, start, end));
  }
}

/**
 * The column of the labels: of a key in it, where there is one, and without blanks around them where all have some. Where it holds
 * prefixes alone, the types of another column are joined to them.
 */
export class LabelColumn extends ReadColumn {
  readonly key: string | null;
  /** Its index is that of the column of types. */
  readonly types: ReadColumn | undefined;

  constructor(
    { number, key, types }: ColumnChoice,
    readonly padded: boolean,
  ) {
    super(number);
    this.key = key;
    this.types = types && new ReadColumn(types.number);
  }

  /** @throws SeginfError for an empty prefix */
  joined(bytes: Buffer, { starts, ends }: Fields, file: string, line: number): void {
    const field = (index: number) => bytes.toString("utf8", starts[index], ends[index]).trim();
    const prefix = field(this.index);
    if (prefix === "") throw emptyField("label", this.index, { file, line });
    const type = this.types ? field(this.types.index) : "";
    const value = Buffer.from(isOutside(type) ? prefix : `${prefix}-${type}`);
    this.push(value, 0, value.length);
  }

  /** @throws SeginfError for an empty label and for one with a blank at an end */
  label(bytes: Buffer, start: number, end: number, file: string, line: number): void {
    if (this.key !== null) {
      const field = bytes.toString("utf8", start, end);
      const span = valueSpan(field, this.key);
      // A token without the key has no label of this kind.
      const value = span && span.end > span.start ? Buffer.from(field.slice(span.start, span.end)) : OUTSIDE;
      this.push(value, 0, value.length);
      return;
    }
    // Nearly all labels have neither tabs nor blanks around them.
    if (start < end && bytes[start] > BLANK && bytes[end - 1] > BLANK) this.push(bytes, start, end);
    else this.#unusual(bytes, start, end, file, line);
  }

  #unusual(bytes: Buffer, start: number, end: number, file: string, line: number): void {
    if (isBlank(bytes, start, end)) throw emptyField("label", this.index, { file, line });
    if (this.padded) this.push(bytes, ...withoutBlanks(bytes, start, end));
    else if (bytes[start] === BLANK || bytes[end - 1] === BLANK) {
      throw blankAtLabel(bytes.toString("utf8", start, end), { file, line });
    } else this.push(bytes, start, end);
  }
}
