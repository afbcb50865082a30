import { flag, listOf, probability, text, wholeNumber } from "../kinds.js";
import { option } from "../row.js";

/** Which findings there are, and what follows from them. */
export const findings = [
  option("--threshold <p>", probability, "findings are candidates with a score at or above this", {
    on: ["audit"],
    group: "Findings",
    default: 0.5,
  }),
  option("--exit-zero", flag, "exit with 0 though there are findings", { on: ["audit"], group: "Findings" }),
  option("--limit <n>", wholeNumber(0), "candidates to print, besides ill-formed tags; 0 for all", {
    on: ["audit"],
    group: "Findings",
    default: 25,
  }),
  option("--opposed <n>", wholeNumber(0), "findings, from the top, to list opposed reference segments for", {
    on: ["audit"],
    group: "Findings",
    default: 10,
  }),
  option("--min-score <p>", probability, "apply suggestions of findings with a score at or above this", {
    on: ["fix"],
    group: "Findings",
    onlyCommandLine: true,
  }),
  option("--pattern <id>", listOf(text), "apply the suggestions of a pattern's findings; may be given several times", {
    on: ["fix"],
    group: "Findings",
    onlyCommandLine: true,
  }),
] as const;
