import { valueError } from "../valueError.js";
import { OFFSET_UNITS } from "./json/record.js";
import type { ReadOptions } from "./options.js";
import { SCHEMES } from "./scheme.js";

type Check = readonly [isRight: (value: unknown) => boolean, hint: string];

const oneOf = (words: readonly unknown[]): Check => [
  (value) => words.includes(value),
  `give one of ${words.join(", ")}`,
];
const listOf = (isRight: (value: unknown) => boolean) => (value: unknown) =>
  Array.isArray(value) && value.every(isRight);
const isText = (value: unknown): boolean => typeof value === "string";
const isObject = (value: unknown): boolean => typeof value === "object" && value !== null;
const isIndex = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

const TEXT: Check = [isText, "give a string"];
const FLAG: Check = [(value) => typeof value === "boolean", "give true or false"];

/** What each option may be, where it is given. */
const CHECKS: { readonly [Name in keyof Required<ReadOptions>]: Check } = {
  tokenColumn: TEXT,
  labelColumn: [(value) => value === null || isText(value), "give a string"],
  columns: [(value) => value === "all" || listOf(isIndex)(value), 'give "all", or an array of whole numbers from 0 on'],
  scheme: oneOf(SCHEMES),
  like: [isObject, "give a corpus"],
  format: oneOf(["columns", "conllu", "jsonl"]),
  allowRagged: FLAG,
  encoding: TEXT,
  replaceInvalid: FLAG,
  labelNames: [listOf(isText), "give an array of strings"],
  offsets: oneOf(OFFSET_UNITS),
  maxBytes: [(value) => typeof value === "number" && value > 0, "give a number of bytes"],
  keepBytes: FLAG,
  stdin: [isObject, "give a stream"],
  onBytes: [(value) => typeof value === "function", "give a function"],
};

/**
 * @throws SeginfError for options that no file can be read by, which the command line checks as flags, and for unknown ones
 */
export function checkReadOptions(options: ReadOptions): void {
  if (!isObject(options)) throw valueError("options", options, "give an object");
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    const check = Object.hasOwn(CHECKS, name) ? CHECKS[name as keyof ReadOptions] : undefined;
    if (check === undefined)
      throw valueError(name, value, `there is no such option: give ${Object.keys(CHECKS).join(", ")}`);
    const [isRight, hint] = check;
    if (!isRight(value)) throw valueError(name, value, hint);
  }
}
