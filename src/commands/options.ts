import { type Command, InvalidArgumentError, Option } from "commander";
import { SCHEMES } from "../corpus/scheme.js";
import type { CorpusFormat, Scheme } from "../corpus/types.js";

/** Options that read a corpus. */
export interface CorpusOptions {
  readonly tokenColumn?: string;
  readonly labelColumn?: string;
  readonly inputFormat?: CorpusFormat;
  readonly scheme?: Scheme;
  readonly allowRagged?: true;
}

/** Options that train a tagger. */
export interface TaggerOptions {
  readonly template?: string;
  readonly minCount: number;
  readonly lambda: number;
  readonly tolerance: number;
  readonly maxIterations: number;
  readonly threads?: number;
}

export interface QuietOption {
  readonly quiet?: true;
}

export const TOKEN_COLUMN = [
  "--token-column <column>",
  "number from the left (1), from the right (-1), or a CoNLL-U or JSONL name (default: the first, FORM, or tokens)",
] as const;

export function inputFormat(): Option {
  return new Option("--input-format <format>", "how to read the files (default: detected)").choices([
    "columns",
    "conllu",
    "jsonl",
  ]);
}

export function addCorpusOptions(command: Command): Command {
  return command
    .optionsGroup("Reading:")
    .option(...TOKEN_COLUMN)
    .option("--label-column <column>", "the same for the labels (default: the last, UPOS, or ner_tags/tags/labels)")
    .addOption(inputFormat())
    .addOption(new Option("--scheme <scheme>", "how tags spell segments (default: detected)").choices(SCHEMES))
    .option(
      "--allow-ragged",
      "read rows with more or fewer columns than the first, as long as they hold the two needed",
    );
}

export function addTaggerOptions(command: Command): Command {
  return command
    .optionsGroup("Training:")
    .option("--template <file>", "feature templates in CRF++ syntax (default: word, affixes, shapes, neighbours)")
    .option("--min-count <n>", "leave out features that fewer tokens have", wholeNumber(1), 1)
    .option("--lambda <x>", "L2 regularisation (λ/2)‖θ‖²; twice CRFsuite's c2", positive, DEFAULT_LAMBDA)
    .addOption(
      new Option("--tolerance <x>", "bound on ‖∇L(θ)‖ / ‖∇L(0)‖ at the optimum")
        .argParser(positive)
        .default(DEFAULT_TOLERANCE, DEFAULT_TOLERANCE.toExponential()),
    )
    .option("--max-iterations <n>", "stop training there, with a warning", wholeNumber(1), 2000)
    .option("--threads <n>", "threads (default: all cores); results do not depend on it", wholeNumber(1));
}

export function addQuiet(command: Command): Command {
  return command.option("-q, --quiet", "no notes and no progress bars; warnings stay");
}

/** Chosen on held-out data, see bench/RESULTS.md. */
export const DEFAULT_LAMBDA = 1;
export const DEFAULT_TOLERANCE = 1e-5;

export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    if (/^\d+$/.test(text) && Number(text) >= least && Number.isSafeInteger(Number(text))) return Number(text);
    throw new InvalidArgumentError(`Give a whole number from ${least} on.`);
  };
}

export function positive(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError("Give a number above 0.");
}

export function probability(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError("Give a number from 0 to 1.");
}
