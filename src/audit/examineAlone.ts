import { readSegments } from "../corpus/index.js";
import type { Column, Corpus, Segments } from "../corpus/types.js";
import { loadSpan } from "../influence/reference.js";
import { Relabeller } from "../influence/relabelling.js";
import { SegmentLattice } from "../influence/segmentLattice.js";
import type { Cache } from "../storage/index.js";
import { evaluate } from "../tagger/evaluation.js";
import { scoresOf } from "../tagger/scores.js";
import type { Trained } from "../tagger/train.js";
import type { AloneOptions } from "./alone.js";
import type { AuditProgress } from "./audit.js";
import { annotatedCandidates, candidateAt, joined, missedCandidates } from "./candidates/candidates.js";
import { decodedSegments } from "./candidates/decode.js";
import { recurringSpans } from "./candidates/recurring.js";
import { blankJudgements, type Judgements } from "./candidates/table.js";
import { CrossFit } from "./refits/crossFit.js";
import type { Examination } from "./result.js";
import { crossValidatedLoss } from "./signals/crossValidation.js";
import { neighboursSignal } from "./signals/neighbours.js";
import { labelledOtherwise, sameWordsOf, shareOtherwise } from "./signals/sameWords.js";
import { tagsProbability } from "./signals/segmentProbability.js";
import { withSelfInfluence } from "./signals/selfInfluence.js";
import { suggest } from "./suggestions/generate.js";
import { Speller, type Tagging } from "./suggestions/tagEncoder.js";
import { taggerSummary } from "./summary.js";

/** Log odds of the tagger beyond this say nothing more. */
const LIMIT = 8;
/** Weights of the log ratio of labels at the same words, and of cross-fit influence; measured, docs/method.md, Without a reference. */
const SAME_WORDS = 4;
const CROSS_FIT = 1;
const MAX_CG = 1000;

/** Asks tagger, folds and the other places with the same words about every candidate. */
export async function examineAlone(
  corpus: Corpus,
  trained: Trained,
  options: AloneOptions,
  cache: Cache | null,
  progress: AuditProgress,
): Promise<Examination> {
  const { tagger, objective } = trained;
  const { problem } = objective;
  const { scheme } = options;
  const { segments } = readSegments(corpus, scheme);
  const theta = scoresOf(problem, tagger.theta);
  const folds = options.crossFit === 0 ? null : await CrossFit.of(corpus, trained, scheme, options.crossFit, cache);

  const isPlain = scheme === "plain";
  const readings = isPlain ? [] : [decodedSegments(tagger, corpus, scheme, problem, theta)];
  if (folds && !isPlain) readings.push(folds.segments());
  const recurring = () => recurringSpans(corpus, [{ corpus, segments }]);
  const missed = missedCandidates(segments, isPlain ? [] : [...readings, recurring()]);
  const candidates = joined(annotatedCandidates(segments), missed);
  const { judgements: looked, taggings } = look(corpus, trained, candidates, segments, readings, progress);

  const words = sameWordsOf(corpus, candidates);
  const elsewhere = labelledOtherwise(words);
  const solve = { tolerance: options.cgTolerance, maxIterations: MAX_CG };
  const held = folds?.influence(segments, candidates, taggings, solve) ?? null;
  const harm = held ? compressed(held.influence) : null;
  const unknown = () => new Float64Array(candidates.count).fill(Number.NaN);
  const judgements: Judgements = {
    ...looked,
    logOdds: looked.logOdds.map((odds, i) =>
      odds === Number.NEGATIVE_INFINITY
        ? odds
        : Math.max(-LIMIT, Math.min(LIMIT, odds)) + SAME_WORDS * elsewhere[i] + CROSS_FIT * (harm?.[i] ?? 0),
    ),
    signals: {
      ...looked.signals,
      influence: held?.influence ?? unknown(),
      relabelInfluence: held?.relabelInfluence ?? unknown(),
      variation: shareOtherwise(words),
      crossValidatedLoss:
        folds && (options.folds ?? options.crossFit) === options.crossFit
          ? folds.loss(candidates)
          : await crossValidatedLoss(corpus, candidates, trained, options, cache),
      neighbours: tagger.vectors && neighboursSignal(corpus, candidates, tagger.vectors.table),
    },
  };
  return {
    tagger: taggerSummary(tagger, folds && evaluationOf(corpus, trained, segments, folds)),
    influence: held?.summary ?? null,
    judgements: withSelfInfluence(judgements, objective, tagger.theta),
    ...{ targets: [], patterns: [], doubtful: [] },
  };
}

/** What the tagger itself says of each candidate, and the likeliest other annotation of its place. */
function look(
  corpus: Corpus,
  { tagger, objective }: Trained,
  candidates: Judgements["candidates"],
  annotated: Segments,
  readings: readonly Segments[],
  progress: AuditProgress,
): { judgements: Judgements; taggings: (Tagging | null)[] } {
  const { problem } = objective;
  const theta = scoresOf(problem, tagger.theta);
  objective.linearise(tagger.theta);
  const judgements = blankJudgements(candidates);
  const lattice = new SegmentLattice(problem.chains, theta);
  const judge = new Relabeller(problem.chains, theta);
  const suggesting = {
    annotated,
    speller: new Speller(tagger.scheme, tagger.labels, annotated),
    labels: annotated.labels,
    fixedSpans: tagger.scheme === "plain",
    sentenceStart: corpus.sentenceStart,
    readings,
  };
  const taggings: (Tagging | null)[] = [];
  for (let i = 0; i < candidates.count; i++) {
    const candidate = candidateAt(candidates, i);
    const best = suggest(candidate, suggesting, judge);
    loadSpan(lattice, problem, candidate);
    judgements.proposals.push(best?.proposal ?? null);
    taggings.push(best?.tagging ?? null);
    judgements.logOdds[i] = best?.logOdds ?? Number.NEGATIVE_INFINITY;
    judgements.signals.loss[i] = lattice.loss;
    judgements.signals.marginal[i] = tagsProbability(candidate, objective.problem.chains, objective);
    if ((i + 1) % 4096 === 0) progress.scoring?.(i + 1, candidates.count);
  }
  return { judgements, taggings };
}

/** −sign(Δ) log(1 + 3 |Δ| / s), s the size that a tenth exceeds: harm upwards, whatever the size of the corpus. */
function compressed(influence: Float64Array): Float64Array {
  const sizes = influence.map(Math.abs).sort();
  const s = sizes[Math.floor(0.9 * (sizes.length - 1))] ?? 0;
  return influence.map((x) => (s > 0 ? -Math.sign(x) * Math.log1p((3 * Math.abs(x)) / s) : 0));
}

function evaluationOf(corpus: Corpus, { tagger }: Trained, gold: Segments, folds: CrossFit) {
  const said: Column = { values: tagger.labels, ids: folds.decoded };
  return evaluate(gold, folds.segments(), corpus.tags as Column, said);
}
