import type { CommandName } from "./commands.js";
import { type Flags, keyOf, type Row } from "./row.js";
import { batch } from "./rows/batch.js";
import { explaining } from "./rows/explaining.js";
import { findings } from "./rows/findings.js";
import { general } from "./rows/general.js";
import { influence } from "./rows/influence.js";
import { output } from "./rows/output.js";
import { reading } from "./rows/reading.js";
import { scoring } from "./rows/scoring.js";
import { training } from "./rows/training.js";
import { validation } from "./rows/validation.js";

/**
 * Every option, once. `--help`, checks, types, the configuration file with its JSON Schema, the documentation and the
 * shell completions come from here. Under a heading, `--help` keeps this order.
 */
export const OPTIONS = [
  ...reading,
  ...training,
  ...influence,
  ...explaining,
  ...findings,
  ...scoring,
  ...validation,
  ...batch,
  ...output,
  ...general,
] as const;

/**
 * The flags of every command. A lookup in this, and not the type function itself, is what commands are checked against: the
 * compiler would compare all rows with all rows, for half a minute.
 */
type AllFlags = { readonly [C in CommandName]: Flags<(typeof OPTIONS)[number], C> };

/** What a command is given: a value for each of its options, absent where nobody gave one and there is no default. */
export type FlagsOf<C extends CommandName> = AllFlags[C];

/** The options of a command, in the order of the table. */
export function optionsOf(command: CommandName): readonly Row[] {
  return (OPTIONS as readonly Row[]).filter(({ details }) => details.on.includes(command));
}

/** What reads a corpus needs to know; commands with a part of these options may ask it too. */
export type ReadingFlags = Partial<
  Pick<
    FlagsOf<"train">,
    | "tokenColumn"
    | "labelColumn"
    | "inputFormat"
    | "scheme"
    | "allowRagged"
    | "encoding"
    | "replaceInvalid"
    | "labels"
    | "offsets"
    | "maxBytes"
  >
>;

/** What training needs to know. */
export type TrainingFlags = Pick<
  FlagsOf<"train">,
  | "tagger"
  | "template"
  | "minCount"
  | "lambda"
  | "tolerance"
  | "maxIterations"
  | "vectors"
  | "clusters"
  | "states"
  | "encoder"
  | "encoderPool"
  | "encoderLayer"
  | "encoderHead"
  | "encoderLabels"
  | "keepHead"
  | "stateDims"
  | "threads"
> &
  Partial<Pick<FlagsOf<"train">, "maxLabels">>;

/** The value that an option of a command has where nobody gives one. */
export function defaultOf<C extends CommandName, K extends keyof FlagsOf<C> & string>(
  command: C,
  key: K,
): FlagsOf<C>[K] {
  return optionsOf(command).find(({ flags }) => keyOf(flags) === key)?.details.default as FlagsOf<C>[K];
}
