import type { Corpus } from "../corpus/types.js";
import { Relabeller } from "../influence/relabelling.js";
import type { Cache } from "../storage/index.js";
import { scoresOf } from "../tagger/scores.js";
import type { AuditOptions, AuditProgress } from "./audit.js";
import { NONE } from "./candidates/candidates.js";
import type { ReferenceBench } from "./context.js";
import { investigate } from "./investigate.js";
import { systematic } from "./patterns/apply.js";
import { doubtfulReference } from "./referenceErrors.js";
import { otherTaggers } from "./refits/refits.js";
import type { Examination } from "./result.js";
import { expertsFor } from "./score/coefficients.js";
import { fuse } from "./score/mixture.js";
import { crossValidatedLoss } from "./signals/crossValidation.js";
import { neighboursSignal } from "./signals/neighbours.js";
import { withSelfInfluence } from "./signals/selfInfluence.js";
import { reconsidered } from "./suggestions/choose.js";
import { Speller } from "./suggestions/tagEncoder.js";
import { taggerSummary } from "./summary.js";

/** Asks everyone about every candidate of a training corpus, and weighs what they say. */
export async function examine(
  corpus: Corpus,
  reference: Corpus,
  { tagger, objective, read, targets, referenceLoss, solved }: ReferenceBench,
  options: AuditOptions,
  cache: Cache | null,
  progress: AuditProgress,
): Promise<Examination> {
  const { scheme, threshold } = options;
  const trained = { tagger, objective };
  const trusted = { corpus: reference, segments: read.gold.segments };
  const others = await otherTaggers(trained, read, options.trust, cache);
  const { annotated, evidence, alternatives, ...found } = investigate(
    {
      ...{ corpus, scheme, tagger, objective, v: solved.x, reference: trusted },
      weights: { theta: tagger.theta, joint: others.joint, referenceOnly: others.referenceOnly },
    },
    progress.scoring,
  );
  const { segments } = annotated;
  const { candidates, signals } = withSelfInfluence(found.judgements, objective, tagger.theta);
  const scored = {
    ...found.judgements,
    logOdds: fuse(found.judgements, evidence, expertsFor(scheme)),
    signals: {
      ...signals,
      crossValidatedLoss: await crossValidatedLoss(corpus, candidates, trained, options, cache),
      neighbours: tagger.vectors && neighboursSignal(corpus, candidates, tagger.vectors.table),
    },
  };
  // What seems to be no name has no label in common with names, so it is asked for one when patterns have been found.
  const isNone = (row: number) => candidates.label[row] !== NONE && scored.proposals.at(row)?.segments.length === 0;
  const suggested = (judgements: typeof scored, isOpen: (row: number) => boolean) =>
    alternatives === null ? judgements : reconsidered(judgements, alternatives, corpus, isOpen);
  const { patterns, judgements: raised } = systematic(
    suggested(scored, (row) => !isNone(row)),
    {
      ...{ corpus, annotated: segments, referenceLoss, reference: trusted },
      speller: new Speller(scheme, tagger.labels, segments),
      influence: new Relabeller(objective.problem.chains, scoresOf(objective.problem, solved.x)),
    },
  );
  const judgements = suggested(raised, (row) => isNone(row) && raised.logOdds[row] === scored.logOdds[row]);
  const { iterations, relativeResidual, converged, curve } = solved;
  return {
    tagger: taggerSummary(tagger, read.evaluation),
    influence: {
      ...{ targets: options.targetsName, targetSegments: targets.length, referenceLoss },
      ...{ cgIterations: iterations, relativeResidual, converged, curve },
    },
    ...{ judgements, targets, patterns },
    doubtful: doubtfulReference(trained, {
      ...{ corpus, annotated: segments, reference, problem: read.problem, scheme, others, judgements, threshold },
    }),
  };
}
