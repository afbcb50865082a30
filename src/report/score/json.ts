import { encoded } from "../../findings/encode.js";
import type { ScoreReport } from "../../findings/evaluation.js";
import { rounded } from "../numbers.js";

/** The scores as one JSON document, indented by two, numbers rounded as in all reports. */
export function scoreJson(report: ScoreReport): string {
  return `${encoded(report, 2, round)}\n`;
}

const round = (_: string, value: unknown): unknown => (typeof value === "number" ? rounded(value) : value);
