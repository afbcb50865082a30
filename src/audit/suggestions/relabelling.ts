import { type Change, relabelling } from "../../influence/change.js";
import { SegmentLoss } from "../../influence/segmentLoss.js";
import type { CrfObjective } from "../../tagger/objective.js";
import type { Tagging } from "./tagEncoder.js";

/** The change to training that gives some tokens of a sentence other labels. */
export function relabellingOf(objective: CrfObjective, sentence: number, { from, numbers }: Tagging): Change {
  const span = { sentence, start: from, end: from + numbers.length };
  return relabelling(new SegmentLoss(objective.problem, span), numbers, objective.dimension);
}
