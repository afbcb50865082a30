import { readFile } from "node:fs/promises";
import { dirname, isAbsolute, join, normalize } from "node:path";
import { SeginfError } from "../../errors.js";
import { readFailure } from "../../storage/failure.js";
import type { OnnxGraph } from "./graph.js";

/** A file that holds weights of a model, as runtimes take it. */
export interface ExternalData {
  /** As the model names it. */
  readonly path: string;
  readonly data: Uint8Array;
}

/**
 * The files next to a model in which its weights are, each with the bytes that the model wants of it.
 *
 * @param file the model
 * @throws SeginfError for one outside of the model's directory
 */
export function externalFiles({ tensors }: OnnxGraph, file: string): ReadonlyMap<string, number> {
  const bytes = new Map<string, number>();
  for (const { name, external } of tensors.values()) {
    if (external === null) continue;
    const { location, offset, length } = external;
    if (location === "" || isAbsolute(location) || /^\.\.(?:[\\/]|$)/.test(normalize(location))) {
      const what = `the weights of ${JSON.stringify(name)} are outside of its directory: ${location}`;
      throw new SeginfError(what, { file }, "put them next to the model, and export it again");
    }
    const end = offset + (length ?? 0);
    if (!(offset >= 0) || !Number.isSafeInteger(end)) {
      throw new SeginfError(`the weights of ${JSON.stringify(name)} are nowhere`, { file }, "export it again");
    }
    bytes.set(location, Math.max(end, bytes.get(location) ?? 0));
  }
  return bytes;
}

/** Reads them. @throws SeginfError for a file that is missing, too short, or outside of the model's directory */
export async function readExternal(graph: OnnxGraph, file: string): Promise<readonly ExternalData[]> {
  const read: ExternalData[] = [];
  for (const [path, bytes] of externalFiles(graph, file)) {
    const whole = join(dirname(file), path);
    const data = await readFile(whole).catch((cause) => {
      throw readFailure(whole, cause, `it holds weights of ${file}: get it as well`);
    });
    if (data.length < bytes) {
      const what = `it holds ${data.length} bytes, and ${file} wants ${bytes} of it`;
      throw new SeginfError(what, { file: whole }, "get both files again");
    }
    read.push({ path, data });
  }
  return read;
}
