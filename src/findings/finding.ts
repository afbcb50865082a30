/**
 * label: another label on the same span; span: other bounds, a split or a merge; spurious: no segment there; missed: a
 * segment where there is none; ill-formed: the tags break their scheme; reference: the reference file's own segment.
 */
export type FindingKind = "label" | "span" | "spurious" | "missed" | "ill-formed" | "reference";

/** What a finding breaks; each has its page in docs/rules. */
export type RuleId =
  | "segment/label"
  | "segment/span"
  | "segment/spurious"
  | "segment/missed"
  | "scheme/ill-formed"
  | "reference/label";

/** Units: influence and loss in nats; marginal is a probability. docs/method.md's symbols in brackets. */
export interface Signals {
  /**
   * [Δ(S)] first-order change of the reference loss if the segment's labels were taken out of training; < 0: harmful. Null
   * without a reference, as is the next.
   */
  readonly influence: number | null;
  /** [Δ(S→y')] first-order change of the reference loss if the segment were relabelled to `suggestion`. */
  readonly relabelInfluence: number | null;
  /** [ℓ_S] conditional loss of the segment's labels under the tagger, given the labels around it. */
  readonly loss: number;
  /** Probability of the segment's labels under the tagger, the rest of the sentence summed out. */
  readonly marginal: number;
  /** [ℓ_S] under a tagger trained without the segment's fold; null where not worked out, as are all below. */
  readonly crossValidatedLoss: number | null;
  /** [Σ(S)] g_Sᵀ H⁻¹ g_S: how much of the tagger's opinion of S comes from S itself. */
  readonly selfInfluence: number | null;
  /** [ℓ_S] under a tagger trained on the training file and the reference, weighted. */
  readonly refitLoss: number | null;
  /** [ℓ_S] under a tagger trained on the reference alone. */
  readonly referenceTaggerLoss: number | null;
  /** Share of the same words elsewhere that bear another label, 0 to 1. */
  readonly variation: number | null;
  /** Share of the nearest segments by word vectors that bear another label, 0 to 1. */
  readonly neighbours: number | null;
}

/**
 * What `--refine` tells of a finding: changes of the reference loss as retraining would make them, by Newton steps until they
 * move it by a twentieth at most. Nats; < 0: the reference gains.
 */
export interface RefinedInfluence {
  /** If the segment's labels were taken out of training; what `signals.influence` is the first order of. */
  readonly influence: number;
  /** If the suggestion stood there; null where there is none. */
  readonly relabelInfluence: number | null;
}

/** A segment in a sentence: token offsets from 0, end exclusive. */
export interface PlacedSegment {
  readonly start: number;
  readonly end: number;
  readonly label: string;
}

/**
 * What should stand there, in token offsets of the sentence: every annotated segment that overlaps [start, end) goes, and
 * `segments`, which lie within it, come; none for no segment at all.
 */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly segments: readonly PlacedSegment[];
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
  /** Up to 8 tokens either side, within the sentence. */
  readonly context: { readonly before: readonly string[]; readonly after: readonly string[] };
}

export interface Finding {
  /** From 1. */
  readonly rank: number;
  /** Estimated probability that the segment is wrong (docs/method.md, Score). */
  readonly score: number;
  readonly kind: FindingKind;
  readonly rule: RuleId;
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
  /** The suggestion as segments; null for "ill-formed" findings, whose suggestion is a tag. */
  readonly replacement: Replacement | null;
  /** Share of the reference loss F that this segment's labels drive, to first order: −Δ(S) / F. < 0: they lower it. Null without a reference. */
  readonly share: number | null;
  readonly signals: Signals;
  /** There with --refine, for its first findings. */
  readonly refined?: RefinedInfluence;
  readonly opposes: readonly Opposed[];
  /** Up to 8 tokens either side, within the sentence. */
  readonly context: { readonly before: readonly string[]; readonly after: readonly string[] };
  /** Depends on content alone (tokens, span, label, context), never on a line number or on what is suggested. */
  readonly fingerprint: string;
}

/** What the segments of a pattern have in common. */
export interface Anchor {
  /** "word", "lower", "head", "prefix", "suffix", "shape", "previous", "next", "document" and the like. */
  readonly kind: string;
  readonly value: string;
}

/** A systematic error: many findings that one rule describes. */
export interface Pattern {
  /** Names the pattern by its rule, never by its instances: 16 hex digits. */
  readonly id: string;
  /** For people: `ORG → LOC when the previous word is "at"`. */
  readonly name: string;
  readonly label: string;
  readonly suggestion: string;
  readonly anchor: Anchor;
  /** Its candidates' fingerprints and places, in file order. */
  readonly findings: readonly string[];
  readonly places: readonly { readonly file: string; readonly line: number }[];
  /** Segments of the training corpus that the anchor fits: with `label` as it stands, and with `suggestion`. */
  readonly agree: number;
  readonly disagree: number;
  /** The estimated share of its findings that are wrong: the mean of what it adds to their scores. */
  readonly probability: number;
  /** Share of the reference loss that its segments drive, to first order: −Σ Δ(S) / F. */
  readonly share: number;
  /** [Σ Δ(S→y')] nats. */
  readonly relabelInfluence: number;
  /** Chance of as many such findings at the anchor if they fell at random, corrected for the anchors tried. */
  readonly pValue: number;
}
