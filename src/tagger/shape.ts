/**
 * What a tagger is: a linear-chain CRF, or a classifier of single tokens, which is a CRF whose transitions are held at 0.
 * Everything is computed as for a chain; a softmax tagger has no gradient and no curvature in its transitions.
 */
export const TAGGER_KINDS = ["crf", "softmax"] as const;
/** "crf": a linear-chain CRF; "softmax": each token by itself. */
export type TaggerKind = (typeof TAGGER_KINDS)[number];

/**
 * Where the parameters lie. θ = (W, A) is one array of `dimension` doubles: W is F rows of `stride`, then A is C rows of
 * `stride`, A[c'·stride + c] the transition from c' to c. Rows are padded from C to `stride` labels with zeros.
 */
export interface Shape {
  readonly kind: TaggerKind;
  readonly labels: number;
  readonly stride: number;
  readonly features: number;
  readonly dimension: number;
  /** Index of A's first element. */
  readonly transitions: number;
}

/** Rows are padded to an even width: two doubles make one SIMD vector. */
export function shapeOf(labels: number, features: number, kind: TaggerKind = "crf"): Shape {
  const stride = labels + (labels % 2);
  return { kind, labels, stride, features, dimension: (features + labels) * stride, transitions: features * stride };
}
