import type { Counting } from "../audit/filter.js";
import { buildListing } from "../audit/report.js";
import { sentencesAround } from "../audit/sentences.js";
import { corpusSummary } from "../audit/summary.js";
import type { AuditReport } from "../findings/report.js";
import { parseTargets, type TargetChoice } from "../influence/targets.js";
import { version } from "../version.js";
import { changedSentencesOf } from "./changes.js";
import { choicesOf } from "./choices.js";
import { commitResult, scoredForChanges } from "./commit.js";
import { earlierInputs } from "./earlier.js";
import type { Environment } from "./environment.js";
import { type Filters, filtersFor } from "./filters.js";
import { type Inputs, openInputs } from "./inputs.js";
import { type AuditRequest, checkRequest } from "./request.js";
import { wholeResult } from "./result.js";
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
  const earlier = filters.changes && (await earlierInputs(inputs, filters.changes, choices, request, environment));
  const { result, identity, context } = earlier
    ? await commitResult(inputs, earlier, targets, choices, environment)
    : await wholeResult(judgedBy(request, inputs), targets, choices, environment);
  const changed = filters.changes && changedSentencesOf(train.corpus, filters.changes);
  const scored = changed ? scoredForChanges(result, train, changed, earlier !== null, environment) : result;
  const verdicts = verdictScaling(request.verdicts ?? []);
  const { listing, counting } = await buildListing(verdicts ? scaledResult(scored, verdicts) : scored, {
    train,
    reference: reference?.corpus ?? null,
    annotatedReference: reference,
    identity,
    context,
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

/** The taggers whose opinions make the score. */
function judgedBy({ opinions }: AuditRequest, inputs: Inputs): Inputs {
  return opinions === "states" ? { ...inputs, withoutStates: null } : inputs;
}
