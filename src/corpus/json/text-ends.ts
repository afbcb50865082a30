import { SeginfError } from "../../errors.js";
import { fault } from "./fault.js";
import type { TextRange } from "./offsets.js";
import { endsAsked, type RecordOptions } from "./record.js";

/** So many spans without words of their own say how their ends are meant. */
const FEWEST_SPANS = 20;

/** The last letter of a word, after another one, in a script that parts words by blanks. */
const LAST_LETTER = /^[\p{L}\p{N}][\p{L}\p{N}](?![\p{L}\p{M}\p{N}])/u;
const WITHOUT_BLANKS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

interface Placed {
  readonly range: TextRange;
  readonly words: string | undefined;
}

/** @throws SeginfError where nothing in a text's spans says whether ends are last characters */
export function requireSureEnds(spans: readonly { readonly isDoubtful?: boolean }[], { offsets }: RecordOptions): void {
  if (endsAsked(offsets) !== undefined || !spans.some(({ isDoubtful }) => isDoubtful)) return;
  const hint = "pass --offsets inclusive if it is the last character, or --offsets exclusive if it is the one after it";
  throw fault('nothing says whether "end_idx" is the last character of a span', hint);
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
