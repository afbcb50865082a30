import type { AnnotatedCorpus } from "../corpus/index.js";
import type { Segments } from "../corpus/types.js";
import { at } from "../math/at.js";
import type { ScoredCandidates } from "./candidates/table.js";
import { scoreOf } from "./findings.js";
import type { PlacedSegment } from "./suggestions/tagEncoder.js";

/**
 * The share of the tags that look wrong, by the scores: a token's tag is wrong with the probability of the likeliest candidate whose
 * suggestion changes it,
 *
 *     1/N Σ_t max_{i: suggestion i changes t} p_i
 *
 * The noise channel's own estimate hardly rises with what is left out (bench/detection/RESULTS.md).
 */
export function wrongTagShare({ corpus, segments }: AnnotatedCorpus, table: ScoredCandidates): number {
  const { logOdds, proposals } = table;
  const tokens = corpus.words.ids.length;
  const standing = standingTags(segments, tokens);
  const numberOf = new Map(segments.labels.map((label, number) => [label, number]));
  const wrong = new Float64Array(tokens);
  for (let row = 0; row < logOdds.length; row++) {
    const proposal = proposals.at(row);
    const score = scoreOf(at(logOdds, row));
    if (proposal === null || score === 0) continue;
    const { start, end } = proposal;
    const proposed = new Int32Array(end - start);
    for (const one of proposal.segments) write(proposed, one, numberOf.get(one.label) ?? segments.labels.length, start);
    for (let t = start; t < end; t++) {
      if (proposed[t - start] !== standing[t]) wrong[t] = Math.max(at(wrong, t), score);
    }
  }
  return wrong.reduce((sum, p) => sum + p, 0) / Math.max(1, tokens);
}

/** Length N: a number for each label, another one where its segment begins; 0 outside of segments. */
function standingTags({ count, start, end, label }: Segments, tokens: number): Int32Array {
  const tags = new Int32Array(tokens);
  for (let i = 0; i < count; i++) write(tags, { start: at(start, i), end: at(end, i) }, at(label, i), 0);
  return tags;
}

/** @param first the token of tags[0] */
function write(tags: Int32Array, { start, end }: Omit<PlacedSegment, "label">, label: number, first: number): void {
  tags.fill(2 * label + 1, start - first, end - first);
  tags[start - first] = 2 * label + 2;
}
