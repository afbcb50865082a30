import { SeginfError } from "../errors.js";
import type { Template } from "../features/templates.js";
import type { Ranking } from "../findings/rankings.js";
import type { VerdictEntry } from "../findings/verdicts/index.js";
import type { FlagsOf, ReadingFlags, TrainingFlags } from "../options/table.js";

/** What training a tagger, or reading one, and the files that it reads need to know. */
export type InputFlags = ReadingFlags &
  TrainingFlags &
  Pick<FlagsOf<"explain">, "model" | "allowUnseen"> & {
    /** In place of those of the file `template`. */
    readonly templates?: readonly Template[] | undefined;
  };

/** What an audit is asked for: the flags of `seginf audit`, and what people have decided about findings. */
export type AuditRequest = InputFlags &
  Pick<
    FlagsOf<"baseline check">,
    "reference" | "targets" | "trust" | "cgTolerance" | "threshold" | "select" | "ignore"
  > &
  Pick<FlagsOf<"audit">, "limit" | "opposed" | "patterns"> &
  Partial<Pick<FlagsOf<"audit">, "opinions" | "signal" | "folds" | "refine" | "diffBase" | "statistics">> & {
    /** List whatever is at or above the threshold, beyond the limit too. */
    readonly everyFinding?: boolean | undefined;
    /** Entries of the baseline. */
    readonly verdicts?: readonly VerdictEntry[] | undefined;
  };

const OF_INFLUENCE: readonly Ranking[] = ["influence", "relabelInfluence"];
const OF_A_REFERENCE: readonly Ranking[] = ["refitLoss", "referenceTaggerLoss", "noiseChannel"];

/** @throws SeginfError where what is asked for cannot be had together */
export function checkRequest(reference: string | null, request: AuditRequest): void {
  const { signal = "score", refine = 0, targets, vectors, states, encoder, opinions, reference: crossFit } = request;
  const name = "name the reference, or leave it out";
  if (reference !== null && crossFit !== undefined) {
    const hint = `give either ${reference} or --reference cross-fit=${crossFit}`;
    throw new SeginfError("two references", {}, hint);
  }
  if (signal === "neighbours" && vectors === undefined) {
    throw new SeginfError("--signal neighbours without word vectors", {}, "name them with --vectors");
  }
  if (opinions !== undefined && states === undefined && encoder === undefined) {
    throw new SeginfError(`--opinions ${opinions} without token states`, {}, "name them with --states or --encoder");
  }
  if (reference !== null) return;
  if (targets !== "errors") throw new SeginfError(`--targets ${targets} without a reference`, {}, name);
  if (refine > 0) throw new SeginfError(`--refine ${refine} without a reference`, {}, name);
  const what = `--signal ${signal} without a reference`;
  if (OF_A_REFERENCE.includes(signal)) throw new SeginfError(what, {}, "name the reference, or rank by another signal");
  if (OF_INFLUENCE.includes(signal) && crossFit === undefined) {
    throw new SeginfError(what, {}, "name the reference, or give --reference cross-fit");
  }
}
