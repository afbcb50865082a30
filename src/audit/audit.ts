import { contentDigest, readSegments, requireKnownTags } from "../corpus/index.js";
import type { Corpus, Scheme } from "../corpus/types.js";
import { inverseCached } from "../influence/cached.js";
import { targetGradient, targetLoss } from "../influence/reference.js";
import { chooseStep, knownSentences } from "../influence/step.js";
import { chooseTargets, type TargetChoice } from "../influence/targets.js";
import type { AuditReport } from "../report/types.js";
import type { Cache } from "../storage/index.js";
import { combine, type Scores, scoresOf } from "../tagger/scores.js";
import type { Trained } from "../tagger/train.js";
import { version } from "../version.js";
import { type AssemblyOptions, assemble } from "./assemble.js";
import { annotatedCandidates, joined, missedCandidates } from "./candidates.js";
import { decodedSegments, readReference } from "./reading.js";
import { recurringSpans } from "./recurring.js";
import { withSelfInfluence } from "./selfInfluence.js";
import { Speller } from "./speller.js";
import { corpusSummary, taggerSummary } from "./summary.js";
import { sweep } from "./sweep.js";
import { systematic } from "./systematic.js";

export interface AuditOptions extends AssemblyOptions {
  readonly scheme: Scheme;
  readonly targets: TargetChoice;
  /** How the user said it: "errors", "all" or FILE:LINE. */
  readonly targetsName: string;
  readonly allowUnseen: boolean;
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
  const annotated = readSegments(corpus, scheme);
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
  const referenceV = scoresOf(read, solved.x);
  const step = chooseStep(read, referenceTheta, referenceV, knownSentences(read));

  const theta = scoresOf(objective.problem, tagger.theta);
  const v = scoresOf(objective.problem, solved.x);
  const moved = combine(theta, -step, v);
  const reread = (scores: Scores) => decodedSegments(tagger, corpus, scheme, objective.problem, scores);
  const recurring = () =>
    recurringSpans(corpus, [
      { corpus, segments: annotated.segments },
      { corpus: reference, segments: gold.segments },
    ]);
  const readings = scheme === "plain" ? [] : [reread(theta), reread(moved)];
  const missed = missedCandidates(annotated.segments, scheme === "plain" ? [] : [...readings, recurring()]);
  const candidates = joined(annotatedCandidates(annotated.segments), missed);
  objective.linearise(tagger.theta);
  const view = { problem: objective.problem, theta, v, step, state: objective.state, tables: objective.tables };
  const suggesting = {
    annotated: annotated.segments,
    speller: new Speller(scheme, tagger.labels, annotated.segments),
    labels: annotated.segments.labels,
    fixedSpans: scheme === "plain",
    sentenceStart: corpus.sentenceStart,
    readings,
  };
  const swept = sweep(view, candidates, suggesting, progress.scoring);
  const judgements = withSelfInfluence(swept, objective, tagger.theta);

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
    patterns: systematic(judgements, options.patterns, {
      ...{ corpus, annotated: annotated.segments, referenceLoss },
      reference: { corpus: reference, segments: gold.segments },
    }),
    ...(await assemble(judgements, annotated, {
      corpus,
      reference,
      tagger,
      objective,
      trainTheta: theta,
      target: { problem: read, theta: referenceTheta, targets },
      refining: {
        ...{ objective, theta: tagger.theta, v: solved.x, problem: read, targets },
        ...{ annotated: annotated.segments, speller: suggesting.speller },
      },
      onRefined: progress.refining,
      referenceLoss,
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
