import { types } from "node:util";
import { SeginfError } from "../errors.js";

/** What engines say where memory cannot be had, or a string, a table or an array would be larger than they make them. */
const ALLOCATION =
  /allocation failed|could not allocate|out of memory|^Invalid (?:string|array|typed array) length|(?:Map|Set) maximum size|Cannot create a string longer|larger than the maximum/i;

/** The failure to allocate as an error that the user can do something about; null for every other error. */
export function allocationFailure(error: unknown): SeginfError | null {
  if (!types.isNativeError(error) || error instanceof SeginfError) return null;
  const code = (error as NodeJS.ErrnoException).code ?? "";
  const isKnown = ["ERR_MEMORY_ALLOCATION_FAILED", "ERR_STRING_TOO_LONG", "ERR_BUFFER_TOO_LARGE", "ENOMEM"];
  if (!isKnown.includes(code) && !(error.name === "RangeError" && ALLOCATION.test(error.message))) return null;
  const hint = "give fewer labels, a part of the corpus, or more memory";
  return new SeginfError(`the run needs more memory than it can have (${error.message})`, {}, hint, { cause: error });
}
