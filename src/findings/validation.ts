import type { CorpusSummary } from "./report.js";

/** How pairs were chosen. */
export type DesignName = "top" | "random" | "stratified";

/** removal: the segment's labels are taken out of training; relabelling: they are replaced. */
export type Direction = "removal" | "relabelling";

/** A training or reference segment of a pair. */
export interface ValidationPlace {
  readonly file: string;
  /** Lines of the first and last token, from 1. */
  readonly line: number;
  readonly endLine: number;
  readonly tokens: readonly string[];
  /** Its segment label, or the tag of a single token; "O" for none. */
  readonly label: string;
}

/** Changes of one reference segment's loss f_T, nats. */
export interface ValidationPair {
  readonly direction: Direction;
  readonly segment: ValidationPlace;
  /** The label that it was given; null for a removal. */
  readonly relabelled: string | null;
  readonly reference: ValidationPlace & { readonly predicted: string };
  /** Influence: Δ(S) or Δ(S→y') for this one reference segment. */
  readonly firstOrder: number;
  /** f_T after one Newton step, less f_T, with what the step left to do corrected for, to first order. */
  readonly oneStep: number;
  /** The same after the first step that moved it by no more than a twentieth, where what is left to do would not either. */
  readonly refined: number;
  /** f_T after retraining, less f_T. */
  readonly retrained: number;
  /** How far retraining may still be from its optimum, in f_T. */
  readonly noise: number;
}

/** Predicted changes against those of retraining; correlations are null where one side does not vary. */
export interface Agreement {
  readonly pearson: number | null;
  readonly spearman: number | null;
  /** Least squares, retrained = slope × predicted. */
  readonly slope: number | null;
  /** Share of the pairs with the same sign, among those that retraining resolves. */
  readonly sign: number | null;
}

export interface DirectionSummary {
  readonly direction: Direction;
  readonly pairs: number;
  readonly firstOrder: Agreement;
  readonly oneStep: Agreement;
  readonly refined: Agreement;
  /** Of |noise| / |retrained|. */
  readonly noise: {
    readonly median: number;
    readonly largest: number;
    /** Pairs above 1 %: too small a change for retraining to tell. */
    readonly unresolved: number;
  };
  readonly retrainings: number;
  /** Products with the Hessian, on average over the pairs: until each prediction, and until the retraining ended. */
  readonly products: { readonly oneStep: number; readonly refined: number; readonly retrained: number };
  /** Retrainings in which the loss was not convex along the way. */
  readonly nonconvex: number;
}

/** What `seginf validate` finds. */
export interface ValidationReport {
  readonly schemaVersion: 1;
  readonly seginf: string;
  readonly train: CorpusSummary;
  readonly reference: CorpusSummary;
  readonly tagger: {
    readonly lambda: number;
    readonly relativeGradientNorm: number;
    readonly converged: boolean;
    /** Largest first-order change that training to the very optimum would still make to a chosen f_T, nats. */
    readonly noise: number;
  };
  readonly design: DesignName;
  readonly targets: string;
  readonly seed: number;
  readonly referenceSegments: number;
  readonly trainingSegments: number;
  readonly directions: readonly DirectionSummary[];
  /** In the order chosen, removals first. */
  readonly pairs: readonly ValidationPair[];
}
