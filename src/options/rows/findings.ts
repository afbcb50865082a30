import { RANKING_NAMES } from "../../findings/rankings.js";
import { SEVERITIES } from "../../findings/rules.js";
import { GROUPINGS } from "../../report/context.js";
import { AUDITING } from "../commands.js";
import { flag, listOf, oneOf, path, probability, ruleName, text, wholeNumber } from "../kinds.js";
import { option } from "../row.js";

/** Which findings there are, and what follows from them. */
export const findings = [
  option("--threshold <p>", probability, "lowest score of a finding", {
    on: ["audit", "baseline check"],
    group: "Findings",
    default: 0.5,
  }),
  option(
    "--select <rule>",
    listOf(ruleName),
    "report findings of this rule only (segment/label), or of its family (segment); repeatable",
    {
      on: AUDITING,
      group: "Findings",
    },
  ),
  option("--ignore <rule>", listOf(ruleName), "report no finding of this rule or family; repeatable", {
    on: AUDITING,
    group: "Findings",
  }),
  // Below the audit's: scores move a little with every change, and what is just below its threshold is accepted already.
  option("--threshold <p>", probability, "lowest score of a finding to accept", {
    on: ["baseline write", "baseline update"],
    group: "Findings",
    default: 0.1,
    onlyCommandLine: true,
  }),
  option("--baseline <file>", path, "ignore findings that this verdict file accepts", {
    on: ["audit"],
    group: "Findings",
  }),
  option("--baseline <file>", path, "the verdict file", {
    on: ["baseline write", "baseline update", "baseline check"],
    group: "Findings",
    default: "seginf.baseline.json",
  }),
  option("--diff-base <ref>", text, "ignore findings in sentences unchanged since this git commit", {
    on: ["audit"],
    group: "Findings",
    onlyCommandLine: true,
  }),
  option("--fail-on <severity>", oneOf(SEVERITIES), "lowest severity that makes the run fail", {
    on: ["audit"],
    group: "Findings",
    default: "warning",
  }),
  option("--max-findings <n>", wholeNumber(0), "number of findings tolerated before the run fails", {
    on: ["audit"],
    group: "Findings",
    default: 0,
  }),
  option("--verdict <verdict>", oneOf(["later", "ok"]), "verdict for findings that have none", {
    on: ["baseline write", "baseline update"],
    group: "Findings",
    default: "later",
    onlyCommandLine: true,
  }),
  option("--note <text>", text, "note for these verdicts", {
    on: ["baseline write", "baseline update"],
    group: "Findings",
    onlyCommandLine: true,
  }),
  option("--from <file>", listOf(path), "import verdicts of a review or of an HTML report; repeatable", {
    on: ["baseline write", "baseline update"],
    group: "Findings",
    onlyCommandLine: true,
  }),
  option("--prune", flag, "remove entries that no longer occur, add nothing", {
    on: ["baseline update"],
    group: "Findings",
    onlyCommandLine: true,
  }),
  option(
    "--signal <name>",
    oneOf(RANKING_NAMES),
    "rank by the score or by a single signal; the exit code depends on the score",
    {
      on: ["audit"],
      group: "Findings",
      default: "score",
    },
  ),
  option("--folds <n>", wholeNumber(2), "compute the cross-validated loss with this many folds", {
    on: ["audit"],
    group: "Findings",
    unset: "off; 5 with --signal crossValidatedLoss",
  }),
  option("--fix", flag, "first correct the tags that break the scheme, in place", {
    on: ["audit"],
    group: "Findings",
    onlyCommandLine: true,
  }),
  option("--exit-zero", flag, "exit with 0 even if there are findings", {
    on: ["audit", "batch"],
    group: "Findings",
  }),
  option("--limit <n>", wholeNumber(0), "number of findings to print, broken tags not counted; 0 for all", {
    on: ["audit"],
    group: "Findings",
    default: 25,
  }),
  option("--statistics", flag, "print what the findings add up to, in place of them", {
    on: ["audit"],
    group: "Findings",
    onlyCommandLine: true,
  }),
  option("--group-by <what>", oneOf(GROUPINGS), "put the findings of the text format together", {
    on: ["audit"],
    group: "Findings",
    unset: "one list in order of the score",
  }),
  option("-v, --verbose", flag, "print figures and opposed reference segments as well", {
    on: ["audit"],
    group: "Findings",
  }),
  option("--patterns <n>", wholeNumber(0), "maximum number of systematic errors to print", {
    on: ["audit"],
    group: "Findings",
    default: 5,
  }),
  option(
    "--refine <n>",
    wholeNumber(0),
    "retrain for each of the first n findings: without its labels, and as suggested",
    {
      on: ["audit"],
      group: "Findings",
      default: 0,
    },
  ),
  option("--opposed <n>", wholeNumber(0), "list opposed reference segments for the first n findings", {
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
  option("--min-score <p>", probability, "exchange findings with a score at or above this", {
    on: ["export", "import"],
    group: "Findings",
    default: 0.5,
    onlyCommandLine: true,
  }),
  option("--pattern <id>", listOf(text), "apply the suggestions of a pattern's findings; repeatable", {
    on: ["fix"],
    group: "Findings",
    onlyCommandLine: true,
  }),
  option("--pattern <id>", listOf(text), "show the findings of a pattern; repeatable", {
    on: ["review"],
    group: "Findings",
    onlyCommandLine: true,
  }),
  option("--allow-unreliable", flag, "apply a pattern even if less than four fifths of it is expected to be wrong", {
    on: ["fix"],
    group: "Findings",
    onlyCommandLine: true,
  }),
  option("--allow-new-labels", flag, "apply corrections with labels that the corpus does not have", {
    on: ["fix"],
    group: "Findings",
    onlyCommandLine: true,
  }),
  option("--interactive", flag, "judge the findings one by one, then apply what was accepted", {
    on: ["fix"],
    group: "Findings",
    onlyCommandLine: true,
  }),
  option("--verdicts <file>", path, "the verdict file of --interactive, also read to resume a review", {
    on: ["fix"],
    group: "Findings",
    default: "verdicts.json",
    onlyCommandLine: true,
  }),
] as const;
