import type { Segments } from "../../corpus/types.js";
import type { Scores } from "../../tagger/scores.js";
import { type Subject, taggerScores } from "../subject.js";
import type { SuggestionSource } from "../suggestions/generate.js";
import { TagEncoder } from "../suggestions/tagEncoder.js";
import { annotatedCandidates, type Candidates, joined, missedCandidates } from "./candidates.js";
import { decodedSegments } from "./decode.js";
import { type Annotated, recurringSpans } from "./recurring.js";
import { likeliestUnlabelled } from "./unlabelled.js";

/** The candidates, and what suggestions for them are drawn from. */
export interface FoundCandidates {
  readonly candidates: Candidates;
  readonly source: SuggestionSource;
}

/**
 * Every annotated segment, and the spans that the annotation leaves out and that some tagger reads as a segment or would, were
 * one of their tokens known to be in one, or that are annotated elsewhere. Plain tags leave nothing out.
 *
 * @param further readings of the corpus, by taggers that are not the subject's
 * @param sources where else names are annotated: the corpus itself and its reference where absent
 */
export function findCandidates(
  subject: Subject,
  further: readonly Segments[] = [],
  sources: readonly Annotated[] = subject.reference ? [subject.annotated, subject.reference] : [subject.annotated],
): FoundCandidates {
  const { annotated, tagger, objective } = subject;
  const { corpus, scheme, segments } = annotated;
  const { problem } = objective;
  const fixedSpans = scheme === "plain";
  const read = (scores: Scores) => decodedSegments(tagger, corpus, scheme, problem, scores);
  const { referenceOnly, ...others } = taggerScores(subject, problem);
  const scores = Object.values(others);
  const readings = fixedSpans ? [] : [...scores, ...(referenceOnly ? [referenceOnly] : [])].map(read).concat(further);
  // θ_ref knows so few names that it would have one nearly everywhere.
  const unlabelled = () => scores.map((one) => likeliestUnlabelled(annotated, tagger.labels, problem.chains, one));
  const recurring = () => recurringSpans(corpus, sources);
  const missed = missedCandidates(segments, fixedSpans ? [] : [...readings, ...unlabelled(), recurring()]);
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
