import type { Scheme } from "./types.js";

/** One labelled segment of a sentence: tokens start … end − 1, counted from the sentence's first. */
export interface LabelledSegment {
  readonly start: number;
  readonly end: number;
  readonly label: string;
}

/**
 * The prefix by which a scheme marks token `offset` of a segment of `length` tokens.
 *
 * @param touches whether the token before the segment ends another of the same label, which IOB1 alone marks
 */
export function prefixAt(
  scheme: Exclude<Scheme, "plain">,
  offset: number,
  length: number,
  touches: boolean,
): "B" | "I" | "E" | "S" | "L" | "U" {
  const isFirst = offset === 0;
  const isLast = offset === length - 1;
  switch (scheme) {
    case "IO":
      return "I";
    case "IOB1":
      return isFirst && touches ? "B" : "I";
    case "BIO":
      return isFirst ? "B" : "I";
    case "BIOES":
      return isFirst ? (isLast ? "S" : "B") : isLast ? "E" : "I";
    case "BILOU":
      return isFirst ? (isLast ? "U" : "B") : isLast ? "L" : "I";
  }
}

/**
 * The tags, `length` of them, that spell one segment. Under "plain" each token takes the label itself.
 *
 * @param touches whether the token before the segment ends another of the same label (matters for IOB1)
 */
export function segmentTags(scheme: Scheme, label: string, length: number, touches: boolean): string[] {
  if (scheme === "plain") return new Array<string>(length).fill(label);
  return Array.from({ length }, (_, offset) => `${prefixAt(scheme, offset, length, touches)}-${label}`);
}

/**
 * The tags of one sentence of `length` tokens that holds these segments, O elsewhere. IO cannot part two segments of one
 * label that touch: they come out as one.
 *
 * @param segments in any order, not overlapping
 * @throws RangeError for segments that overlap, are empty, or leave the sentence: a bug of the caller
 */
export function writeTags(segments: readonly LabelledSegment[], length: number, scheme: Scheme): string[] {
  const tags = new Array<string>(length).fill("O");
  let previous: LabelledSegment | undefined;
  for (const segment of segments.toSorted((a, b) => a.start - b.start)) {
    const { start, end, label } = segment;
    if (start < (previous?.end ?? 0) || end <= start || end > length)
      throw new RangeError(`segment ${start}…${end} does not fit a sentence of ${length} tokens or overlaps another`);
    const touches = previous !== undefined && previous.end === start && previous.label === label;
    for (const [i, tag] of segmentTags(scheme, label, end - start, touches).entries()) tags[start + i] = tag;
    previous = segment;
  }
  return tags;
}
