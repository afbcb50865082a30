import type { Segments } from "../corpus/types.js";
import type { Relabeller } from "../influence/relabelling.js";
import type { Candidate } from "./candidates.js";
import { joins, movedBounds, type Room, relabellings, reread, splits } from "./proposals.js";
import type { Proposal, Speller, Tagging } from "./speller.js";

/** A proposal with its tags and how much likelier it is than what stands there. */
export interface Suggestion {
  readonly proposal: Proposal;
  readonly tagging: Tagging;
  /** log p(y') / p(y), all other labels of the sentence as they stand. */
  readonly logOdds: number;
}

/** What suggestions are drawn from. */
export interface Suggesting {
  readonly annotated: Segments;
  readonly speller: Speller;
  /** Segment labels. */
  readonly labels: readonly string[];
  /** Plain tags: every token is a segment, and spans stand. */
  readonly fixedSpans: boolean;
  readonly sentenceStart: ArrayLike<number>;
  /** How else the corpus is read. */
  readonly readings: readonly Segments[];
}

/**
 * The likeliest other way to annotate a candidate's place, by the tagger that `judge` reads: another label or none on the same
 * span, then bounds moved (under the label that stands and under the likeliest other one), splits, joins with a neighbour,
 * and what the readings have there. Null where there is no other way.
 */
export function suggest(candidate: Candidate, from: Suggesting, judge: Relabeller): Suggestion | null {
  judge.load(candidate.sentence);
  const weigh = (proposal: Proposal): Suggestion | null => {
    const previous = lastBefore(from.annotated, proposal.start, candidate.previous);
    const tagging = from.speller.spell(proposal, candidate.sentence, previous);
    return tagging && { proposal, tagging, logOdds: judge.change(tagging) };
  };
  const sameSpan = likeliest(relabellings(candidate, from.labels).map(weigh));
  if (from.fixedSpans) return sameSpan;
  const other = sameSpan?.proposal.segments[0]?.label;
  const labels = new Set([candidate.label, other].filter((label) => label !== undefined && label !== "O"));
  const room = roomAround(candidate, from);
  const spans = [...labels].flatMap((label) => movedBounds(candidate, label as string, room));
  if (candidate.label !== "O") spans.push(...splits(candidate), ...joins(candidate, room));
  const readings = from.readings.flatMap((reading) => reread(candidate, from.annotated, reading) ?? []);
  return likeliest([sameSpan, ...[...spans, ...readings].map(weigh)]);
}

/** The first of the likeliest. */
function likeliest(suggestions: readonly (Suggestion | null)[]): Suggestion | null {
  let best: Suggestion | null = null;
  for (const one of suggestions) if (one && one.logOdds > (best?.logOdds ?? Number.NEGATIVE_INFINITY)) best = one;
  return best;
}

function roomAround({ sentence, previous, next }: Candidate, { speller, sentenceStart }: Suggesting): Room {
  const before = speller.at(previous, sentence);
  const after = speller.at(next, sentence);
  const left = before?.end ?? sentenceStart[sentence];
  const right = after?.start ?? sentenceStart[sentence + 1];
  return { left, right, previous: before, next: after };
}

/** The number of the last annotated segment that ends at or before a token, from number i down. */
export function lastBefore({ end }: Segments, token: number, i: number): number {
  let at = i;
  while (at >= 0 && end[at] > token) at--;
  return at;
}
