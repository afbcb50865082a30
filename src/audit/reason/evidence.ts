import type { Finding } from "../../findings/finding.js";
import type { FindingOpinions } from "../../findings/opinions.js";
import type { Pattern } from "../../findings/pattern.js";
import type { Reason, ReasonOf, TrainedOn } from "../../findings/reason.js";
import type { Span } from "../../influence/spans.js";
import { coefficients } from "../coefficients/coefficients.js";
import { type LabelCounts, labelOdds } from "../places.js";
import type { Evidence } from "./choose.js";

const LIMIT = coefficients.features.limit;

/** What a nat of a tagger's log odds adds to those of an error: a CRF is surer than it is right, so they count by half. */
const TAGGER = coefficients.reasons.tagger;

/** The same of the noise channel and of whole scores: they are right more often than the others, and say least to a reader. */
const CHANNEL = coefficients.reasons.channel;

const clipped = (nats: number): number => Math.max(-LIMIT, Math.min(LIMIT, nats));
const logit = (p: number): number => clipped(Math.log(p) - Math.log1p(-p));

/**
 * log (k + ½) / (n − k + ½): of n places of the same words, k have the label that is suggested; or its opposite, where k have
 * the label as it stands, and the reason names the one that most of them have.
 *
 * @param sign 1 of the label that is suggested, −1 of the label as it stands
 */
export function sameWords(
  corpus: ReasonOf<"sameWords">["corpus"],
  words: readonly string[],
  label: string,
  counts: LabelCounts,
  sign: 1 | -1,
): Evidence[] {
  const of = [...counts.values()].reduce((sum, one) => sum + one, 0);
  const count = counts.get(label) ?? 0;
  if (of === 0) return [];
  const weight = sign * labelOdds(counts, label);
  // Against a label speaks best which other one the words have.
  const [shown, many] = sign > 0 ? [label, count] : mostFrequent(counts);
  return [{ weight, reason: { kind: "sameWords", corpus, words: [...words], label: shown, count: many, of } }];
}

/** The label that most places have, the first of several, with their number. */
function mostFrequent(counts: LabelCounts): readonly [label: string, count: number] {
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best));
}

/** A tagger's log odds of the suggestion against the annotation as it stands, log p(y') / p(y). */
export function tagger(trainedOn: TrainedOn, label: string, suggested: number, standing: number): Evidence[] {
  if (Number.isNaN(suggested)) return [];
  const weight = TAGGER * clipped(Math.log(suggested) - Math.log(standing));
  return [{ weight, reason: { kind: "tagger", trainedOn, label, probability: suggested, standing } }];
}

/** The same of held-out folds, which know the loss of the labels as they stand and no suggestion: log (1 − p) / p. */
export function heldOut(label: string, loss: number | null): Evidence[] {
  if (loss === null) return [];
  const standing = Math.min(1, Math.exp(-loss));
  const reason = { kind: "tagger", trainedOn: "otherFolds", label, probability: null, standing } as const;
  return [{ weight: -TAGGER * logit(standing), reason }];
}

/** The log odds of the pattern's estimated share of errors. */
export function pattern(
  { id, name, findings, probability }: Pattern,
  reference: ReasonOf<"pattern">["reference"],
): Evidence {
  return {
    weight: logit(probability),
    reason: { kind: "pattern", pattern: id, name, count: findings.length, reference },
  };
}

/**
 * The lesser of two opinions' log odds: where both say that it is wrong. Each sums all evidence up, so they say less to a reader than a
 * piece of it does.
 */
export function bothDoubt(opinions: FindingOpinions): Evidence[] {
  const { withoutStates, withStates } = opinions;
  if (withoutStates === null) return [];
  return [{ weight: CHANNEL * logit(Math.min(withoutStates, withStates)), reason: { kind: "opinions", ...opinions } }];
}

/** The log odds of what is a probability or a share, as far as each counts. */
export function shares({ noiseChannel, neighbours }: Finding["signals"]): Evidence[] {
  return [
    ...(noiseChannel === null
      ? []
      : [
          {
            weight: CHANNEL * logit(noiseChannel),
            reason: { kind: "noiseChannel", probability: noiseChannel },
          } as const,
        ]),
    ...(neighbours === null
      ? []
      : [{ weight: logit(neighbours), reason: { kind: "neighbours", share: neighbours } } as const]),
  ];
}

/** Less than this share of the reference loss is nothing that one segment stands out with. */
const LARGE_SHARE = 0.001;

/** A tagger that is surer than this of the annotation as it stands has no doubt that is worth a word. */
const SURE = 0.95;

/**
 * Where nothing speaks against the annotation by itself: that it harms the reference, that the same words have the label that
 * is suggested in some places, that a tagger is not sure of it, or that the tagger does not expect it.
 */
export function lastResort(evidence: readonly Evidence[], label: string, share: number | null, loss: number): Reason {
  if (share !== null && share >= LARGE_SHARE) return { kind: "influence", share };
  for (const { reason } of evidence)
    if (reason.kind === "sameWords" && reason.label === label && reason.count > 0) return reason;
  const [doubt] = evidence
    .filter(({ reason }) => reason.kind === "tagger" && reason.standing < SURE)
    .sort((one, other) => other.weight - one.weight);
  if (doubt !== undefined) return doubt.reason;
  return loss > Math.LN2 ? { kind: "loss", loss } : { kind: "several" };
}

/** The segment that should stand at a finding's place, where there is just one; the finding's own span otherwise. */
export function spanInQuestion(
  { start, end }: Pick<Span, "start" | "end">,
  segments: readonly { readonly start: number; readonly end: number; readonly label: string }[],
): { readonly start: number; readonly end: number } {
  const [one, ...more] = segments;
  return one !== undefined && more.length === 0 ? one : { start, end };
}
