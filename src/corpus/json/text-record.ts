import type { AnnotatedText, PlacedSpan, TextForm } from "./annotated-text.js";
import type { TextEdit } from "./edits.js";
import { fault, shownValue } from "./fault.js";
import { Offsets, styleOf, type TextRange } from "./offsets.js";
import { endsAsked, type JsonRecord, type OffsetStyle, type RecordOptions, textUnit } from "./record.js";
import type { Locator, Path } from "./scan.js";
import { type GivenSpan, readSpan } from "./span.js";
import { retagSpans } from "./span-edits.js";
import { countEnds, requireSureEnds } from "./text-ends.js";
import { segmentsIn } from "./token-spans.js";
import { sentenceStarts, tokenRanges } from "./tokenise.js";

/** A text whose annotated segments are given by the characters that they cover. */
export class TextRecord implements JsonRecord, AnnotatedText {
  readonly tokens: readonly string[];
  readonly tags: readonly string[] | undefined;
  readonly sentences: readonly number[];
  readonly ranges: readonly TextRange[];
  readonly spans: readonly PlacedSpan[];
  readonly style: OffsetStyle;
  readonly offsetsOf: Offsets;
  /** The record's own tokens. */
  readonly own: readonly TextRange[] | undefined;

  /** @throws SeginfError for spans that overlap, leave the text or are none */
  constructor(
    readonly form: TextForm,
    readonly options: RecordOptions,
  ) {
    const { text } = form;
    const given = (form.spans ?? []).flatMap((element, i) => {
      const span = readSpan(element);
      return span ? [{ ...span, element: i }] : [];
    });
    requireSureEnds(given, options);
    // Without spans that show it, a text counts as those of the file do that have some.
    this.style =
      (given.length === 0 && options.template?.style) ||
      styleOf(text, given, textUnit(options.offsets), endsAsked(options.offsets));
    this.offsetsOf = new Offsets(text, this.style);
    const placed = given.map((span) => ({ ...span, range: this.#rangeOf(span) }));
    placed.sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
    for (const [i, span] of placed.entries()) if (i > 0) requireApart(placed[i - 1], span, text);
    if (endsAsked(options.offsets) === undefined) countEnds(text, placed, options);
    this.own = form.tokens?.flatMap(
      ({ start, end }) => new Offsets(text, { ...this.style, inclusive: false }).range({ start, end }) ?? [],
    );
    this.ranges = tokenRanges(
      text,
      placed.map(({ range }) => range),
      this.own,
    );
    this.tokens = this.ranges.map(({ start, end }) => text.slice(start, end));
    this.spans = this.#withTokens(placed);
    const spanOf = new Int32Array(this.tokens.length).fill(-1);
    for (const [i, { first, past }] of this.spans.entries()) spanOf.fill(i, first, past);
    this.tags = form.spans === null ? undefined : Array.from(spanOf, (span, token) => this.#tag(span, token));
    this.sentences = sentenceStarts(
      text,
      this.ranges,
      (token) => spanOf[token] >= 0 && spanOf[token] === spanOf[token - 1],
    );
    const element = placed[0]?.element;
    if (element !== undefined) options.template ??= { value: form.spans?.[element], style: this.style };
  }

  #tag(span: number, token: number): string {
    if (span < 0) return "O";
    const { first, label } = this.spans[span];
    return `${token === first ? "B" : "I"}-${label}`;
  }

  #rangeOf(span: GivenSpan): TextRange {
    const range = this.offsetsOf.range(span);
    if (range) return range;
    const { text } = this.form;
    const length = this.style.unit === "utf16" ? text.length : [...text].length;
    const unit = this.style.unit === "utf16" ? "UTF-16 units" : "characters";
    const what = `the span ${span.start}–${span.end} ${span.label}`;
    if (span.end > length || span.start >= length) {
      const isUtf16 = this.style.unit === "codepoints" && span.end <= text.length;
      const hint = isUtf16 ? "if offsets count UTF-16 units, pass --offsets utf16" : "correct its offsets";
      throw fault(`${what} leaves the text, which has ${length} ${unit}`, hint);
    }
    if (span.start >= span.end) throw fault(`${what} is empty`, "give the offset after its last character as its end");
    const hint = "if offsets count characters, pass --offsets codepoints";
    throw fault(`${what} cuts a character of two UTF-16 units in two`, hint);
  }

  #withTokens(placed: readonly (GivenSpan & { element: number; range: TextRange })[]): PlacedSpan[] {
    let first = 0;
    return placed.map((span) => {
      while (first < this.ranges.length && this.ranges[first].end <= span.range.start) first++;
      let past = first;
      while (past < this.ranges.length && this.ranges[past].start < span.range.end) past++;
      if (past > first) return { ...span, first, past };
      throw fault(
        `the span ${span.start}–${span.end} ${span.label} covers no word`,
        "take it out, or correct its offsets",
      );
    });
  }

  /** Tokens are parts of a string, in which nobody looks for lines. */
  offsets(root: Locator): readonly number[] {
    const { start } = root.at(this.form.textAt) ?? root;
    return this.tokens.map(() => start);
  }

  get spansAt(): Path {
    return this.form.spansAt;
  }

  given(range: TextRange): TextRange {
    return this.offsetsOf.given(range);
  }

  wordsIn({ start, end }: TextRange): string {
    return this.form.text.slice(start, end);
  }

  retag(root: Locator, tags: ReadonlyMap<number, string>): TextEdit[] {
    return retagSpans(this, root, tags);
  }

  predicted(tags: readonly string[]): readonly [string, unknown] {
    const spans = segmentsIn(tags).map(({ first, past, label }) => {
      const { start, end } = this.offsetsOf.given({ start: this.ranges[first].start, end: this.ranges[past - 1].end });
      return [start, end, label];
    });
    return ["predicted_spans", spans];
  }
}

function requireApart(
  one: GivenSpan & { range: TextRange },
  other: GivenSpan & { range: TextRange },
  text: string,
): void {
  if (one.range.end <= other.range.start) return;
  const name = ({ start, end, label, range }: typeof one) =>
    `${start}–${end} ${label} ${shownValue(text.slice(range.start, range.end))}`;
  const how = one.range.start === other.range.start && one.range.end === other.range.end ? "are the same" : "overlap";
  throw fault(`the spans ${name(one)} and ${name(other)} ${how}`, "keep one of them: segments do not overlap here");
}
