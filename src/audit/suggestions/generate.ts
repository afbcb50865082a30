import type { Segments } from "../../corpus/types.js";
import type { Relabeller } from "../../influence/relabelling.js";
import type { Candidate } from "../candidates/candidates.js";
import { joins, movedBounds, type Room, relabellings, reread, splits } from "./edits.js";
import { type Proposal, type TagEncoder, type Tagging, UNKNOWN } from "./tagEncoder.js";

/** A proposal with its tags and how much likelier it is than what stands there. */
export interface Suggestion {
  readonly proposal: Proposal;
  readonly tagging: Tagging;
  /** log p(y') / p(y), all other labels of the sentence as they stand. */
  readonly logOdds: number;
}

/** What suggestions are drawn from. */
export interface SuggestionSource {
  readonly annotated: Segments;
  readonly tagEncoder: TagEncoder;
  /** Segment labels. */
  readonly labels: readonly string[];
  /** Plain tags: every token is a segment, and spans stand. */
  readonly fixedSpans: boolean;
  readonly sentenceStart: ArrayLike<number>;
  /** How else the corpus is read. */
  readonly readings: readonly Segments[];
}

/** The likeliest other way to annotate a candidate's place, by the tagger that `judge` reads; null where there is none. */
export function suggest(candidate: Candidate, from: SuggestionSource, judge: Relabeller): Suggestion | null {
  const isPlain = from.fixedSpans && from.tagEncoder.scheme === "plain" && candidate.end === candidate.start + 1;
  return isPlain ? relabelled(candidate, from, judge) : likeliest(consider(candidate, from, judge, false));
}

/** The likeliest other tag of a token: of dozens, for every token, without an object for each. */
function relabelled(candidate: Candidate, from: SuggestionSource, judge: Relabeller): Suggestion | null {
  const { sentence, start, end } = candidate;
  const { labels } = from;
  const numbers = from.tagEncoder.numbersOf(labels);
  const changes = judge.changesAt(sentence, start);
  let best = -1;
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < labels.length; i++) {
    if (numbers[i] === UNKNOWN || labels[i] === candidate.label || !(changes[numbers[i]] > most)) continue;
    best = i;
    most = changes[numbers[i]];
  }
  if (best < 0) return null;
  const proposal = { start, end, segments: [{ start, end, label: labels[best] }] };
  return { proposal, tagging: { from: start, numbers: [numbers[best]] }, logOdds: most };
}

/**
 * Other ways to annotate a candidate's place, each as likely as the tagger that `judge` reads finds it: another label or none on
 * the same span, then bounds moved (under the label that stands and under the likeliest other one), splits, joins with a
 * neighbour, and what the readings have there.
 *
 * @param parts whether a missed span may be the rest of a neighbour. Not where it is scored: that the two are likelier one name
 *   than one and a gap says little of the gap
 */
export function consider(
  candidate: Candidate,
  from: SuggestionSource,
  judge: Relabeller,
  parts: boolean,
): Suggestion[] {
  const found: Suggestion[] = [];
  const weigh = (proposals: readonly Proposal[]) => {
    for (const proposal of proposals) {
      const tagging = from.tagEncoder.encodeFor(proposal, candidate);
      if (tagging) found.push({ proposal, tagging, logOdds: judge.change(candidate.sentence, tagging) });
    }
  };
  weigh(relabellings(candidate, from.labels));
  if (from.fixedSpans) return found;
  const { label } = candidate;
  const other = likeliest(found)?.proposal.segments[0]?.label;
  const room = roomAround(candidate, from);
  if (label !== "O") weigh(movedBounds(candidate, label, room));
  if (other !== undefined && other !== "O" && other !== label) weigh(movedBounds(candidate, other, room));
  if (label !== "O") weigh(splits(candidate));
  if (label !== "O" || parts) weigh(joins(candidate, room));
  for (const reading of from.readings) {
    const proposal = reread(candidate, from.annotated, reading);
    if (proposal !== null) weigh([proposal]);
  }
  return found;
}

/** The first of the likeliest. */
function likeliest(suggestions: readonly Suggestion[]): Suggestion | null {
  let best: Suggestion | null = null;
  for (const one of suggestions) if (one.logOdds > (best?.logOdds ?? Number.NEGATIVE_INFINITY)) best = one;
  return best;
}

function roomAround({ sentence, previous, next }: Candidate, { tagEncoder, sentenceStart }: SuggestionSource): Room {
  const before = tagEncoder.at(previous, sentence);
  const after = tagEncoder.at(next, sentence);
  const left = before?.end ?? sentenceStart[sentence];
  const right = after?.start ?? sentenceStart[sentence + 1];
  return { left, right, previous: before, next: after };
}
