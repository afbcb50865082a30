import type { AuditRequest } from "./request.js";

/** Folds where the cross-validated loss is ranked by and nobody says how many. */
const FOLDS = 5;

/**
 * All that an audit's result depends on besides corpora and tagger. The computation is given these and no other options, and
 * they are its cache key, so none can be left out of it.
 */
export interface AuditChoices {
  /** "errors", "all" or FILE:LINE; null without a reference. */
  readonly targets: string | null;
  readonly trust: AuditRequest["trust"];
  /** Bound on ‖∇F − Hv‖ / ‖∇F‖. */
  readonly cgTolerance: number;
  /** Least score of an error of the reference. */
  readonly threshold: number;
  /** K folds in which the corpus is its own reference; 0 for none. */
  readonly crossFit: number;
  /** Folds of the cross-validated loss; 0 where it is neither asked for nor ranked by. */
  readonly lossFolds: number;
}

export function choicesOf(request: AuditRequest, hasReference: boolean): AuditChoices {
  const { targets, trust, cgTolerance, threshold, reference: crossFit = 0, folds, signal } = request;
  const asked = folds ?? (crossFit > 0 ? crossFit : undefined);
  return {
    targets: hasReference ? targets : null,
    trust,
    cgTolerance,
    threshold,
    crossFit,
    lossFolds: asked ?? (signal === "crossValidatedLoss" ? FOLDS : 0),
  };
}
