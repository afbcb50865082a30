import { type Kind, path, pathOrCrossFit } from "./kinds.js";
import { keyOf, type Row } from "./row.js";
import { OPTIONS } from "./table.js";

/** What a configuration file may hold under one key. */
export interface Setting {
  readonly key: string;
  readonly kind: Kind<unknown>;
  /** Whether it may be false, as the --no- form makes it. */
  readonly canBeFalse: boolean;
  readonly help: string;
  /** What it is where nobody sets it, or words for that; undefined for nothing. */
  readonly default: unknown;
  readonly unset: string | undefined;
}

/** Arguments that a configuration file may hold for a command line that names none of them. */
export const FILE_SETTINGS = {
  train: "the corpus to audit",
  reference: "a corpus of the same kind with more reliable labels",
} as const;

export type FileSetting = keyof typeof FILE_SETTINGS;

/** Everything that a configuration file may hold: the files, then the options in the order of the table. */
export const SETTINGS: readonly Setting[] = [...fileSettings(), ...optionSettings(OPTIONS)];

function fileSettings(): Setting[] {
  const rest = { canBeFalse: false, default: undefined, unset: undefined };
  const crossFit = "; or cross-fit, or cross-fit=K: the first itself, in K folds";
  return [
    { key: "train", help: FILE_SETTINGS.train, kind: path, ...rest },
    { key: "reference", help: `${FILE_SETTINGS.reference}${crossFit}`, kind: pathOrCrossFit, ...rest },
  ];
}

function optionSettings(rows: readonly Row[]): Setting[] {
  const settings = new Map<string, Setting>();
  for (const { flags, kind, help, details } of rows) {
    const key = keyOf(flags);
    if (details.onlyCommandLine || settings.has(key)) continue;
    const { default: value, unset, negated } = details;
    settings.set(key, { key, kind, canBeFalse: negated !== undefined, help, default: value, unset });
  }
  return [...settings.values()];
}
