import type { AnnotatedText, PlacedSpan } from "./annotated-text.js";
import type { TextEdit } from "./edits.js";
import { fault, shownValue } from "./fault.js";
import type { TextRange } from "./offsets.js";
import type { JsonRecord, RecordOptions } from "./record.js";
import type { Locator, Path } from "./scan.js";
import { type GivenSpan, readSpan } from "./span.js";
import { retagSpans } from "./span-edits.js";
import { segmentsIn } from "./token-spans.js";

/** A list of tokens and one of spans, which give the numbers of their first and last tokens. */
export interface NumberedForm {
  readonly tokensAt: Path;
  readonly tokens: readonly string[];
  readonly spansAt: Path;
  /** Null where no labels are read. */
  readonly spans: readonly unknown[] | null;
  /** The number of the first token. */
  readonly origin: number;
  /** Whether the end is the last token in place of the one after it. */
  readonly isInclusive: boolean;
}

/** Tokens whose annotated segments are given by the numbers of the tokens that they cover. */
export class NumberedRecord implements JsonRecord, AnnotatedText {
  readonly tokens: readonly string[];
  readonly tags: readonly string[] | undefined;
  readonly sentences: readonly number[];
  /** Token i is the range [i, i + 1). */
  readonly ranges: readonly TextRange[];
  readonly spans: readonly PlacedSpan[];
  readonly own = undefined;

  /** @throws SeginfError for spans that overlap, leave the tokens or are none */
  constructor(
    readonly form: NumberedForm,
    readonly options: RecordOptions,
  ) {
    this.tokens = form.tokens;
    this.sentences = form.tokens.length > 0 ? [0] : [];
    this.ranges = form.tokens.map((_, i) => ({ start: i, end: i + 1 }));
    const placed = (form.spans ?? []).flatMap((value, element) => {
      const span = readSpan(value);
      return span ? [this.#placed(span, element)] : [];
    });
    this.spans = placed.sort((a, b) => a.first - b.first || a.past - b.past);
    for (const [i, span] of this.spans.entries()) if (i > 0) this.#requireApart(this.spans[i - 1], span);
    if (form.spans) this.tags = this.#tags();
    const [first] = this.spans;
    const style = { unit: "utf16", inclusive: form.isInclusive } as const;
    if (first) options.template ??= { value: form.spans?.[first.element], style };
  }

  get spansAt(): Path {
    return this.form.spansAt;
  }

  #placed(span: GivenSpan, element: number): PlacedSpan {
    const { origin, isInclusive, tokens } = this.form;
    const first = span.start - origin;
    const past = span.end - origin + (isInclusive ? 1 : 0);
    if (first >= 0 && first < past && past <= tokens.length)
      return { ...span, element, first, past, range: { start: first, end: past } };
    const what = `the span ${span.start}–${span.end} ${span.label}`;
    if (first >= past) {
      const hint = "number its last token, or the one after it; if ends are last tokens, pass --offsets inclusive";
      throw fault(`${what} is empty`, hint);
    }
    const hint = "correct its numbers; if ends are the tokens after the last, pass --offsets exclusive";
    throw fault(`${what} leaves the tokens, which are ${origin} to ${origin + tokens.length - 1}`, hint);
  }

  #requireApart(one: PlacedSpan, other: PlacedSpan): void {
    if (one.past <= other.first) return;
    const name = (span: PlacedSpan) =>
      `${span.start}–${span.end} ${span.label} ${shownValue(this.wordsIn(span.range))}`;
    const how = one.first === other.first && one.past === other.past ? "are the same" : "overlap";
    const hint = "keep one of them: segments do not overlap here";
    throw fault(`the spans ${name(one)} and ${name(other)} ${how}`, hint);
  }

  #tags(): string[] {
    const tags = new Array<string>(this.tokens.length).fill("O");
    for (const { first, past, label } of this.spans)
      for (let i = first; i < past; i++) tags[i] = `${i === first ? "B" : "I"}-${label}`;
    return tags;
  }

  given({ start, end }: TextRange): TextRange {
    const { origin, isInclusive } = this.form;
    return { start: start + origin, end: end + origin - (isInclusive ? 1 : 0) };
  }

  wordsIn({ start, end }: TextRange): string {
    return this.tokens.slice(start, end).join(" ");
  }

  offsets(root: Locator): readonly number[] {
    return this.tokens.map((_, i) => root.at([...this.form.tokensAt, i])?.start ?? root.start);
  }

  retag(root: Locator, tags: ReadonlyMap<number, string>): TextEdit[] {
    return retagSpans(this, root, tags);
  }

  predicted(tags: readonly string[]): readonly [string, unknown] {
    return ["predicted_spans", this.predictedSpans(tags)];
  }

  predictedSpans(tags: readonly string[]): readonly unknown[] {
    return segmentsIn(tags).map(({ first, past, label }) => {
      const { start, end } = this.given({ start: first, end: past });
      return [start, end, label];
    });
  }
}

/** Sentences of one record, each with its own list of spans, as of DyGIE. */
export class NumberedSentences implements JsonRecord {
  readonly tokens: readonly string[];
  readonly tags: readonly string[] | undefined;
  readonly sentences: readonly number[];
  readonly #starts: readonly number[];

  constructor(readonly parts: readonly NumberedRecord[]) {
    this.tokens = parts.flatMap(({ tokens }) => tokens);
    this.tags = parts.every(({ tags }) => tags) ? parts.flatMap(({ tags }) => tags ?? []) : undefined;
    let next = 0;
    this.#starts = parts.map(({ tokens }) => {
      const start = next;
      next += tokens.length;
      return start;
    });
    this.sentences = this.#starts.filter((_, k) => parts[k].tokens.length > 0);
  }

  offsets(root: Locator): readonly number[] {
    return this.parts.flatMap((part) => part.offsets(root));
  }

  retag(root: Locator, tags: ReadonlyMap<number, string>): TextEdit[] {
    return this.parts.flatMap((part, k) => {
      const start = this.#starts[k];
      const own = [...tags].filter(([token]) => token >= start && token < start + part.tokens.length);
      return own.length === 0 ? [] : part.retag(root, new Map(own.map(([token, tag]) => [token - start, tag])));
    });
  }

  predicted(tags: readonly string[]): readonly [string, unknown] {
    const lists = this.parts.map((part, k) => {
      const start = this.#starts[k];
      return part.predictedSpans(tags.slice(start, start + part.tokens.length));
    });
    return ["predicted_spans", lists];
  }
}
