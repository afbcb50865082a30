import { eastAsianWidth } from "get-east-asian-width";
import { visible } from "./visible.js";

const PRINTABLE_ASCII = /^[ -~]*$/;
const EMOJI = /\p{Emoji_Presentation}|\p{Emoji}\uFE0F/u;
/** Combining marks, format characters, and the vowels and finals that complete a Hangul syllable block. */
const ZERO = /[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff\ud7b0-\ud7fb]/u;

/** Columns that a text takes in a terminal with a fixed-width font. */
export function displayWidth(text: string): number {
  return widthUpTo(text, Number.POSITIVE_INFINITY);
}

/** The same, but for a text of more than `most` columns only some number above it: a long text is not read to its end. */
export function widthUpTo(text: string, most: number): number {
  if (PRINTABLE_ASCII.test(text)) return text.length;
  let width = 0;
  for (const cluster of clusters(text)) {
    width += clusterWidth(cluster);
    if (width > most) break;
  }
  return width;
}

/** Columns of the widest of some texts. */
export function widest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, displayWidth(text)), 0);
}

/** The text, or as many whole characters of it as fit in `width` columns with an ellipsis after them. */
export function cut(text: string, width: number): string {
  if (widthUpTo(text, width) <= width) return text;
  let kept = "";
  let used = 1;
  for (const cluster of clusters(text)) {
    used += clusterWidth(cluster);
    if (used > width) break;
    kept += cluster;
  }
  return `${kept}…`;
}

/** Columns of a label in a report for people. */
const BRIEF = 60;

/** Columns of a quotation: programs that show a message give it a line or two. */
export const LONGEST_QUOTE = 240;

/**
 * Text of a corpus as a report for people shows it, in at most `width` columns: a file may hold labels and words of
 * megabytes, which the machine formats give whole.
 */
export function brief(text: string, width = BRIEF): string {
  const head = text.slice(0, wholeCharacters(text, LONGEST_TEXT));
  const shown = cut(visible(head), width);
  return head.length === text.length || shown.endsWith("…") ? shown : `${shown}…`;
}

/** UTF-16 units of a text that are looked at: more than fit in any line. */
const LONGEST_TEXT = 1 << 14;

/** The text with blanks after it up to `width` columns. */
export function padEnd(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - displayWidth(text)));
}

let segmenter: Intl.Segmenter | undefined;

/** UTF-16 units given to the segmenter at once: its time grows with the square of them. */
const WINDOW = 512;

/** What a reader takes for one character: a letter with its accents, a whole flag or family. Never cut inside. */
function* clusters(text: string): Generator<string> {
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  let size = WINDOW;
  for (let start = 0; start < text.length; ) {
    const end = wholeCharacters(text, start + size);
    const window = text.slice(start, end);
    let last = "";
    for (const { segment } of segmenter.segment(window)) {
      if (last !== "") yield last;
      start += last.length;
      last = segment;
    }
    if (end === text.length) {
      yield last;
      return;
    }
    // The last one may go on after the window. Where it ends does not depend on what stands before it.
    size = last.length === window.length ? 2 * size : WINDOW;
  }
}

/** The end, or one less where a surrogate pair would be halved. */
function wholeCharacters(text: string, end: number): number {
  if (end >= text.length) return text.length;
  return (text.codePointAt(end - 1) as number) > 0xffff ? end - 1 : end;
}

function clusterWidth(cluster: string): number {
  if (EMOJI.test(cluster)) return 2;
  let width = 0;
  for (const character of cluster) width += ZERO.test(character) ? 0 : eastAsianWidth(character.codePointAt(0)!);
  return width;
}
