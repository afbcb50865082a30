import { contentDigest, requireKnownTags } from "../corpus/index.js";
import type { Corpus, Scheme } from "../corpus/types.js";
import { inverseCached } from "../influence/cached.js";
import { targetGradient, targetLoss } from "../influence/reference.js";
import { chooseTargets, type TargetChoice } from "../influence/targets.js";
import type { AuditReport } from "../report/types.js";
import type { Cache } from "../storage/index.js";
import { scoresOf } from "../tagger/scores.js";
import type { Trained } from "../tagger/train.js";
import { version } from "../version.js";
import { type AssemblyOptions, assemble } from "./assemble.js";
import { crossValidatedLoss } from "./crossValidation.js";
import { doubtfulReference } from "./doubtfulReference.js";
import { EXPERTS } from "./experts.js";
import { fuse } from "./fusion.js";
import { investigate } from "./investigate.js";
import { neighboursSignal } from "./neighbours.js";
import { readReference } from "./reading.js";
import { withSelfInfluence } from "./selfInfluence.js";
import { Speller } from "./speller.js";
import { corpusSummary, taggerSummary } from "./summary.js";
import { systematic } from "./systematic.js";
import { otherTaggers } from "./taggers.js";
import type { Trust } from "./trust.js";

export interface AuditOptions extends AssemblyOptions {
  readonly scheme: Scheme;
  readonly targets: TargetChoice;
  /** How the user said it: "errors", "all" or FILE:LINE. */
  readonly targetsName: string;
  readonly allowUnseen: boolean;
  readonly trust: Trust;
  /** Folds of the cross-validated loss, which is left out where absent and not ranked by. */
  readonly folds?: number | undefined;
  /** Bound on ‖∇F − Hv‖ / ‖∇F‖. */
  readonly cgTolerance: number;
  /** Patterns in the report, at most. */
  readonly patterns: number;
}

/** Told how far the work has come. */
export interface AuditProgress {
  solving?(iteration: number, relativeResidual: number): void;
  scoring?(done: number, total: number): void;
  refining?(done: number, total: number): void;
}

/**
 * Ranks the training segments that push the tagger away from the reference, docs/method.md, Segments and Score.
 *
 * @throws SeginfError where the two corpora do not fit together
 */
export async function audit(
  corpus: Corpus,
  reference: Corpus,
  { tagger, objective }: Trained,
  options: AuditOptions,
  cache: Cache | null,
  progress: AuditProgress = {},
): Promise<AuditReport> {
  requireKnownTags(corpus, reference, options.allowUnseen);
  const { scheme } = options;
  const {
    gold,
    problem: read,
    theta: referenceTheta,
    predicted,
    evaluation,
  } = readReference(tagger, reference, scheme);

  const targets = chooseTargets(options.targets, reference, gold.segments, predicted, read.chains.gold as Int32Array);
  const referenceLoss = targetLoss(read, referenceTheta, targets);
  const solved = await inverseCached(
    objective,
    tagger,
    { reference: contentDigest(reference), spans: targets },
    () => targetGradient(read, referenceTheta, targets),
    { tolerance: options.cgTolerance, maxIterations: MAX_CG, ...whenDefined("onIteration", progress.solving) },
    cache,
  );
  const others = await otherTaggers({ tagger, objective }, reference, options.trust, cache);
  const { annotated, evidence, ...found } = investigate(
    {
      ...{ corpus, scheme, tagger, objective, v: solved.x },
      reference: { corpus: reference, segments: gold.segments },
      weights: { theta: tagger.theta, joint: others.joint, referenceOnly: others.referenceOnly },
    },
    progress.scoring,
  );
  const { candidates, signals } = withSelfInfluence(found.judgements, objective, tagger.theta);
  const judgements = {
    ...found.judgements,
    logOdds: fuse(found.judgements, evidence, EXPERTS),
    signals: {
      ...signals,
      crossValidatedLoss: await crossValidatedLoss(corpus, candidates, { tagger, objective }, options, cache),
      neighbours: tagger.vectors && neighboursSignal(corpus, candidates, tagger.vectors.table),
    },
  };
  const patterns = systematic(judgements, options.patterns, {
    ...{ corpus, annotated: annotated.segments, referenceLoss },
    reference: { corpus: reference, segments: gold.segments },
  });

  return {
    schemaVersion: 1,
    seginf: version,
    train: corpusSummary(corpus, scheme, annotated),
    reference: corpusSummary(reference, scheme, gold),
    tagger: taggerSummary(tagger, evaluation),
    influence: {
      targets: options.targetsName,
      targetSegments: targets.length,
      referenceLoss,
      cgIterations: solved.iterations,
      relativeResidual: solved.relativeResidual,
      converged: solved.converged,
      curve: solved.curve,
    },
    threshold: options.threshold,
    patterns,
    ...(await assemble(judgements, annotated, {
      corpus,
      reference,
      tagger,
      objective,
      trainTheta: scoresOf(objective.problem, tagger.theta),
      target: { problem: read, theta: referenceTheta, targets },
      refining: {
        ...{ objective, theta: tagger.theta, v: solved.x, problem: read, targets },
        ...{ annotated: annotated.segments, speller: new Speller(scheme, tagger.labels, annotated.segments) },
      },
      onRefined: progress.refining,
      patterns,
      referenceLoss,
      doubtful: doubtfulReference(
        { tagger, objective },
        {
          ...{ corpus, annotated: annotated.segments, reference, scheme, others, judgements },
          threshold: options.threshold,
        },
      ),
      options,
      cache,
    })),
  };
}

/** Products with the Hessian that a solve may take; the residual reached is reported either way. */
const MAX_CG = 1000;

function whenDefined<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: V });
}
