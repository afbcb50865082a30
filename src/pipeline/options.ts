import type { ReadOptions } from "../corpus/options.js";
import type { Scheme } from "../corpus/types.js";
import type { Template } from "../features/templates.js";
import type { Ranking } from "../findings/rankings.js";
import type { VerdictEntry } from "../findings/verdicts/index.js";
import type { Cache } from "../storage/index.js";
import type { TaggerKind } from "../tagger/shape.js";
import type { StageName } from "./environment.js";
import type { AuditRequest } from "./request.js";

/** The progress of one stage of an audit. */
export interface AuditStep {
  readonly stage: StageName;
  /** Bytes read, iterations done, candidates scored, or findings refined. */
  readonly done: number;
  /** Of how many; null if unknown. */
  readonly total: number | null;
}

/** The options of an audit, other than streams, signals and callbacks. Defaults are those of `seginf audit`. */
export interface AuditSettings
  extends Pick<
    ReadOptions,
    "tokenColumn" | "labelColumn" | "format" | "allowRagged" | "encoding" | "replaceInvalid" | "offsets" | "maxBytes"
  > {
  /** A file that names the labels which JSON gives as numbers. */
  readonly labels?: string | undefined;
  /** The tag scheme; detected if absent. */
  readonly scheme?: Scheme | undefined;
  readonly templates?: readonly Template[] | undefined;
  readonly kind?: TaggerKind | undefined;
  readonly minCount?: number | undefined;
  /** Labels that a corpus may have. */
  readonly maxLabels?: number | undefined;
  readonly lambda?: number | undefined;
  readonly tolerance?: number | undefined;
  readonly maxIterations?: number | undefined;
  /** Results do not depend on it. */
  readonly threads?: number | undefined;
  /** "errors", "all", or FILE:LINE of the reference. */
  readonly targets?: string | undefined;
  readonly allowUnseen?: boolean | undefined;
  /** Weight of the reference in refits. */
  readonly trust?: AuditRequest["trust"] | undefined;
  /** Word vectors as features: "glove", or the path of a .txt, .vec or .bin file. */
  readonly vectors?: string | undefined;
  /** Word clusters as features: the path of a paths file of wcluster. */
  readonly clusters?: string | undefined;
  /**
   * Token states as features: paths of .safetensors or .npy files, one for each corpus; "fold0=PATH", "fold1=PATH" … for parts
   * of the training corpus.
   */
  readonly states?: readonly string[] | undefined;
  /** The directory of a pretrained encoder (ONNX or TensorFlow.js), which gives token states of all corpora. */
  readonly encoder?: string | undefined;
  /** Begin with the encoder's own last layer, and keep it as it is. */
  readonly encoderHead?: boolean | undefined;
  readonly keepHead?: boolean | undefined;
  /** A file with the labels of that layer in order, one a line; those of its config.json if absent. */
  readonly encoderLabels?: string | undefined;
  /** A token's state: the mean of its pieces' states, or that of its first piece (the default with a head). */
  readonly encoderPool?: "mean" | "first" | undefined;
  /** The layer that gives the states: its number, or the name of a tensor; the last if absent. */
  readonly encoderLayer?: string | undefined;
  /** Principal components in the place of states of more numbers. */
  readonly stateDims?: number | undefined;
  /** What scores follow: the tagger with token states and one without (the default), or the former alone. */
  readonly opinions?: "both" | "states" | undefined;
  /** The path of a model of `seginf train`, trained on the training corpus, in place of training. */
  readonly model?: string | undefined;
  readonly cgTolerance?: number | undefined;
  /** Without a reference: folds in which the corpus is its own; 0 for none. */
  readonly crossFit?: number | undefined;
  /** Folds of the cross-validated loss, which is left out without them. */
  readonly folds?: number | undefined;
  /** What to rank by, in place of the score. */
  readonly rankBy?: Ranking | undefined;
  readonly threshold?: number | undefined;
  /** Findings in the report; 0 for all candidates. */
  readonly limit?: number | undefined;
  readonly opposed?: number | undefined;
  /** Findings, from the top, to retrain without and as suggested. */
  readonly refine?: number | undefined;
  /** Systematic errors in the report, at most. */
  readonly patterns?: number | undefined;
  /** A git commit: findings in sentences that have not changed since do not count. */
  readonly diffBase?: string | undefined;
  /** Entries of a baseline, which accept findings. */
  readonly verdicts?: readonly VerdictEntry[] | undefined;
  /** Rules whose findings are wanted ("segment/label", or "segment" for all of these), and those whose are not. */
  readonly select?: readonly string[] | undefined;
  readonly ignore?: readonly string[] | undefined;
  /** Add up all candidates: by label, by change, and sentences that contradict each other. */
  readonly statistics?: boolean | undefined;
  /** List whatever is at or above the threshold, beyond the limit too. */
  readonly everyFinding?: boolean | undefined;
}

/** How to audit; everything may be left out, and the defaults are those of `seginf audit`. */
export interface AuditFilesOptions extends AuditSettings {
  /** Read in place of the process's stdin for the file "-". */
  readonly stdin?: ReadOptions["stdin"];
  /** Where taggers and solves are kept between runs; nowhere without it. */
  readonly cache?: Cache | null | undefined;
  /** Ends the audit with the signal's reason, whatever it is doing: the audit's thread is ended. */
  readonly signal?: AbortSignal | undefined;
  readonly onStep?: ((step: AuditStep) => void) | undefined;
  /** Receives what makes the report less reliable: a tagger that has not converged, a reference it can hardly read. */
  readonly onWarning?: ((text: string) => void) | undefined;
}
