import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { dirname, join } from "node:path";
import { readFailure } from "../storage/failure.js";
import { type EncoderFiles, findEncoder } from "./directory.js";
import { externalFiles } from "./onnx/external.js";
import { readOnnx } from "./onnx/open.js";
import { tfjsShards } from "./tfjs/files.js";

/**
 * SHA-256 (hex) over all files that the states of a text follow from: what an encoder is known by.
 *
 * @throws SeginfError for a file that cannot be read, and a model that no runtime could load
 */
export async function filesDigest(files: EncoderFiles): Promise<string> {
  const hash = createHash("sha256");
  for (const file of await readWith(files)) hash.update(`${file === null ? "" : await sha256(file)}\n`);
  return hash.digest("hex");
}

/**
 * The names of all files that an encoder is read from.
 *
 * @param given as for findEncoder
 * @throws SeginfError, see findEncoder and filesDigest
 */
export async function filesOfEncoder(given: string): Promise<readonly string[]> {
  return (await readWith(await findEncoder(given))).filter((file) => file !== null);
}

/** In one order; null for a file that is not there. */
async function readWith(files: EncoderFiles): Promise<readonly (string | null)[]> {
  const { model, tokenizer, tokenizerConfig, config } = files;
  return [model, ...(await weightFiles(files)), tokenizer, tokenizerConfig, config];
}

/** Files with weights besides the model. */
async function weightFiles({ format, model }: EncoderFiles): Promise<readonly string[]> {
  if (format === "tfjs") return tfjsShards(model);
  const { graph } = await readOnnx(model);
  return [...externalFiles(graph, model).keys()].map((path) => join(dirname(model), path));
}

async function sha256(file: string): Promise<string> {
  const hash = createHash("sha256");
  try {
    for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  } catch (cause) {
    throw readFailure(file, cause);
  }
  return hash.digest("hex");
}
