import type { Filter } from "../audit/filter.js";
import type { FileView } from "../corpus/files.js";
import { at } from "../math/at.js";

/** Lines first … last of a file, from 1. Where last = first − 1, something between the two was taken out. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
  /** Of what was taken out: whether its first and its last line hold something, and so belonged to what stands there. */
  readonly cutsAbove: boolean;
  readonly cutsBelow: boolean;
  /** Whether nothing but blank lines came: where rows stand on both sides, a sentence was parted. */
  readonly parts: boolean;
}

/** The lines of the new file that a unified diff without context changes, in file order. */
export function changedLines(diff: string): LineRange[] {
  return diff
    .split(/^(?=@@ )/m)
    .slice(1)
    .map((hunk) => {
      const [, start, length = "1"] = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@/.exec(hunk) as RegExpExecArray;
      // Of a hunk without new lines, the start is the line before the gap.
      const first = Number(length) === 0 ? Number(start) + 1 : Number(start);
      const lines = hunk.split("\n").slice(1);
      const removed = lines.filter((line) => line.startsWith("-"));
      const added = lines.filter((line) => line.startsWith("+"));
      const holds = (line: string | undefined) => line !== undefined && line.slice(1).trim() !== "";
      return {
        first,
        last: first + Number(length) - 1,
        cutsAbove: holds(removed[0]),
        cutsBelow: holds(removed.at(-1)),
        parts: added.length > 0 && !added.some(holds),
      };
    });
}

/** The sentences that the ranges touch. @param ranges in file order */
export function changedSentences(
  { lines, sentenceStart, extents }: FileView,
  ranges: readonly LineRange[],
): Set<number> {
  const changed = new Set<number>();
  let next = 0;
  for (let k = 0; k + 1 < sentenceStart.length; k++) {
    const first = extents?.first[k] ?? at(lines, at(sentenceStart, k));
    const past = at(sentenceStart, k + 1);
    const last = extents?.last[k] ?? at(lines, past - 1);
    const isBefore = (range: LineRange | undefined) => range && Math.max(range.first, range.last) < first;
    while (isBefore(ranges[next])) next++;
    for (let i = next; i < ranges.length; i++) {
      const range = at(ranges, i);
      if (range.first > last + 1) break;
      if (touches(range, first, last)) changed.add(k);
      else if (range.parts && range.first === last + 1 && lines[past] === range.last + 1) changed.add(k).add(k + 1);
    }
  }
  return changed;
}

/** A gap lies between last and first: it changes a sentence that it is in, or that lost its end or its beginning there. */
function touches(range: LineRange, first: number, last: number): boolean {
  if (range.last >= range.first) return range.first <= last && first <= range.last;
  if (range.last === last) return range.cutsAbove;
  if (range.first === first) return range.cutsBelow;
  return first <= range.last && range.first <= last;
}

/**
 * Holds back what is outside the changed sentences of its file.
 *
 * @param changed by the file's name; a file that is not there has changed as a whole
 */
export function changedFilter(changed: ReadonlyMap<string, ReadonlySet<number>>): Filter {
  return ({ file, sentence }) => ((changed.get(file)?.has(sentence) ?? true) ? null : "unchanged");
}
