import { readFile } from "node:fs/promises";
import { SeginfError } from "../errors.js";
import { readFailure } from "../storage/failure.js";
import { jsonFault, parseJson } from "../storage/parseJson.js";

/** Levels of a graph as JSON, of which none comes near. */
const DEEPEST = 200;

/**
 * A JSON file of a model, which may have many megabytes.
 *
 * @param ifMissing what to do about a file that is not there
 * @throws SeginfError for a file that cannot be read or is no JSON
 */
export async function readModelJson(file: string, ifMissing = ""): Promise<unknown> {
  const text = await readFile(file, "utf8").catch((cause) => {
    throw readFailure(file, cause, ifMissing);
  });
  try {
    return parseJson(text, DEEPEST);
  } catch (cause) {
    throw new SeginfError(jsonFault(cause, "this is no JSON"), { file }, "get the file again", { cause });
  }
}
