import { readAhead } from "../audit/candidates/byTagger.js";
import { missedSpans } from "../audit/candidates/candidates.js";
import { type ReadReference, readReference } from "../audit/candidates/decode.js";
import { findCandidates } from "../audit/candidates/find.js";
import { type AuditContext, contextOf } from "../audit/context.js";
import { withoutContradictions } from "../audit/contradictions.js";
import { headSummary } from "../audit/head.js";
import { solveInfluence } from "../audit/influence.js";
import { resolvePatterns } from "../audit/patterns/resolve.js";
import { readingsOf } from "../audit/reason/readings.js";
import { findReferenceErrors } from "../audit/referenceErrors.js";
import { CrossFit } from "../audit/refits/crossFit.js";
import { wrongTags } from "../audit/refits/noiseChannel.js";
import type { AuditResult } from "../audit/result.js";
import { resultCodec } from "../audit/resultCodec.js";
import { joinOpinions } from "../audit/score/opinions.js";
import { scoreCandidates } from "../audit/score/score.js";
import { furtherSignals } from "../audit/signals/further.js";
import { computeSignals } from "../audit/signals/signals.js";
import { taggerSummary } from "../audit/summary.js";
import { cachedCurvature } from "../cached/curvature.js";
import { resultKey } from "../cached/keys.js";
import type { Obtained, TaggerSource } from "../cached/tagger.js";
import type { TargetChoice } from "../influence/targets.js";
import { cachedStep } from "../storage/index.js";
import type { AuditChoices } from "./choices.js";
import type { Environment, Stage } from "./environment.js";
import type { Inputs } from "./inputs.js";
import { once } from "./once.js";
import { type EarlyWeights, type Refitted, refitAside, refitFor } from "./refits.js";
import type { RefitThread } from "./refitThread.js";

/** A result, what it is known by, and what else can be computed of it. */
export interface Computed {
  readonly result: AuditResult;
  /** Part of cache keys. */
  readonly identity: object;
  readonly context: () => Promise<AuditContext>;
  /** Gives the kernels' memory back, where the context has taken any: nobody may use it after. */
  close(): void;
}

/**
 * The result for a corpus, from the cache or computed. Where a tagger without states is there as well, the score is both taggers': the audit
 * without states is computed first, or comes from the cache, where a run without states has left it.
 *
 * @param targets null without a reference
 */
export async function wholeResult(
  inputs: Inputs,
  targets: TargetChoice | null,
  choices: AuditChoices,
  environment: Environment,
): Promise<Computed> {
  const { train, reference, tagger, withoutStates } = inputs;
  let prepared: AuditContext | null = null;
  let isRefitting = false;
  let aside: RefitThread | null = null;
  const meanwhile = async (trained: Obtained, read: ReadReference): Promise<void> => {
    if (isRefitting) aside = await refitAside(trained, read, train.scheme, choices, environment.cache);
  };
  const context = once(async () => {
    prepared = await prepare(inputs, targets, choices, environment, meanwhile);
    return prepared;
  });
  const judging = withoutStates ? { ...choices, withoutStates: withoutStates.identity } : choices;
  const key = resultKey(train, reference, tagger.identity, judging);
  const codec = resultCodec(train.corpus, reference?.corpus ?? null);
  const result = await cachedStep(environment.cache, "result", key, codec, async () => {
    const other = withoutStates && (await resultWithout(inputs, withoutStates, targets, choices, environment));
    isRefitting = true;
    try {
      const ready = await context();
      const ahead = (weights: EarlyWeights) =>
        readAhead({ annotated: train, ...ready }, { theta: ready.tagger.theta, ...weights });
      const refitted = await refitFor(ready, train.scheme, choices, environment.cache, aside, ahead);
      return await computeResult(inputs, ready, refitted, choices, environment, other);
    } catch (error) {
      await aside?.stop();
      throw error;
    }
  });
  const close = () => {
    prepared?.read?.problem.close();
    prepared?.objective.close();
  };
  return { result, identity: tagger.identity, context, close };
}

/** The result of the audit without token states, which is what `seginf audit` without them computes. */
async function resultWithout(
  inputs: Inputs,
  tagger: TaggerSource,
  targets: TargetChoice | null,
  choices: AuditChoices,
  environment: Environment,
): Promise<AuditResult> {
  // No score depends on these folds, but for those that the corpus is its own reference in.
  const own = { ...choices, lossFolds: choices.crossFit };
  const { result, close } = await wholeResult({ ...inputs, tagger, withoutStates: null }, targets, own, environment);
  close();
  return result;
}

/**
 * Corpora → θ → F → v.
 *
 * @param meanwhile begins with what needs no v
 */
async function prepare(
  { train, reference, tagger }: Inputs,
  targets: TargetChoice | null,
  choices: AuditChoices,
  { cache, stage }: Environment,
  meanwhile: (trained: Obtained, read: ReadReference) => Promise<void>,
): Promise<AuditContext> {
  const trained = await tagger.obtain(); // θ
  if (reference === null || targets === null) return contextOf(train, trained, null, null);
  const solving = await stage("solving");
  const read = readReference(trained.tagger, reference, trained.kernels);
  await meanwhile(trained, read);
  const solve = { tolerance: choices.cgTolerance, onIteration: solvingFigures(solving) };
  const influence = await solveInfluence(trained, read, targets, choices.targets ?? "", solve, cache); // v = H⁻¹∇F
  solving.done();
  return contextOf(train, trained, read, influence);
}

const solvingFigures = (solving: Stage) => (iteration: number, residual: number) =>
  solving.update(iteration, `iterations, residual ${residual.toExponential(1)}`);

/** θ, v, refits → candidates → signals → score → patterns. */
async function computeResult(
  { train, reference }: Inputs,
  context: AuditContext,
  refitted: Refitted, // θ_w, θ_ref, θ_Γ, θ_1
  choices: AuditChoices,
  { cache, stage }: Environment,
  withoutStates: AuditResult | null,
): Promise<AuditResult> {
  const { tagger, objective, read, influence } = context;
  const { refits, channel } = refitted;
  const wrong = channel && wrongTags(objective, channel); // q_t
  const folds = choices.crossFit > 0 ? await CrossFit.of(train, context, choices.crossFit, cache) : null; // θ_−f
  const weights = {
    theta: tagger.theta,
    ...(refits && { joint: refits.joint, referenceOnly: refits.referenceOnly }),
    ...(channel && { channel: channel.theta }),
  };
  const subject = { annotated: train, reference, tagger, objective, weights, v: influence?.v ?? null };

  const found = findCandidates(subject, {
    readings: folds ? [folds.segments()] : [],
    missed: withoutStates && missedSpans(withoutStates.table.candidates),
  });
  const scoring = await stage("scoring", found.candidates.count);
  const signals = computeSignals(subject, found, (done) => scoring.update(done, "candidates"));
  const held = folds && { folds, influence: folds.influence(found, signals.table.proposals, choices.cgTolerance) };
  const curvature = () => cachedCurvature(context, cache);
  const table = await furtherSignals(signals.table, subject, choices.lossFolds, held, wrong, curvature, cache);
  const own = scoreCandidates(train, { ...signals, table }, reference, wrong);
  const { logOdds, single, opinions } = withoutStates
    ? joinOpinions(found.candidates, own, withoutStates)
    : { ...own, opinions: null };
  const { patterns, table: raised } = resolvePatterns({ ...table, logOdds }, subject, found, context);
  const judged = opinions ? { ...raised, logOdds } : raised;
  const readings = readingsOf(subject, judged);
  const even = await refitted.even();
  const errors =
    read && refits && even
      ? findReferenceErrors(train, judged, own.single, context, read, { ...refits, even }, choices.threshold)
      : null;
  scoring.done();
  const evaluation = read?.evaluation ?? folds?.evaluation() ?? null;
  return {
    tagger: taggerSummary(tagger, evaluation, headSummary(context, read?.problem ?? null)),
    influence: influence?.summary ?? held?.influence.summary ?? null,
    targets: influence?.targets ?? [],
    table: errors ? withoutContradictions(train, judged, errors.opposite) : judged,
    single,
    opinions,
    readings,
    patterns,
    referenceErrors: errors?.findings ?? [],
  };
}
