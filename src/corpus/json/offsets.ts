import { fault, shownValue } from "./fault.js";
import type { OffsetStyle, TextUnit } from "./record.js";
import type { GivenSpan } from "./span.js";

/** A span that may say which words it covers. */
type WordedSpan = Pick<GivenSpan, "start" | "end" | "words" | "inclusive">;

/** A span [start, end) in UTF-16 units of its text. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** Turns offsets as a file counts them into UTF-16 units of a text, and back. */
export class Offsets {
  /** By code point, and of the text's end: its UTF-16 offset. Undefined where both count alike. */
  readonly #units: Int32Array | undefined;

  constructor(
    readonly text: string,
    readonly style: OffsetStyle,
  ) {
    if (style.unit === "utf16" || !/[\ud800-\udfff]/.test(text)) return;
    const units: number[] = [];
    for (let at = 0; at < text.length; at += (text.codePointAt(at) as number) > 0xffff ? 2 : 1) units.push(at);
    this.#units = Int32Array.from([...units, text.length]);
  }

  /** Undefined where the span leaves the text, is empty or cuts a character in two. */
  range({ start, end }: { readonly start: number; readonly end: number }): TextRange | undefined {
    const [from, to] = [this.#unitAt(start), this.#unitAt(end + (this.style.inclusive ? 1 : 0))];
    return from === undefined || to === undefined || from >= to ? undefined : { start: from, end: to };
  }

  #unitAt(offset: number): number | undefined {
    if (this.#units) return this.#units[offset];
    return offset > this.text.length || isWithinPair(this.text, offset) ? undefined : offset;
  }

  /** The offsets that the file has for a range. */
  given({ start, end }: TextRange): TextRange {
    const count = (at: number) => (this.#units ? this.#units.indexOf(at) : at);
    return { start: count(start), end: count(end) - (this.style.inclusive ? 1 : 0) };
  }
}

function isWithinPair(text: string, at: number): boolean {
  return /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(at - 1, at + 1));
}

/**
 * How the spans of a text count, and whether their ends are inclusive: as asked; else as the words that the spans say they cover show; else in code points.
 *
 * @throws SeginfError where a span covers other words than it says, however counted
 */
export function styleOf(
  text: string,
  spans: readonly WordedSpan[],
  asked: TextUnit | undefined,
  ends?: boolean | undefined,
): OffsetStyle {
  const inclusive = ends ?? spans[0]?.inclusive ?? false;
  const usual: OffsetStyle = { unit: asked ?? "codepoints", inclusive };
  const telling = spans.filter(({ words }) => words !== undefined);
  if (telling.length === 0) return usual;
  const units: readonly TextUnit[] = asked ? [asked] : ["codepoints", "utf16"];
  const styles = (ends === undefined ? [inclusive, !inclusive] : [ends]).flatMap((one) =>
    units.map((unit) => ({ unit, inclusive: one })),
  );
  const fitting = styles.find((style) => {
    const offsets = new Offsets(text, style);
    return telling.every((span) => bare(wordsAt(offsets, span)) === bare(span.words as string));
  });
  if (fitting) return fitting;
  const offsets = new Offsets(text, usual);
  const wrong = telling.find((span) => bare(wordsAt(offsets, span)) !== bare(span.words as string)) as WordedSpan;
  const what = `the span ${wrong.start}–${wrong.end} says ${shownValue(wrong.words)}, but the text there is ${shownValue(wordsAt(offsets, wrong))}`;
  throw fault(what, "correct its offsets, or say what they count with --offsets");
}

function wordsAt(offsets: Offsets, span: WordedSpan): string {
  const range = offsets.range(span);
  return range ? offsets.text.slice(range.start, range.end) : "";
}

/** Tools differ in the blanks that they keep at the ends and at line breaks. */
function bare(words: string): string {
  return words.replace(/\s+/gu, "");
}
