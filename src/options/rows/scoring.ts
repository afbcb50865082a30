import { flag, listOf, oneOf, path, text, wholeNumber } from "../kinds.js";
import { option } from "../row.js";

/** How findings are evaluated against a corrected corpus. */
export const scoring = [
  option("--gold <file>", path, "the corrected corpus: the same tokens with the right labels", {
    on: ["score"],
    group: "Scoring",
    required: true,
    onlyCommandLine: true,
  }),
  option("--gold <file>", path, "a corrected corpus: show precision, recall and whether each finding is right", {
    on: ["report"],
    group: "Scoring",
    onlyCommandLine: true,
  }),
  option("--annotators <columns>", text, "the annotators' columns, numbered or named as for --label-column: 3,4,5", {
    on: ["agreement"],
    group: "Scoring",
    required: true,
    onlyCommandLine: true,
  }),
  option("--train <file>", path, "the corpus that was audited", {
    on: ["score", "report", "export", "import"],
    group: "Scoring",
    unset: "the file that the findings name",
    onlyCommandLine: true,
  }),
  option(
    "--by <signal>",
    listOf(text),
    "rank by score or by a signal of the findings: loss, influence, …; repeatable",
    {
      on: ["score"],
      group: "Scoring",
      default: ["score"],
      unset: "score",
      onlyCommandLine: true,
    },
  ),
  option("--compare", flag, "compare several files, or several --by, in one table", {
    on: ["score"],
    group: "Scoring",
    onlyCommandLine: true,
  }),
  option("--top <n>", wholeNumber(1), "compare the suggestions of the first n findings with <gold>", {
    on: ["score"],
    group: "Scoring",
    default: 500,
    onlyCommandLine: true,
  }),
  option("--resamples <n>", wholeNumber(1), "number of bootstrap resamples for the intervals", {
    on: ["score"],
    group: "Scoring",
    default: 1000,
    onlyCommandLine: true,
  }),
  option("--seed <n>", wholeNumber(0), "seed of the bootstrap", {
    on: ["score"],
    group: "Scoring",
    default: 1,
    onlyCommandLine: true,
  }),
  option("--level <level>", oneOf(["token", "segment", "sentence", "document"]), "unit of the curves in the SVG", {
    on: ["score"],
    group: "Scoring",
    default: "token",
    onlyCommandLine: true,
  }),
] as const;
