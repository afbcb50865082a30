import type { ReadReference } from "../audit/candidates/decode.js";
import type { SegmentReading } from "../corpus/index.js";
import type { Corpus, Scheme } from "../corpus/types.js";
import type { Unit } from "../corpus/units.js";
import type { RankName } from "../findings/rankings.js";
import type { CgOptions } from "../math/cg.js";
import type { Cache } from "../storage/index.js";
import type { Scores } from "../tagger/scores.js";
import type { Trained } from "../tagger/train.js";

/** What is asked for, apart from the place. */
export interface ExplainOptions {
  readonly scheme: Scheme;
  /** Units of the training and of the reference corpus. */
  readonly unit: Unit;
  readonly referenceUnit: Unit;
  /** Tokens by which training pieces are widened on either side. */
  readonly context: number;
  /** What the pieces are ordered by: Δ, or Δ / ‖g‖. */
  readonly rank: RankName;
  /** Pieces listed in each direction. */
  readonly limit: number;
  /** Features and transitions listed for each. */
  readonly features: number;
  /** The segment label to try at a training piece in place of the suggested one. */
  readonly as: string | null;
  readonly solve: CgOptions;
}

/** Both corpora as the tagger reads them. */
export interface Setting {
  readonly corpus: Corpus;
  readonly annotated: SegmentReading;
  readonly trained: Trained;
  /** θ, read on the training corpus. */
  readonly theta: Scores;
  readonly reference: ReadReference;
  readonly options: ExplainOptions;
  readonly cache: Cache | null;
}
