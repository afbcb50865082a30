import { inspect } from "node:util";
import { SeginfError } from "./errors.js";

const SHORT = { depth: 1, breakLength: Number.POSITIVE_INFINITY, maxArrayLength: 5, maxStringLength: 80 };

/** The error for a value that an argument or option of the library cannot have, whatever the value is. */
export function valueError(name: string, value: unknown, hint: string): SeginfError {
  return new SeginfError(`"${name}" is ${inspect(value, SHORT)}`, {}, hint);
}
