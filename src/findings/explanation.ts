import type { Unit } from "../corpus/units.js";
import type { CorpusSummary, PlacedSegment, Replacement, TaggerSummary } from "./report.js";

/**
 * What pieces can be ordered by: what retraining without a training piece's labels is expected to do; influence; influence relative to the size of a piece's own gradient; or the part of it that
 * goes through the feature that carries most of the influence of all.
 */
export const RANKS = ["removal", "absolute", "relative", "carrier"] as const;
export type RankName = (typeof RANKS)[number];

/** A feature or a transition with what it carries of an influence; parts are exact and add up. */
export interface Carrier {
  readonly kind: "feature" | "transition";
  /** "w[0]=Leeds", or "B-PER → I-PER". */
  readonly name: string;
  /** Other features that stand at exactly the same training tokens; what is told of `name` is told of all together. */
  readonly merged: readonly string[];
  /** Over all labels, nats. */
  readonly influence: number;
  /** Of the whole that is taken apart. */
  readonly share: number;
}

/** A piece of one of the two corpora. */
export interface ExplainedPlace {
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
  /** From 0 over the file's sentences; the first of a document. */
  readonly sentence: number;
  readonly sentenceId: string | null;
  readonly documentId: string | null;
  /** Token offsets in the sentence, from 0, end exclusive. Of a document: its first sentence. */
  readonly start: number;
  readonly end: number;
  readonly tokens: readonly string[];
  /** Up to 8 tokens either side, within the sentence. */
  readonly context: { readonly before: readonly string[]; readonly after: readonly string[] };
  /** As it stands: a segment's label ("O" for none), a token's tag; null for sentences and documents. */
  readonly label: string | null;
  /** The tagger's label for exactly this piece, "O" for none; null for sentences and documents. */
  readonly predicted: string | null;
  /** The segments, as the tagger reads the sentence, that overlap the piece. Empty for documents. */
  readonly predictedSegments: readonly PlacedSegment[];
  /** [ℓ_S or f_T] conditional loss of the labels as they stand, given those around them, nats. */
  readonly loss: number;
}

/** A piece of the other corpus, and the influence between the two. */
export interface Influence extends ExplainedPlace {
  /** Whether the training piece supports the labels of the reference piece or opposes them. */
  readonly role: "supports" | "opposes";
  /** [Δ] first-order change of the reference piece's loss if the training piece's labels were taken out of training. */
  readonly influence: number;
  /**
   * [Δ (1 + h)] what retraining without the training piece's labels is expected to do: the influence, corrected for the
   * curvature that the training piece holds.
   */
  readonly expected: number;
  /** [Δ / ‖g‖] the same for each unit of the gradient of the piece listed: what is fitted well has a small gradient. */
  readonly relativeInfluence: number;
  /** The part of the influence that goes through the side's leading feature; null but where pieces are ordered by it. */
  readonly leadingInfluence: number | null;
  /** Share of the reference piece's loss that the training piece drives: −Δ / loss. < 0: it lowers it. */
  readonly share: number;
  readonly carriedBy: readonly Carrier[];
}

/** All pieces that work in one direction. */
export interface InfluenceSide {
  readonly count: number;
  /** Their influence together, nats. */
  readonly influence: number;
  readonly carriedBy: readonly Carrier[];
  /**
   * The feature that carries most, in this direction, of the influence of the whole corpus; null but where pieces are ordered
   * by their part in it.
   */
  readonly leading: Carrier | null;
  /** The strongest, up to --limit. */
  readonly pieces: readonly Influence[];
}

/** What a training piece does to the whole reference. */
export interface OnReference {
  /** Reference segments that the tagger gets wrong, and their loss [F], nats. */
  readonly targetSegments: number;
  readonly referenceLoss: number;
  /** [Δ(S)] on them. */
  readonly influence: number;
  readonly share: number;
  readonly carriedBy: readonly Carrier[];
  /** The best other label to a tagger moved towards the reference, or the one asked for; null where there is none. */
  readonly suggestion: string | null;
  /** The same as segments. */
  readonly replacement: Replacement | null;
  /** [Δ(S→y')] for the suggestion. */
  readonly relabelInfluence: number | null;
}

/** A segment of the reference that a changed tagger reads otherwise. */
export interface ChangedReading {
  readonly file: string;
  readonly line: number;
  readonly tokens: readonly string[];
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

/** What a tagger does that was trained on other labels of the piece. */
export interface Outcome {
  /** Null: on none of them. */
  readonly relabelledAs: string | null;
  /** Whether retraining came to its optimum. */
  readonly converged: boolean;
  /** Its label for the piece, "O" for none; null for sentences and documents. */
  readonly predicted: string | null;
  readonly predictedSegments: readonly PlacedSegment[];
  /** Change of the piece's own loss, of its labels as they stand, nats. */
  readonly ownLossChange: number;
  /** Change of F, not linearised, nats. */
  readonly referenceLossChange: number;
  /** On the reference, per cent. */
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly fixed: readonly ChangedReading[];
  readonly broken: readonly ChangedReading[];
}

/** Why the tagger reads a reference piece as it does, or what a training piece does to the reference. */
export interface Explanation {
  readonly schemaVersion: 1;
  readonly seginf: string;
  readonly train: CorpusSummary;
  readonly reference: CorpusSummary;
  readonly tagger: TaggerSummary;
  /** The corpus that `at` stands in. */
  readonly side: "train" | "reference";
  /** Units of the training and of the reference corpus, and by how many tokens training pieces are widened. */
  readonly unit: Unit;
  readonly referenceUnit: Unit;
  readonly contextTokens: number;
  /** What the pieces are ordered by. */
  readonly rank: RankName;
  /** Null where all that the tagger gets wrong in the reference is explained. */
  readonly at: ExplainedPlace | null;
  /** How much that is: the segments, and their loss [F], nats. Null for a single place. */
  readonly targets: { readonly segments: number; readonly loss: number } | null;
  readonly solve: { readonly cgIterations: number; readonly relativeResidual: number; readonly converged: boolean };
  /** The influence of the training corpus as a whole, Σ_k v · g_k over its sentences; null for pieces of it. Nats. */
  readonly ofTraining: { readonly influence: number; readonly carriedBy: readonly Carrier[] } | null;
  readonly supports: InfluenceSide;
  readonly opposes: InfluenceSide;
  /** Null for pieces of the reference. */
  readonly onReference: OnReference | null;
  /** Without the piece's labels, and with the suggested one. Empty for pieces of the reference. */
  readonly outcomes: readonly Outcome[];
}
