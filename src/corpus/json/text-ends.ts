import { SeginfError } from "../../errors.js";
import type { TextRange } from "./offsets.js";
import type { RecordOptions } from "./record.js";

/** So many spans without words of their own say how their ends are meant. */
const FEWEST_SPANS = 20;

/** The last letter of a word, after another one, in a script that parts words by blanks. */
const LAST_LETTER = /^[\p{L}\p{N}][\p{L}\p{N}](?![\p{L}\p{M}\p{N}])/u;
const WITHOUT_BLANKS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

interface Placed {
  readonly range: TextRange;
  readonly words: string | undefined;
}

/** Counts the spans of a text, and those that leave out the last letter of a word. */
export function countEnds(text: string, spans: readonly Placed[], { textEnds }: RecordOptions): void {
  for (const { range, words } of spans) {
    if (words !== undefined) continue;
    const around = text.slice(range.end - 1, range.end + 2);
    textEnds.spans++;
    if (LAST_LETTER.test(around) && !WITHOUT_BLANKS.test(around)) textEnds.short++;
  }
}

/** @throws SeginfError where most spans leave out the last letter of a word: their ends are meant to be inclusive */
export function requireWholeWords({ textEnds: { spans, short } }: RecordOptions, file: string): void {
  if (spans < FEWEST_SPANS || 2 * short < spans) return;
  const what = `${short} of ${spans} spans end one character before the end of a word`;
  const hint =
    "pass --offsets inclusive if their ends are the last characters, or --offsets exclusive if they are right";
  throw new SeginfError(what, { file }, hint);
}
