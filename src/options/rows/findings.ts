import { RANKING_NAMES } from "../../findings/rankings.js";
import { SEVERITIES } from "../../findings/rules.js";
import { AUDITING } from "../commands.js";
import { flag, listOf, oneOf, path, probability, text, wholeNumber } from "../kinds.js";
import { option } from "../row.js";

/** Which findings there are, and what follows from them. */
export const findings = [
  option("--threshold <p>", probability, "findings are candidates with a score at or above this", {
    on: AUDITING,
    group: "Findings",
    default: 0.5,
  }),
  option("--baseline <file>", path, "leave out findings that this file of verdicts accepts", {
    on: ["audit"],
    group: "Findings",
  }),
  option("--baseline <file>", path, "the file of verdicts", {
    on: ["baseline write", "baseline update", "baseline check"],
    group: "Findings",
    default: "seginf.baseline.json",
  }),
  option("--diff-base <ref>", text, "leave out findings in sentences that are as they were in this git commit", {
    on: ["audit"],
    group: "Findings",
    onlyCommandLine: true,
  }),
  option("--fail-on <severity>", oneOf(SEVERITIES), "findings less severe than this do not make the run fail", {
    on: ["audit"],
    group: "Findings",
    default: "note",
  }),
  option("--max-findings <n>", wholeNumber(0), "findings that do not make the run fail yet", {
    on: ["audit"],
    group: "Findings",
    default: 0,
  }),
  option("--verdict <verdict>", oneOf(["later", "ok"]), "the verdict on findings that have none", {
    on: ["baseline write", "baseline update"],
    group: "Findings",
    default: "later",
    onlyCommandLine: true,
  }),
  option("--note <text>", text, "a note to these verdicts", {
    on: ["baseline write", "baseline update"],
    group: "Findings",
    onlyCommandLine: true,
  }),
  option("--from <file>", listOf(path), "take over the verdicts of a review or of an HTML report; may be repeated", {
    on: ["baseline write", "baseline update"],
    group: "Findings",
    onlyCommandLine: true,
  }),
  option("--prune", flag, "take out what no longer occurs, and add nothing", {
    on: ["baseline update"],
    group: "Findings",
    onlyCommandLine: true,
  }),
  option(
    "--signal <name>",
    oneOf(RANKING_NAMES),
    "rank by the score or by one signal alone; exit codes go by the score",
    {
      on: ["audit"],
      group: "Findings",
      default: "score",
    },
  ),
  option("--folds <n>", wholeNumber(2), "work out the cross-validated loss, in so many folds", {
    on: ["audit"],
    group: "Findings",
    unset: "not at all; 5 to rank by it",
  }),
  option("--exit-zero", flag, "exit with 0 though there are findings", { on: ["audit"], group: "Findings" }),
  option("--limit <n>", wholeNumber(0), "candidates to print, besides ill-formed tags; 0 for all", {
    on: ["audit"],
    group: "Findings",
    default: 25,
  }),
  option("--patterns <n>", wholeNumber(0), "systematic errors to name, at most", {
    on: ["audit"],
    group: "Findings",
    default: 5,
  }),
  option("--refine <n>", wholeNumber(0), "findings, from the top, to retrain without and as suggested", {
    on: ["audit"],
    group: "Findings",
    default: 0,
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
  option("--min-score <p>", probability, "show findings with a score at or above this", {
    on: ["review"],
    group: "Findings",
    onlyCommandLine: true,
  }),
  option("--pattern <id>", listOf(text), "apply the suggestions of a pattern's findings; may be given several times", {
    on: ["fix"],
    group: "Findings",
    onlyCommandLine: true,
  }),
] as const;
