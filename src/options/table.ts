import { SCHEMES } from "../corpus/scheme.js";
import { COMMANDS, type CommandName, INFLUENCE, READING, TRAINING } from "./commands.js";
import { flag, oneOf, path, positive, probability, text, wholeNumber } from "./kinds.js";
import { type Flags, keyOf, option, type Row } from "./row.js";

/**
 * Every option, once. `--help`, checks, types, the configuration file with its JSON Schema, the documentation and the
 * shell completions come from here; within a group, `--help` keeps this order.
 */
export const OPTIONS = [
  option("--token-column <column>", text, "number from the left (1), from the right (-1), or a CoNLL-U or JSONL name", {
    on: [...READING, "tag"],
    group: "Reading",
    unset: "the first, FORM, or tokens",
  }),
  option("--label-column <column>", text, "the same for the labels", {
    on: READING,
    group: "Reading",
    unset: "the last, UPOS, or ner_tags/tags/labels",
  }),
  option("--input-format <format>", oneOf(["columns", "conllu", "jsonl"]), "how to read the files", {
    on: [...READING, "tag"],
    group: "Reading",
    unset: "detected",
  }),
  option("--scheme <scheme>", oneOf(SCHEMES), "how tags spell segments", {
    on: READING,
    group: "Reading",
    unset: "detected",
  }),
  option("--allow-ragged", flag, "read rows with more or fewer columns than the first, where they hold those needed", {
    on: [...READING, "tag"],
    group: "Reading",
  }),
  option("--predicted-column <column>", text, "the column of the labels in <predicted>", {
    on: ["evaluate"],
    group: "Reading",
    unset: "where seginf tag writes them, else as in <gold>",
  }),

  option("--template <file>", path, "feature templates in CRF++ syntax", {
    on: TRAINING,
    group: "Training",
    unset: "word, affixes, shapes, neighbours",
  }),
  option("--min-count <n>", wholeNumber(1), "leave out features that fewer tokens have", {
    on: TRAINING,
    group: "Training",
    default: 1,
  }),
  // Chosen on held-out data, see bench/RESULTS.md.
  option("--lambda <x>", positive, "L2 regularisation (λ/2)‖θ‖²; twice CRFsuite's c2", {
    on: TRAINING,
    group: "Training",
    default: 1,
  }),
  option("--tolerance <x>", positive, "bound on ‖∇L(θ)‖ / ‖∇L(0)‖ at the optimum", {
    on: TRAINING,
    group: "Training",
    default: 1e-5,
    unset: "1e-5",
  }),
  option("--max-iterations <n>", wholeNumber(1), "stop training there, with a warning", {
    on: TRAINING,
    group: "Training",
    default: 2000,
  }),
  option("--threads <n>", wholeNumber(1), "threads; results do not depend on it", {
    on: TRAINING,
    group: "Training",
    unset: "all cores",
  }),
  option("-m, --model <file>", path, "a model of seginf train, trained on <train>, in place of training", {
    on: ["audit"],
    group: "Training",
    conflicts: ["--template", "--min-count", "--lambda", "--tolerance", "--max-iterations"],
    onlyCommandLine: true,
  }),
  option("-m, --model <file>", path, "where to write the model", {
    on: ["train"],
    group: "Output",
    required: true,
    onlyCommandLine: true,
  }),
  option("-m, --model <file>", path, "tag <gold> with this model of seginf train and score that", {
    on: ["evaluate"],
    group: "Reading",
    onlyCommandLine: true,
  }),

  option("--targets <which>", text, "reference segments that count: errors, all, or FILE:LINE", {
    on: INFLUENCE,
    group: "Influence",
    default: "errors",
  }),
  option("--allow-unseen", flag, "leave out reference segments with labels that training lacks", {
    on: INFLUENCE,
    group: "Influence",
  }),
  option("--cg-tolerance <x>", positive, "bound on the relative residual of the solve", {
    on: INFLUENCE,
    group: "Influence",
    default: 1e-3,
    unset: "1e-3",
  }),
  option("--cache <dir>", path, "where taggers and solves are kept", {
    on: INFLUENCE,
    group: "Influence",
    unset: "the user's cache directory",
    negated: "keep and reuse nothing",
  }),
  option("--cache <dir>", path, "the cache's directory", {
    on: ["cache ls", "cache clear"],
    group: "Options",
    unset: "the user's cache directory",
  }),

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

  option("--format <format>", oneOf(["text", "json", "jsonl"]), "output format", {
    on: ["audit"],
    group: "Output",
    default: "text",
  }),
  option("--format <format>", oneOf(["text", "json"]), "output format", {
    on: ["evaluate"],
    group: "Output",
    default: "text",
    onlyCommandLine: true,
  }),
  option("-o, --output <file>", path, "write there, whole or not at all, in place of standard output", {
    on: ["audit", "tag"],
    group: "Output",
    onlyCommandLine: true,
  }),

  option("-q, --quiet", flag, "no notes and no progress bars; warnings stay", { on: COMMANDS, group: "Options" }),
] as const;

/** What a command is given: a value for each of its options, absent where nobody gave one and there is no default. */
export type FlagsOf<C extends CommandName> = Flags<(typeof OPTIONS)[number], C>;

/** The options of a command, in the order of the table. */
export function optionsOf(command: CommandName): readonly Row[] {
  return (OPTIONS as readonly Row[]).filter(({ details }) => details.on.includes(command));
}

/** What reads a corpus needs to know; commands with a part of these options may ask it too. */
export type ReadingFlags = Partial<
  Pick<FlagsOf<"train">, "tokenColumn" | "labelColumn" | "inputFormat" | "scheme" | "allowRagged">
>;

/** What training needs to know. */
export type TrainingFlags = Pick<
  FlagsOf<"train">,
  "template" | "minCount" | "lambda" | "tolerance" | "maxIterations" | "threads"
>;

/** The value that an option of a command has where nobody gives one. */
export function defaultOf<C extends CommandName, K extends keyof FlagsOf<C> & string>(
  command: C,
  key: K,
): FlagsOf<C>[K] {
  return optionsOf(command).find(({ flags }) => keyOf(flags) === key)?.details.default as FlagsOf<C>[K];
}
