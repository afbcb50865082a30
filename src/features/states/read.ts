import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { SeginfError } from "../../errors.js";
import { codeOf, readFailure } from "../../storage/failure.js";
import { readNpy } from "./npy.js";
import { floats } from "./numbers.js";
import { readSafetensors } from "./safetensors.js";
import { sealStates, type TokenStates } from "./table.js";

const RECIPE = "write it there: SHA-256 of the tokens, a line feed after each, and one more after each sentence";
/** More than any encoder has; past it the file is something else. */
const WIDEST = 16_384;

/**
 * The states of a corpus's tokens: the tensor "states" of a safetensors file whose metadata hold the digest of the corpus as
 * "corpus", or the matrix of a .npy file next to FILE.sha256 with the digest.
 *
 * @throws SeginfError for a file that is missing, damaged, or without the digest
 */
export async function readStates(path: string): Promise<TokenStates> {
  const file = await readFile(path).catch((error) => {
    throw readFailure(path, error);
  });
  const isNpy = path.endsWith(".npy");
  const stored = isNpy ? readNpy(file, path) : readSafetensors(file, path);
  const corpus = (isNpy ? await besideNpy(path) : stored.corpus)?.trim() ?? null;
  if (corpus === null || !/^[0-9a-f]{64}$/.test(corpus)) {
    const where = isNpy ? `${basename(path)}.sha256` : 'its metadata, as "corpus"';
    throw new SeginfError(`the digest of the tokens is not in ${where}`, { file: path }, RECIPE);
  }
  const { rows, columns: dimension, type, bytes } = stored;
  if (dimension < 1 || dimension > WIDEST) {
    throw new SeginfError(`states of ${dimension} numbers`, { file: path }, `give 1 … ${WIDEST}`);
  }
  const values = floats(bytes, type, (i) => {
    const what = `the state of token ${Math.floor(i / dimension) + 1} holds what is not a number`;
    return new SeginfError(what, { file: path }, "make it again, in float32 where float16 overflows");
  });
  return sealStates({ name: basename(path), tokens: rows, dimension, values, corpus });
}

/** The text of FILE.sha256, null without such a file. */
async function besideNpy(path: string): Promise<string | null> {
  return readFile(`${path}.sha256`, "utf8").catch((error) => {
    if (codeOf(error) === "ENOENT") return null;
    throw readFailure(`${path}.sha256`, error);
  });
}
