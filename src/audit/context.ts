import { contentDigest, readSegments } from "../corpus/index.js";
import type { Corpus } from "../corpus/types.js";
import { inverseCached, type TracedSolve } from "../influence/cached.js";
import { targetGradient, targetLoss } from "../influence/reference.js";
import { chooseTargets, type Target } from "../influence/targets.js";
import type { Cache } from "../storage/index.js";
import type { Problem } from "../tagger/problem.js";
import type { Scores } from "../tagger/scores.js";
import type { Trained } from "../tagger/train.js";
import type { AuditOptions, AuditProgress } from "./audit.js";
import { type ReadReference, readReference } from "./candidates/decode.js";
import type { Refining } from "./signals/refine.js";
import { Speller } from "./suggestions/tagEncoder.js";

/** What an audit works with, as far as it has to: a tagger, and what its influence is held against. */
export interface Bench extends Trained {
  /** Null without a reference, and so is `refining`. */
  readonly target: { readonly problem: Problem; readonly theta: Scores; readonly targets: readonly Target[] } | null;
  readonly refining: Refining | null;
}

/** The bench of an audit against a reference. */
export interface ReferenceBench extends Bench {
  readonly read: ReadReference;
  readonly targets: readonly Target[];
  /** [F] nats. */
  readonly referenceLoss: number;
  /** v = H⁻¹ ∇F. */
  readonly solved: TracedSolve;
}

/** Products with the Hessian that a solve may take; the residual reached is reported either way. */
const MAX_CG = 1000;

/** Reads the reference through the tagger, says what of it the tagger gets wrong, and solves for its influence. */
export async function setUp(
  corpus: Corpus,
  reference: Corpus,
  { tagger, objective }: Trained,
  options: AuditOptions,
  cache: Cache | null,
  onIteration: AuditProgress["solving"],
): Promise<ReferenceBench> {
  const { scheme } = options;
  const read = readReference(tagger, reference, scheme, objective.kernels);
  const { problem, theta } = read;
  const labels = problem.chains.gold as Int32Array;
  const targets = chooseTargets(options.targets, reference, read.gold.segments, read.predicted, labels);
  const solved = await inverseCached(
    objective,
    tagger,
    { reference: contentDigest(reference), spans: targets },
    () => targetGradient(problem, theta, targets),
    { tolerance: options.cgTolerance, maxIterations: MAX_CG, ...(onIteration && { onIteration }) },
    cache,
  );
  const annotated = readSegments(corpus, scheme).segments;
  return {
    ...{ tagger, objective, read, targets, solved },
    referenceLoss: targetLoss(problem, theta, targets),
    target: { problem, theta, targets },
    refining: {
      ...{ objective, theta: tagger.theta, v: solved.x, problem, targets, annotated },
      speller: new Speller(scheme, tagger.labels, annotated),
    },
  };
}
