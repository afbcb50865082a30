import { InvalidArgumentError } from "commander";
import { RULE_NAMES } from "../findings/rules.js";
import { FORMATS, parseDestination } from "../report/formats.js";

/** What values an option takes: how the command line spells them, and their JSON Schema in a configuration file. */
export interface Kind<V> {
  /**
   * Reads a value as it stands on the command line. Undefined for a flag, which stands there alone.
   * @throws InvalidArgumentError saying what to give instead
   */
  readonly parse: ((text: string) => V) | undefined;
  readonly schema: ValueSchema;
  /** Moves the paths in a value of a configuration file, which count from the directory that it stands in. */
  readonly relocate?: (value: string, move: (path: string) => string) => string;
  /** Words to offer where any text may stand. */
  readonly suggestions?: readonly string[];
  /** May be given several times; V is an array then, and `parse` gives one of one element. */
  readonly isList?: boolean;
  /** Names a directory, not a file. */
  readonly isDirectory?: boolean;
}

/** The part of JSON Schema that values need. */
export interface ValueSchema {
  readonly type: "string" | "number" | "integer" | "boolean" | "array";
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly pattern?: string;
  readonly items?: ValueSchema;
}

/** Any text. */
export const text: Kind<string> = { parse: (given) => given, schema: { type: "string" } };

/** The name of a file. */
export const path: Kind<string> = { ...text, relocate: (value, move) => move(value) };

/** The name of a directory. */
export const directory: Kind<string> = { ...path, isDirectory: true };

/** The name of a format, or NAME=FILE. */
export const destination: Kind<string> = {
  parse(given) {
    if (parseDestination(given)) return given;
    throw new InvalidArgumentError(`Give one of ${FORMATS.join(", ")}, alone or as NAME=FILE.`);
  },
  schema: { type: "string", pattern: `^(?:${FORMATS.join("|")})(?:=.+)?$` },
  suggestions: FORMATS,
  relocate(value, move) {
    const at = value.indexOf("=") + 1;
    return at === 0 ? value : value.slice(0, at) + move(value.slice(at));
  },
};

/** The name of a file, or one of some words that are none. */
export function pathOr(...words: readonly string[]): Kind<string> {
  return { ...text, suggestions: words, relocate: (value, move) => (words.includes(value) ? value : move(value)) };
}

const FOLD = /^fold(\d+)=(.+)$/s;

/** The name of a file, or foldN=FILE: the file of one of the folds that a corpus is parted in. */
export const pathOfFold: Kind<string> = {
  ...text,
  parse(given) {
    if (given !== "" && !/^fold\d*=$/.test(given)) return given;
    throw new InvalidArgumentError("Give FILE, or foldN=FILE.");
  },
  relocate(value, move) {
    const [, fold, file] = FOLD.exec(value) ?? [];
    return fold !== undefined && file !== undefined ? `fold${fold}=${move(file)}` : move(value);
  },
};

/** The file of a value of `pathOfFold`, and the number of its fold; null for a file of a whole corpus. */
export function fileOfFold(value: string): { readonly file: string; readonly fold: number | null } {
  const [, fold, file] = FOLD.exec(value) ?? [];
  return fold !== undefined && file !== undefined ? { file, fold: Number(fold) } : { file: value, fold: null };
}

/** The address of a Redis server. */
export const redisUrl: Kind<string> = {
  ...text,
  parse(given) {
    if (URL.canParse(given)) {
      const { protocol, hostname } = new URL(given);
      if (["redis:", "rediss:"].includes(protocol) && hostname !== "") return given;
    }
    throw new InvalidArgumentError("Give redis://HOST:PORT, or rediss:// for TLS.");
  },
};

/** Given or not. */
export const flag: Kind<boolean> = { parse: undefined, schema: { type: "boolean" } };

export function wholeNumber(least: number): Kind<number> {
  return {
    parse(given) {
      const value = Number(given);
      if (/^\d+$/.test(given) && value >= least && Number.isSafeInteger(value)) return value;
      throw new InvalidArgumentError(`Give a whole number from ${least} on.`);
    },
    schema: { type: "integer", minimum: least, maximum: Number.MAX_SAFE_INTEGER },
  };
}

export const positive: Kind<number> = {
  parse(given) {
    const value = Number(given);
    if (given.trim() !== "" && Number.isFinite(value) && value > 0) return value;
    throw new InvalidArgumentError("Give a number above 0.");
  },
  schema: { type: "number", exclusiveMinimum: 0 },
};

export const probability: Kind<number> = {
  parse(given) {
    const value = Number(given);
    if (given.trim() !== "" && value >= 0 && value <= 1) return value;
    throw new InvalidArgumentError("Give a number from 0 to 1.");
  },
  schema: { type: "number", minimum: 0, maximum: 1 },
};

/** One of some words. */
export function oneOf<const W extends string>(words: readonly W[]): Kind<W> {
  return {
    parse(given) {
      const word = words.find((one) => one === given);
      if (word !== undefined) return word;
      throw new InvalidArgumentError(`Allowed choices are ${words.join(", ")}.`);
    },
    schema: { type: "string", enum: words },
  };
}

/** The name of a rule, or the word before the slash, which names a family of them. */
export const ruleName: Kind<string> = {
  parse(given) {
    if (RULE_NAMES.includes(given)) return given;
    throw new InvalidArgumentError(`Give one of ${RULE_NAMES.join(", ")}.`);
  },
  schema: { type: "string", pattern: `^(?:${RULE_NAMES.join("|")})$` },
  suggestions: RULE_NAMES,
};

/** Any number of values: the option is given once for each, and a configuration file holds an array. */
export function listOf<V>({ parse, schema, ...rest }: Kind<V>): Kind<readonly V[]> {
  return {
    ...rest,
    parse: (given) => [(parse as (given: string) => V)(given)],
    schema: { type: "array", items: schema },
    isList: true,
  };
}

/** Folds in which a corpus is its own reference. */
const FOLDS = 5;

const CROSS_FIT = /^cross-fit(?:=(\d+))?$/;

/** "cross-fit" or "cross-fit=K": the number of folds. */
export const crossFit: Kind<number> = {
  parse(given) {
    const match = CROSS_FIT.exec(given);
    const folds = Number(match?.[1] ?? FOLDS);
    if (match && folds >= 2 && folds <= 100) return folds;
    throw new InvalidArgumentError("Give cross-fit, or cross-fit=K with K from 2 to 100 folds.");
  },
  schema: { type: "string" },
};

/** The name of a file, or what stands in for one: cross-fit. */
export const pathOrCrossFit: Kind<string> = {
  ...path,
  parse: (given) => {
    if (given.startsWith("cross-fit=")) crossFit.parse?.(given);
    return given;
  },
  relocate: (value, move) => (CROSS_FIT.test(value) ? value : move(value)),
};

/** The number of folds that a setting asks for; undefined where it names a file. */
export function foldsOfSetting(value: unknown): number | undefined {
  return typeof value === "string" && CROSS_FIT.test(value) ? crossFit.parse?.(value) : undefined;
}
