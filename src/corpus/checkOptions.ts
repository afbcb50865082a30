import { SeginfError } from "../errors.js";
import { OFFSET_UNITS } from "./json/record.js";
import type { ReadOptions } from "./options.js";
import { SCHEMES } from "./scheme.js";

const WORDS = {
  format: ["columns", "conllu", "jsonl"],
  scheme: SCHEMES,
  offsets: OFFSET_UNITS,
} as const satisfies Partial<Record<keyof ReadOptions, readonly string[]>>;

const TEXTS = ["tokenColumn", "labelColumn", "encoding"] as const;
const FLAGS = ["allowRagged", "replaceInvalid", "keepBytes"] as const;

/** @throws SeginfError for options that no file can be read by: what the command line checks as flags */
export function checkReadOptions(options: ReadOptions): void {
  const given: Readonly<Record<string, unknown>> = { ...options };
  for (const [name, words] of Object.entries(WORDS)) {
    const isWord = (words as readonly unknown[]).includes(given[name]);
    if (given[name] !== undefined && !isWord) refuse(name, given[name], `give one of ${words.join(", ")}`);
  }
  for (const name of TEXTS) {
    const isNone = given[name] === undefined || (name === "labelColumn" && given[name] === null);
    if (!isNone && typeof given[name] !== "string") refuse(name, given[name], "give a string");
  }
  for (const name of FLAGS) {
    if (given[name] !== undefined && typeof given[name] !== "boolean") refuse(name, given[name], "give true or false");
  }
}

function refuse(name: string, value: unknown, hint: string): never {
  throw new SeginfError(`"${name}" is ${typeof value === "string" ? JSON.stringify(value) : String(value)}`, {}, hint);
}
