import { readJsonFile } from "../../storage/jsonFile.js";
import { checkVerdicts } from "./check.js";
import type { VerdictFile } from "./schema.js";

/**
 * Reads a verdict file (docs/verdicts.schema.json).
 *
 * @param hint what to do where there is none
 * @throws SeginfError with the line of what is wrong
 */
export async function readVerdicts(path: string, hint?: string): Promise<VerdictFile> {
  return checkVerdicts(await readJsonFile(path, hint === undefined ? {} : { hint }));
}
