import { readSegments, type SegmentReading } from "../corpus/index.js";
import type { Corpus, Scheme, Segments } from "../corpus/types.js";
import type { Tagger } from "../tagger/model.js";
import type { CrfObjective } from "../tagger/objective.js";
import { scoresOf } from "../tagger/scores.js";
import { annotatedCandidates, joined, missedCandidates } from "./candidates/candidates.js";
import { decodedSegments } from "./candidates/decode.js";
import { type Annotated, recurringSpans } from "./candidates/recurring.js";
import { type Judgements, TAGGERS, type TaggerName } from "./candidates/table.js";
import { type Column, evidenceOf } from "./score/features.js";
import { continuations } from "./signals/continuations.js";
import { sweep } from "./signals/signals.js";
import { variationOf, variationSignal } from "./signals/variation.js";
import { Speller } from "./suggestions/tagEncoder.js";
import { type Alternatives, alternativesTo } from "./suggestions/weights.js";

/** A training corpus, and everyone who has an opinion of it. */
export interface Inquiry {
  /** With the labels that are in question. */
  readonly corpus: Corpus;
  readonly scheme: Scheme;
  readonly tagger: Tagger;
  /** Over `corpus`, its labels as gold. */
  readonly objective: CrfObjective;
  readonly reference: Annotated;
  /** In the layout of θ. */
  readonly weights: Readonly<Record<TaggerName, Float64Array>>;
  /** v = H⁻¹ ∇F. */
  readonly v: Float64Array;
}

export interface Investigation {
  readonly annotated: SegmentReading;
  readonly judgements: Judgements;
  readonly evidence: readonly Column[];
  /** Null where spans stand (plain tags): there the likeliest label is the suggestion. */
  readonly alternatives: Alternatives | null;
}

/** Candidates, what everyone says of them, and the evidence that follows. */
export function investigate(
  { corpus, scheme, tagger, objective, reference, weights, v }: Inquiry,
  onCandidates?: (done: number, total: number) => void,
): Investigation {
  const { problem } = objective;
  const annotated = readSegments(corpus, scheme);
  const { segments } = annotated;
  const scores = {
    theta: scoresOf(problem, weights.theta),
    joint: scoresOf(problem, weights.joint),
    referenceOnly: scoresOf(problem, weights.referenceOnly),
  };
  const isPlain = scheme === "plain";
  const readings: Segments[] = isPlain
    ? []
    : TAGGERS.map((name) => decodedSegments(tagger, corpus, scheme, problem, scores[name]));
  const recurring = () => recurringSpans(corpus, [{ corpus, segments }, reference]);
  const missed = missedCandidates(segments, isPlain ? [] : [...readings, recurring()]);
  const candidates = joined(annotatedCandidates(segments), missed);
  const lattice = (name: TaggerName) => {
    objective.linearise(weights[name]);
    return objective;
  };
  const view = { problem, v: scoresOf(problem, v), scores, lattice, continues: continuations(tagger.labels, scheme) };
  const suggesting = {
    annotated: segments,
    speller: new Speller(scheme, tagger.labels, segments),
    labels: segments.labels,
    fixedSpans: isPlain,
    sentenceStart: corpus.sentenceStart,
    readings,
  };
  const swept = sweep(view, candidates, suggesting, onCandidates);
  const variation = variationOf(corpus, candidates, segments, reference);
  const judgements = { ...swept, signals: { ...swept.signals, variation: variationSignal(variation) } };
  const evidence = evidenceOf(judgements, variation, corpus);
  const weighing = { chains: problem.chains, scores, v: view.v };
  const alternatives = isPlain ? null : alternativesTo(candidates, suggesting, weighing);
  return { annotated, judgements, evidence, alternatives };
}
