import type { Readable } from "node:stream";
import { readBytes, sourceName } from "../../corpus/source.js";
import { SeginfError } from "../../errors.js";
import { jsonFault, parseJson } from "../../storage/parseJson.js";

/** A JSON document that a program wrote, as text and as what it holds. */
export interface SavedJson {
  /** As the user typed it; "<stdin>" for "-". */
  readonly name: string;
  readonly text: string;
  readonly value: unknown;
}

/**
 * Reads a whole JSON file, or stdin for "-", gzipped or not.
 *
 * @param hint what to do where it is no JSON
 * @throws SeginfError where it cannot be read or is no JSON
 */
export async function readJson(source: string, stdin: Readable, hint: string): Promise<SavedJson> {
  const chunks: Buffer[] = [];
  for await (const chunk of readBytes(source, stdin, undefined)) chunks.push(chunk);
  const name = sourceName(source);
  const text = Buffer.concat(chunks)
    .toString("utf8")
    .replace(/^\uFEFF/, "");
  try {
    return { name, text, value: parseJson(text) };
  } catch (cause) {
    const isLines = /^\s*\{.*\}\s*\n\s*\{/.test(text);
    const fault = jsonFault(cause, "this is no JSON");
    const what = isLines ? "this is JSON Lines, not one JSON document" : fault;
    throw new SeginfError(what, { file: name }, hint, { cause });
  }
}
