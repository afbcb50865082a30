import type { TextRange } from "./offsets.js";

const UNSPACED = "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}";
/** A run without blanks; in scripts that are written without them, each character with its marks. */
const PIECE = new RegExp(`[${UNSPACED}]\\p{M}*|[^\\s${UNSPACED}]+`, "gu");

/**
 * The tokens of a text: what blanks part, cut where a span begins or ends.
 *
 * @param spans ascending, not overlapping
 * @param given tokens that the file has itself, ascending, in place of the blanks
 */
export function tokenRanges(text: string, spans: readonly TextRange[], given?: readonly TextRange[]): TextRange[] {
  const tokens: TextRange[] = [];
  const cuts = spans.flatMap(({ start, end }) => [start, end]);
  let next = 0;
  for (const piece of given ?? pieces(text)) {
    let { start } = piece;
    while (next < cuts.length && cuts[next] <= start) next++;
    for (; next < cuts.length && cuts[next] < piece.end; next++) {
      if (cuts[next] > start) tokens.push({ start, end: cuts[next] });
      start = cuts[next];
    }
    tokens.push({ start, end: piece.end });
  }
  return tokens;
}

function* pieces(text: string): Generator<TextRange> {
  for (const { 0: piece, index } of text.matchAll(PIECE)) yield { start: index, end: index + piece.length };
}

/** The tokens that begin a sentence: the first, and those after a line break that no span covers. */
export function sentenceStarts(
  text: string,
  tokens: readonly TextRange[],
  isInside: (token: number) => boolean,
): number[] {
  return tokens.flatMap(({ start }, i) => {
    if (i === 0) return [0];
    return !isInside(i) && /[\n\r\u2028\u2029]/.test(text.slice(tokens[i - 1].end, start)) ? [i] : [];
  });
}
