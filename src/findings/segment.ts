import * as v from "valibot";
import { atMost, count, described, listOf, object, position, ruled } from "./parts.js";

/** A stretch of a sentence. */
interface Span {
  readonly start: number;
  readonly end: number;
}

export const holdsToken = ({ start, end }: Span): boolean => start < end;
export const EMPTY_SPAN = "has an end that is not after its start";

/** Whether a span holds a token, and the segments come one after another within it. */
export function segmentsFit({ start, end, segments }: Span & { readonly segments: readonly Span[] }): boolean {
  let last = start;
  return (
    start < end &&
    segments.every((segment) => {
      const fits = segment.start >= last && segment.end <= end;
      last = segment.end;
      return fits;
    })
  );
}
export const SEGMENTS_MISFIT = "has segments that overlap, are out of order or leave the replaced span";

/** A segment in a sentence: token offsets from 0, end exclusive. */
export const segmentSchema = described(
  ruled(
    object({
      start: described(count, "Offset of its first token in the sentence, from 0."),
      end: described(position, "Offset of the token after it in the sentence."),
      label: described(v.string(), "The segment's label."),
    }),
    holdsToken,
    EMPTY_SPAN,
  ),
  "A segment in a sentence.",
);
/** A segment in a sentence: token offsets from 0, end exclusive. */
export type PlacedSegment = v.InferOutput<typeof segmentSchema>;

/**
 * What should stand there, in token offsets of the sentence: every annotated segment that overlaps [start, end) goes, and
 * `segments`, which lie within it, come; none for no segment at all.
 */
export const replacementSchema = described(
  ruled(
    object({
      start: described(count, "Offset of the first token concerned, from 0 in the sentence."),
      end: described(position, "Offset of the token after the last one concerned."),
      segments: described(listOf(segmentSchema), "The segments that should stand there; empty for none."),
    }),
    segmentsFit,
    SEGMENTS_MISFIT,
  ),
  "What should stand there: every annotated segment that overlaps the tokens from start to end goes, and the segments given come.",
);
/** Segments that replace all annotated segments that overlap [start, end); none for no segment. */
export type Replacement = v.InferOutput<typeof replacementSchema>;

/** Tokens around a piece of a corpus. */
export const contextSchema = described(
  object({
    before: described(atMost(8, v.string()), "Up to 8 tokens before the segment."),
    after: described(atMost(8, v.string()), "Up to 8 tokens after the segment."),
  }),
  "The tokens around a segment, within its sentence.",
);
