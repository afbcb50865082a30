import type { Corpus } from "../corpus/types.js";
import type { Target } from "../influence/targets.js";
import { at } from "../math/at.js";
import { requireBounds, requireWithin, ShapeError } from "../storage/index.js";
import { type Candidates, NONE } from "./candidates/candidates.js";
import type { PackedProposals } from "./suggestions/store.js";

/** The columns of a result that point into its corpora, and into one another. */
export interface ResultIndices {
  readonly candidates: Candidates;
  readonly proposals: PackedProposals;
  readonly targets: readonly Target[];
}

type Read = Pick<Corpus, "sentenceStart">;

/**
 * That a result fits the corpora that it is said to be of, before anything is looked up by it.
 *
 * @throws ShapeError where it does not
 */
export function requireIndices(
  { candidates, proposals: { columns, labels }, targets }: ResultIndices,
  train: Read,
  reference: Read | null,
): void {
  const { count, label, previous, next } = candidates;
  const tokens = tokensOf(train);
  const annotated = label.reduce((sum, number) => sum + Number(number !== NONE), 0);
  requireWithin(label, "label", NONE, candidates.labels.length - 1);
  requireWithin(previous, "previous", -1, annotated - 1);
  requireWithin(next, "next", 0, annotated);
  requireSpans(candidates, train);

  const { start, end, first, segmentStart, segmentEnd, segmentLabel } = columns;
  const lengths = [end.length, first.length - 1, segmentEnd.length, segmentLabel.length];
  const expected = [start.length, start.length, segmentStart.length, segmentStart.length];
  if (start.length < count || lengths.some((length, i) => length !== expected[i]))
    throw new ShapeError("proposals of other lengths");
  requireWithin(start, "proposal.start", -1, tokens - 1);
  requireWithin(end, "proposal.end", -1, tokens);
  requireBounds(first, "proposal.first", segmentStart.length);
  requireWithin(segmentStart, "proposal.segmentStart", 0, tokens - 1);
  requireWithin(segmentEnd, "proposal.segmentEnd", 1, tokens);
  requireWithin(segmentLabel, "proposal.segmentLabel", 0, labels.length - 1);

  const of = <K extends "sentence" | "start" | "end">(name: K) => targets.map((target) => target[name]);
  if (reference === null && targets.length > 0) throw new ShapeError("targets without a reference");
  if (reference) requireSpans({ sentence: of("sentence"), start: of("start"), end: of("end") }, reference);
}

const tokensOf = ({ sentenceStart }: Read): number => sentenceStart[sentenceStart.length - 1] ?? 0;

type Spans = Readonly<Record<"sentence" | "start" | "end", ArrayLike<number>>>;

/** That each has a token, and lies within its sentence. */
function requireSpans({ sentence, start, end }: Spans, { sentenceStart }: Read): void {
  requireWithin(sentence, "sentence", 0, sentenceStart.length - 2);
  for (let i = 0; i < sentence.length; i++) {
    const k = at(sentence, i);
    const [from, past] = [at(start, i), at(end, i)];
    if (from >= at(sentenceStart, k) && past > from && past <= at(sentenceStart, k + 1)) continue;
    throw new ShapeError(`a span ${from} … ${past} outside of sentence ${k}`);
  }
}
