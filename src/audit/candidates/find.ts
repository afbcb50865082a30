import type { Segments } from "../../corpus/types.js";
import type { Subject } from "../subject.js";
import type { SuggestionSource } from "../suggestions/generate.js";
import { TagEncoder } from "../suggestions/tagEncoder.js";
import { readByTaggers } from "./byTagger.js";
import { annotatedCandidates, type Candidates, joined, missedCandidates, type Spans } from "./candidates.js";
import { type Annotated, recurringSpans } from "./recurring.js";

/** The candidates, and what suggestions for them are drawn from. */
export interface FoundCandidates {
  readonly candidates: Candidates;
  readonly source: SuggestionSource;
}

/** Where candidates come from besides the subject's taggers. */
export interface Sources {
  /** Readings of the corpus by further taggers; none where absent. */
  readonly readings?: readonly Segments[];
  /** Where names are annotated: the corpus itself and its reference where absent. */
  readonly names?: readonly Annotated[];
  /** Missed spans that are known of; none where absent. */
  readonly missed?: Spans | null;
}

/**
 * Every annotated segment, and the spans that the annotation leaves out and that some tagger reads as a segment or would, were
 * one of their tokens known to be in one, or that are annotated elsewhere. Plain tags leave nothing out.
 */
export function findCandidates(subject: Subject, sources: Sources = {}): FoundCandidates {
  const { annotated, reference, tagger } = subject;
  const { readings: further = [], names = reference ? [annotated, reference] : [annotated], missed: known } = sources;
  const { corpus, scheme, segments } = annotated;
  const fixedSpans = scheme === "plain";
  const { read, unlabelled } = readByTaggers(subject);
  const readings = fixedSpans ? [] : [...read, ...further];
  const recurring = () => [recurringSpans(corpus, names), ...(known ? [known] : [])];
  const missed = missedCandidates(segments, fixedSpans ? [] : [...readings, ...unlabelled, ...recurring()]);
  return {
    candidates: joined(annotatedCandidates(segments), missed),
    source: {
      annotated: segments,
      tagEncoder: new TagEncoder(scheme, tagger.labels, segments),
      labels: segments.labels,
      fixedSpans,
      sentenceStart: corpus.sentenceStart,
      readings,
    },
  };
}
