import type { CorpusFormat, Reading, Scheme } from "../corpus/types.js";

export interface CorpusSummary {
  readonly file: string;
  /** SHA-256 (hex) of the file's bytes, after decompression. */
  readonly digest: string;
  readonly format: CorpusFormat;
  /** How it was read; with it the same columns are found again. */
  readonly reading: Reading;
  readonly scheme: Scheme;
  readonly sentences: number;
  readonly tokens: number;
  readonly segments: number;
  readonly illFormed: number;
}

/** How a solver came along: the iterations that the other lists have figures of, the last among them; at most 50. */
export interface TrainingCurve {
  readonly iterations: readonly number[];
  /** [L(θ)] nats. */
  readonly objective: readonly number[];
  /** [‖∇L(θ)‖ / ‖∇L(0)‖] */
  readonly relativeGradientNorm: readonly number[];
}

export interface SolveCurve {
  readonly iterations: readonly number[];
  /** [‖b − Hx‖ / ‖b‖] by the recurrence. */
  readonly relativeResidual: readonly number[];
}

export interface VectorSummary {
  /** "glove", or the file's name without its directory. */
  readonly name: string;
  readonly dimension: number;
  /** SHA-256 (hex) of words and numbers. */
  readonly digest: string;
}

export interface TaggerSummary {
  /** A linear-chain CRF, or without transitions. */
  readonly kind: "crf" | "softmax";
  readonly labels: number;
  readonly features: number;
  readonly parameters: number;
  /** Word vectors that it reads; null without. */
  readonly vectors: VectorSummary | null;
  readonly lambda: number;
  readonly iterations: number;
  /** [L(θ)] nats. */
  readonly objective: number;
  /** [‖∇L(θ)‖₂] and the same over ‖∇L(0)‖₂. */
  readonly gradientNorm: number;
  readonly relativeGradientNorm: number;
  readonly converged: boolean;
  /** Against the reference, per cent, conlleval's counting; null without one. */
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
  /** Empty for models that do not hold it. */
  readonly curve: TrainingCurve;
}

export interface InfluenceSummary {
  /** "errors", "all" or "FILE:LINE"; "cross-fit=K" where the corpus was its own reference in K folds. */
  readonly targets: string;
  readonly targetSegments: number;
  /** [F] nats. */
  readonly referenceLoss: number;
  readonly cgIterations: number;
  readonly relativeResidual: number;
  readonly converged: boolean;
  readonly curve: SolveCurve;
}
