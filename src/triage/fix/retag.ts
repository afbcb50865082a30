import { segmentAt } from "../../corpus/overlap.js";
import { readSegments } from "../../corpus/segments.js";
import { type LabelledSegment, segmentTags } from "../../corpus/spelling.js";
import type { Scheme } from "../../corpus/types.js";
import { replaced } from "../../findings/replacement.js";
import type { Replacement } from "../../findings/report.js";

/** The segments that the tags of one sentence spell, in order. */
export function segmentsOf(tags: readonly string[], scheme: Scheme): LabelledSegment[] {
  const values = [...new Set(tags)];
  const ids = Int32Array.from(tags, (tag) => values.indexOf(tag));
  const sentenceStart = Int32Array.of(0, tags.length);
  const { segments } = readSegments({ tags: { values, ids }, sentenceStart }, scheme);
  return Array.from({ length: segments.count }, (_, i) => segmentAt(segments, i));
}

/**
 * The tags of a sentence once the replacements have been made. No tag changes that need not: tokens outside the segments
 * that go or come keep theirs, and so do ill-formed ones, unless the neighbouring segments would be read otherwise
 * (BIO's I- after a label that is new there, IOB1's B- where two segments of one label touch, or no longer do).
 *
 * @param replacements must not overlap, nor any two of them change one segment
 * @returns null where the scheme cannot spell the segments asked for: under IO two of one label that touch; under plain
 *   tokens without a label
 */
export function retagged(
  tags: readonly string[],
  replacements: readonly Replacement[],
  scheme: Scheme,
): readonly string[] | null {
  const before = segmentsOf(tags, scheme);
  const wanted = replaced(before, replacements);
  const kept = new Set(before.filter((segment) => wanted.includes(segment)));

  const result = [...tags];
  for (const { start, end } of before.filter((segment) => !kept.has(segment)))
    result.fill(scheme === "plain" ? "" : "O", start, end);
  for (const [i, segment] of wanted.entries()) {
    // Of the segments that stay, only IOB1 encodes some differently next to a new neighbour.
    const mayStay = kept.has(segment) && !(isSpelled(tags, segment, before, scheme) && scheme === "IOB1");
    if (!mayStay) spell(result, segment, touches(segment, wanted[i - 1]), scheme);
  }
  // An ill-formed segment that has stayed as it was may be read as a part of its new neighbour.
  const readings = new Set(segmentsOf(result, scheme).map(keyOf));
  for (const [i, segment] of wanted.entries())
    if (!readings.has(keyOf(segment))) spell(result, segment, touches(segment, wanted[i - 1]), scheme);
  const isRight = segmentsOf(result, scheme).map(keyOf).join() === wanted.map(keyOf).join();
  return isRight && !result.includes("") ? result : null;
}

/** Whether the segment's tags are those that the scheme would spell it with, where it stands. */
function isSpelled(
  tags: readonly string[],
  segment: LabelledSegment,
  segments: readonly LabelledSegment[],
  scheme: Scheme,
): boolean {
  const { start, end, label } = segment;
  const touching = touches(segment, segments[segments.indexOf(segment) - 1]);
  return segmentTags(scheme, label, end - start, touching).every((tag, i) => tag === tags[start + i]);
}

function spell(result: string[], { start, end, label }: LabelledSegment, touching: boolean, scheme: Scheme): void {
  for (const [i, tag] of segmentTags(scheme, label, end - start, touching).entries()) result[start + i] = tag;
}

function touches({ start, label }: LabelledSegment, previous: LabelledSegment | undefined): boolean {
  return previous !== undefined && previous.end === start && previous.label === label;
}

function keyOf({ start, end, label }: LabelledSegment): string {
  return JSON.stringify([start, end, label]);
}
