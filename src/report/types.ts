import type { CorpusFormat, Scheme } from "../corpus/types.js";

/**
 * label: another label on the same span; spurious: no segment there; missed: a segment where there is none;
 * ill-formed: the tags break their scheme.
 */
export type FindingKind = "label" | "spurious" | "missed" | "ill-formed";

/** Units: influence and loss in nats; marginal is a probability. docs/method.md's symbols in brackets. */
export interface Signals {
  /** [Δ(S)] first-order change of the reference loss if the segment's labels were taken out of training; < 0: harmful. */
  readonly influence: number;
  /** [Δ(S→y')] first-order change of the reference loss if the segment were relabelled to `suggestion`. */
  readonly relabelInfluence: number;
  /** [ℓ_S] conditional loss of the segment's labels under the tagger, given the labels around it. */
  readonly loss: number;
  /** Probability of the segment's labels under the tagger, the rest of the sentence summed out. */
  readonly marginal: number;
}

/** A reference segment that a training segment pushes the tagger away from. */
export interface Opposed {
  readonly file: string;
  readonly line: number;
  readonly tokens: readonly string[];
  readonly label: string;
  readonly predicted: string;
  /** [Δ for this one target] < 0: the training segment makes this reference segment's loss larger. */
  readonly influence: number;
}

export interface Finding {
  /** From 1. */
  readonly rank: number;
  /** p(y') / (p(y') + p(y_S)) under the tagger moved towards the reference, y' the best other label: above 0.5 it wins. */
  readonly score: number;
  readonly kind: FindingKind;
  readonly file: string;
  /** Lines of the first and last token, from 1. */
  readonly line: number;
  readonly endLine: number;
  /** From 0 over the file's sentences. */
  readonly sentence: number;
  readonly sentenceId: string | null;
  /** Token offsets in the sentence, from 0, end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly tokens: readonly string[];
  /** Segment labels; "O" for none. The suggestion is the best other label, likely or not: the score says which. For "ill-formed" findings: the tag as it stands and the well-formed one. */
  readonly label: string;
  readonly suggestion: string;
  /** Share of the reference loss F that this segment's labels drive, to first order: −Δ(S) / F. < 0: they lower it. */
  readonly share: number;
  readonly signals: Signals;
  readonly opposes: readonly Opposed[];
  /** Up to 8 tokens either side, within the sentence. */
  readonly context: { readonly before: readonly string[]; readonly after: readonly string[] };
  /** Depends on content alone (tokens, span, label, context), never on a line number. */
  readonly fingerprint: string;
}

export interface CorpusSummary {
  readonly file: string;
  readonly format: CorpusFormat;
  readonly scheme: Scheme;
  readonly sentences: number;
  readonly tokens: number;
  readonly segments: number;
  readonly illFormed: number;
}

export interface TaggerSummary {
  readonly labels: number;
  readonly features: number;
  readonly parameters: number;
  readonly lambda: number;
  readonly iterations: number;
  /** [L(θ)] nats. */
  readonly objective: number;
  /** [‖∇L(θ)‖₂] and the same over ‖∇L(0)‖₂. */
  readonly gradientNorm: number;
  readonly relativeGradientNorm: number;
  readonly converged: boolean;
  /** Against the reference file, per cent, conlleval's counting. */
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

export interface InfluenceSummary {
  /** "errors", "all" or "FILE:LINE". */
  readonly targets: string;
  readonly targetSegments: number;
  /** [F] nats. */
  readonly referenceLoss: number;
  readonly cgIterations: number;
  readonly relativeResidual: number;
  readonly converged: boolean;
}

export interface AuditReport {
  readonly schemaVersion: 1;
  readonly seginf: string;
  readonly train: CorpusSummary;
  readonly reference: CorpusSummary;
  readonly tagger: TaggerSummary;
  readonly influence: InfluenceSummary;
  readonly threshold: number;
  /** All candidates that were ranked, and those at or above the threshold. */
  readonly candidates: number;
  readonly atOrAboveThreshold: number;
  /** In rank order; cut to --limit. */
  readonly findings: readonly Finding[];
}
