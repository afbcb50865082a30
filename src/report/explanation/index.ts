import type { Explanation } from "../../findings/explanation.js";
import type { ReportContext } from "../context.js";
import { explanationJson, explanationJsonl } from "./json.js";
import { explanationText } from "./text.js";

/** Every format of an explanation by its name, as `--format` takes them. */
export const explanationReporters = {
  text: explanationText,
  json: (explanation: Explanation, _: ReportContext): Iterable<string> => [explanationJson(explanation)],
  jsonl: (explanation: Explanation, _: ReportContext): Iterable<string> => explanationJsonl(explanation),
} as const;
