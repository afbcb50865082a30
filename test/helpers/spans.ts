import type { Span } from "../../src/influence/spans.js";
import type { Tiny } from "./tiny.js";

/** A span with its bounds counted from the sentence's first token, as the all-paths oracle counts. */
export interface PlacedSpan extends Span {
  readonly a: number;
  readonly b: number;
}

/** Every span of every sentence: at its start, at its end, inside, and the whole of it. */
export function allSpans(t: Tiny): PlacedSpan[] {
  const spans: PlacedSpan[] = [];
  for (let sentence = 0; sentence + 1 < t.sentenceStart.length; sentence++) {
    const first = t.sentenceStart[sentence];
    const length = t.sentenceStart[sentence + 1] - first;
    for (let a = 0; a < length; a++) {
      for (let b = a + 1; b <= length; b++) spans.push({ sentence, start: first + a, end: first + b, a, b });
    }
  }
  return spans;
}
