import { encoded } from "../../findings/encode.js";
import { type ScoreReport, scoreSchema } from "../../findings/evaluation.js";
import { recordOf } from "../record.js";

/** The scores (docs/score.schema.json) as one JSON document, indented by two. */
export function scoreJson(report: ScoreReport): string {
  return `${encoded(recordOf(scoreSchema, report), 2)}\n`;
}
