import { candidateAt } from "../audit/candidates/candidates.js";
import { readReference } from "../audit/candidates/decode.js";
import { findCandidates } from "../audit/candidates/find.js";
import { type AuditContext, contextOf } from "../audit/context.js";
import { withoutContradictions } from "../audit/contradictions.js";
import type { Counting } from "../audit/filter.js";
import { fingerprintOf } from "../audit/findings.js";
import { headSummary } from "../audit/head.js";
import { solveInfluence } from "../audit/influence.js";
import { resolvePatterns } from "../audit/patterns/resolve.js";
import { readingsOf } from "../audit/reason/readings.js";
import { findReferenceErrors } from "../audit/referenceErrors.js";
import { CrossFit } from "../audit/refits/crossFit.js";
import { refitThroughChannel, refitWithReference } from "../audit/refits/refits.js";
import { buildListing } from "../audit/report.js";
import type { AuditResult } from "../audit/result.js";
import { resultCodec } from "../audit/resultCodec.js";
import { withChangedPrior } from "../audit/score/changedPrior.js";
import { scoreCandidates } from "../audit/score/score.js";
import { sentencesAround } from "../audit/sentences.js";
import { furtherSignals } from "../audit/signals/further.js";
import { computeSignals } from "../audit/signals/signals.js";
import { corpusSummary, taggerSummary } from "../audit/summary.js";
import { resultKey } from "../cached/keys.js";
import type { AuditReport } from "../findings/report.js";
import { parseTargets, type TargetChoice } from "../influence/targets.js";
import { at } from "../math/at.js";
import { counted } from "../report/numbers.js";
import { cachedStep } from "../storage/index.js";
import { version } from "../version.js";
import { type AuditChoices, choicesOf } from "./choices.js";
import type { Environment, Stage } from "./environment.js";
import { type Filters, filtersFor } from "./filters.js";
import { type Inputs, openInputs } from "./inputs.js";
import { once } from "./once.js";
import { type AuditRequest, checkRequest } from "./request.js";
import { scaledResult, verdictScaling, withUnscaledScore } from "./verdicts.js";
import { warningsOn } from "./warnings.js";

/** What an audit finds: the report, and what a run needs besides. */
export interface Audited {
  readonly report: AuditReport;
  /** By rule: findings at or above the threshold that count in this run, listed or not. */
  readonly counting: Counting;
  readonly baseline: Filters["baseline"];
  readonly inputs: Inputs;
}

/**
 * Reads a training corpus and a reference, trains a tagger, computes which training labels push it away from the reference, and
 * reports the segments that look like annotation errors: what `seginf audit` does, for the command and the library.
 *
 * @param environment streams, cache, kernels and progress of the run
 * @param files paths, "-" for standard input; `reference` null to audit the training corpus alone
 * @throws SeginfError for whatever is wrong with the files or the request
 */
export async function audit(
  files: { readonly train: string; readonly reference: string | null },
  request: AuditRequest,
  environment: Environment,
): Promise<Audited> {
  checkRequest(files.reference, request);
  const targets = files.reference === null ? null : parseTargets(request.targets, files.reference);
  return auditInputs(await openInputs(files, request, environment), targets, request, environment);
}

/**
 * The same from corpora that have been read.
 *
 * @param targets what `request.targets` says; null without a reference
 */
export async function auditInputs(
  inputs: Inputs,
  targets: TargetChoice | null,
  request: AuditRequest,
  environment: Environment,
): Promise<Audited> {
  const { train, reference } = inputs;
  const corpora = reference ? [train.corpus, reference.corpus] : [train.corpus];
  const filters = await filtersFor(corpora, request.diffBase, request.verdicts ?? [], environment);

  const choices = choicesOf(request, reference !== null);
  const prepared = once(async () => prepare(inputs, targets, choices, environment));
  const key = resultKey(train, reference, inputs.tagger.identity, choices);
  const codec = resultCodec(train.corpus, reference?.corpus ?? null);
  const result = await cachedStep(environment.cache, "result", key, codec, async () =>
    computeResult(inputs, await prepared(), choices, environment),
  );

  const scored = scoredForChanges(result, inputs, filters, environment);
  const verdicts = verdictScaling(request.verdicts ?? []);
  const { listing, counting } = await buildListing(verdicts ? scaledResult(scored, verdicts) : scored, {
    train,
    reference: reference?.corpus ?? null,
    annotatedReference: reference,
    identity: inputs.tagger.identity,
    context: prepared,
    cache: environment.cache,
    options: request,
    filter: filters.filter,
    refining: async () => environment.stage("refining"),
  });
  const warnings = warningsOn(result, request, inputs);
  const report: AuditReport = {
    schemaVersion: 1,
    seginf: version,
    train: corpusSummary(train),
    reference: reference && corpusSummary(reference),
    tagger: result.tagger,
    influence: result.influence,
    wrongTags: result.wrongTags,
    warnings,
    ...(verdicts && { verdicts: verdicts.summary }),
    threshold: request.threshold,
    ...listing,
    findings: verdicts ? listing.findings.map((one) => withUnscaledScore(one, verdicts)) : listing.findings,
    sentences: sentencesAround(listing.findings, [train, reference]),
  };
  const { warn, showsReportWarnings = false } = environment;
  if (!showsReportWarnings) for (const warning of warnings) warn(warning);
  filters.warn(environment);
  return { report, counting, baseline: filters.baseline, inputs };
}

/** The result with the scores that a commit's sentences have by themselves; as it is for a whole corpus. */
function scoredForChanges(
  result: AuditResult,
  { train: { corpus } }: Inputs,
  filters: Filters,
  { note }: Environment,
): AuditResult {
  const changed = filters.changed?.get(corpus.name);
  if (changed === undefined) return result;
  if (changed.size === 0) {
    note(`${corpus.name}: no sentence has changed`);
    return result;
  }
  const { table, single, patterns } = result;
  const members = new Set(patterns.flatMap(({ findings }) => findings));
  const { logOdds, share } = withChangedPrior(
    table.logOdds,
    single,
    (row) => changed.has(at(table.candidates.sentence, row)),
    (row) => members.has(fingerprintOf(corpus, candidateAt(table.candidates, row))),
  );
  note(
    `${counted(changed.size, "changed sentence")}: about ${(100 * share).toFixed(0)}% of their candidates look wrong`,
  );
  return { ...result, table: { ...table, logOdds } };
}

/** Corpora → θ → F → v. */
async function prepare(
  { train, reference, tagger }: Inputs,
  targets: TargetChoice | null,
  choices: AuditChoices,
  { cache, stage }: Environment,
): Promise<AuditContext> {
  const trained = await tagger.obtain(); // θ
  if (reference === null || targets === null) return contextOf(train, trained, null, null);
  const solving = await stage("solving");
  const read = readReference(trained.tagger, reference, trained.objective.kernels);
  const solve = { tolerance: choices.cgTolerance, onIteration: solvingFigures(solving) };
  const influence = await solveInfluence(trained, read, targets, choices.targets ?? "", solve, cache); // v = H⁻¹∇F
  solving.done();
  return contextOf(train, trained, read, influence);
}

const solvingFigures = (solving: Stage) => (iteration: number, residual: number) =>
  solving.update(iteration, `iterations, residual ${residual.toExponential(1)}`);

/** θ, v → refits → candidates → signals → score → patterns. */
async function computeResult(
  { train, reference }: Inputs,
  context: AuditContext,
  choices: AuditChoices,
  { cache, stage }: Environment,
): Promise<AuditResult> {
  const { tagger, objective, read, influence } = context;
  const refits = read && (await refitWithReference(context, read, choices.trust, cache)); // θ_w, θ_ref
  // Of plain tags it costs half of the audit and tells nothing more (bench/detection/RESULTS.md).
  const seen = read && refits && train.scheme !== "plain";
  const channel = seen ? await refitThroughChannel(context, read, refits, cache) : null; // θ_Γ, q_t
  const folds = choices.crossFit > 0 ? await CrossFit.of(train, context, choices.crossFit, cache) : null; // θ_−f
  const weights = {
    theta: tagger.theta,
    ...(refits && { joint: refits.joint, referenceOnly: refits.referenceOnly }),
    ...(channel && { channel: channel.theta }),
  };
  const subject = { annotated: train, reference, tagger, objective, weights, v: influence?.v ?? null };

  const found = findCandidates(subject, folds ? [folds.segments()] : []);
  const scoring = await stage("scoring", found.candidates.count);
  const signals = computeSignals(subject, found, (done) => scoring.update(done, "candidates"));
  const held = folds && { folds, influence: folds.influence(found, signals.table.proposals, choices.cgTolerance) };
  const table = await furtherSignals(signals.table, subject, choices.lossFolds, held, channel?.wrong ?? null, cache);
  const { logOdds, single } = scoreCandidates(train, { ...signals, table }, reference, channel?.wrong ?? null);
  const resolved = resolvePatterns({ ...table, logOdds }, subject, found, context);
  const readings = readingsOf(subject, resolved.table);
  const errors =
    read && refits
      ? findReferenceErrors(train, resolved.table, single, context, read, refits, choices.threshold)
      : null;
  scoring.done();
  const evaluation = read?.evaluation ?? folds?.evaluation() ?? null;
  return {
    tagger: taggerSummary(tagger, evaluation, headSummary(context, read?.problem ?? null)),
    influence: influence?.summary ?? held?.influence.summary ?? null,
    wrongTags: channel?.share ?? null,
    targets: influence?.targets ?? [],
    table: errors ? withoutContradictions(train, resolved.table, errors.opposite) : resolved.table,
    single,
    readings,
    patterns: resolved.patterns,
    referenceErrors: errors?.findings ?? [],
  };
}
