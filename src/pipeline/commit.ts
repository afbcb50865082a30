import { candidateAt } from "../audit/candidates/candidates.js";
import type { ReadReference } from "../audit/candidates/decode.js";
import { coefficients } from "../audit/coefficients/coefficients.js";
import { resultAfterCommit } from "../audit/commit/result.js";
import { type AuditedSentences, contextOf } from "../audit/context.js";
import { fingerprintOf } from "../audit/findings.js";
import { referenceObjective } from "../audit/refits/referenceLoss.js";
import type { AuditResult } from "../audit/result.js";
import { changedEvidence, labelledOtherwise } from "../audit/score/changedEvidence.js";
import { withChangedPrior } from "../audit/score/changedPrior.js";
import { cachedCurvature } from "../cached/curvature.js";
import type { Obtained } from "../cached/tagger.js";
import { contentDigest } from "../corpus/digest.js";
import type { AnnotatedCorpus } from "../corpus/index.js";
import { sentencesOf } from "../corpus/sentences.js";
import type { Corpus } from "../corpus/types.js";
import type { Span } from "../influence/spans.js";
import type { TargetChoice } from "../influence/targets.js";
import { closing } from "../kernels/closing.js";
import { at } from "../math/at.js";
import { counted } from "../report/numbers.js";
import { readThrough } from "../tagger/model.js";
import { CrfObjective } from "../tagger/objective.js";
import type { AuditChoices } from "./choices.js";
import type { EarlierInputs } from "./earlier.js";
import type { Environment } from "./environment.js";
import type { Inputs } from "./inputs.js";
import { once } from "./once.js";
import { refitsOf } from "./refits.js";
import { type Computed, wholeResult } from "./result.js";

/**
 * The result after a commit: that of the version before, which the cache has where that was audited, and what has changed since, judged by its
 * taggers.
 */
export async function commitResult(
  { train, reference }: Inputs,
  earlier: EarlierInputs,
  targets: TargetChoice | null,
  choices: AuditChoices,
  environment: Environment,
): Promise<Computed> {
  const { cache } = environment;
  const before = { train: earlier.train, reference, tagger: earlier.tagger, withoutStates: null };
  const base = await wholeResult(before, targets, choices, environment);
  const taught = await base.context();
  const { tagger, kernels, read, influence } = taught;
  const scoring = await environment.stage("scoring");
  const result = resultAfterCommit(
    { train, before: earlier.train, reference },
    (sentence) => earlier.changed.has(sentence),
    base.result,
    {
      tagger,
      ...(await refitsOf(taught, train.scheme, choices, cache)),
      curvature: await cachedCurvature(taught, cache),
      referenceCurvature: read && curvatureOf(read, taught),
      v: influence?.v ?? null,
    },
    kernels,
  );
  scoring.done();
  environment.note(`${train.corpus.name}: what has changed is judged by the version before`);
  const identity = { before: base.identity, content: contentDigest(train.corpus) };
  const context = once(async () => {
    const audited = () => sentencesRead(train.corpus, earlier.changed, taught);
    const objective = () =>
      new CrfObjective(kernels, readThrough(tagger, train.corpus, kernels), tagger.training.lambda);
    return contextOf(train, taught, read, influence, { audited, objective });
  });
  return { result, identity, context, close: base.close };
}

/** The changed sentences as the tagger reads them. */
function sentencesRead(corpus: Corpus, changed: ReadonlySet<number>, { tagger, kernels }: Obtained): AuditedSentences {
  const numbers = [...changed].sort((a, b) => a - b);
  const own = sentencesOf(corpus, numbers);
  const spanOf = ({ sentence, start, end }: Span): Span => {
    const number = numbers.indexOf(sentence);
    const shift = at(own.sentenceStart, number) - at(corpus.sentenceStart, sentence);
    return { sentence: number, start: start + shift, end: end + shift };
  };
  return { problem: readThrough(tagger, own, kernels), isTaught: false, spanOf };
}

/** The diagonal of the Hessian of the reference's losses at θ. */
function curvatureOf({ problem }: ReadReference, { tagger, kernels }: Obtained): Float64Array {
  return closing(referenceObjective(kernels, problem, 0), (bare) => bare.diagonalAt(tagger.theta));
}

/**
 * The result with the scores that a commit's sentences have by themselves; as it is where no sentence has changed, or all have.
 *
 * @param changed numbers of sentences
 * @param isCommit whether the result is commitResult's, whose log odds of changed sentences are of systematic errors alone
 */
export function scoredForChanges(
  result: AuditResult,
  train: AnnotatedCorpus,
  changed: ReadonlySet<number>,
  isCommit: boolean,
  { note }: Pick<Environment, "note">,
): AuditResult {
  const { corpus } = train;
  if (changed.size === 0) {
    note(`${corpus.name}: no sentence has changed`);
    return result;
  }
  if (changed.size === corpus.sentenceStart.length - 1) return result;
  const { table, single, patterns } = result;
  const members = new Set(patterns.flatMap(({ findings }) => findings));
  const isMember = (row: number) => members.has(fingerprintOf(corpus, candidateAt(table.candidates, row)));
  const isChanged = (row: number) => changed.has(at(table.candidates.sentence, row));
  const otherwise = labelledOtherwise(train, table.candidates, changed);
  const { compared, alone, ...priors } = coefficients.changed[train.scheme === "plain" ? "plain" : "segments"];
  const model = result.influence ? compared : alone;
  const evidence = changedEvidence(table.candidates, single, otherwise, isChanged, model);
  const { logOdds, share } = withChangedPrior(
    table.logOdds,
    evidence,
    isChanged,
    isCommit ? () => true : isMember,
    priors,
  );
  const looks = `about ${(100 * share).toFixed(0)}% of their candidates look wrong`;
  note(`${counted(changed.size, "changed sentence")}: ${looks}`);
  return { ...result, table: { ...table, logOdds } };
}
