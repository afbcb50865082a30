import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { SeginfError } from "../../errors.js";
import { codeOf, readFailure } from "../../storage/failure.js";
import { valueError } from "../../valueError.js";
import { FileBytes } from "./bytes.js";
import { npyMatrix } from "./npy.js";
import { floats, NUMBERS } from "./numbers.js";
import { storedTensors } from "./safetensors.js";
import type { StoredMatrix } from "./stored.js";
import { StatesHash, type TokenStates } from "./table.js";

const RECIPE = "write it there: the SHA-256 of what seginf inspect --tokens prints of the corpus";
/** More than any encoder has; past it the file is something else. */
const WIDEST = 16_384;
/** Bytes of rows that are read at a time. */
const AT_A_TIME = 1 << 22;
/** Log-probabilities below count as this: a tagger that is sure is not infinitely sure. */
const LEAST_LOG = -10;

/**
 * The states of a corpus's tokens: the tensors "states", "logits" or both of a safetensors file whose metadata hold the digest
 * of the corpus as "corpus", or the matrix of a .npy file next to FILE.sha256 with the digest. All of it is read once, for its digest, and
 * nothing is kept: rows are read where they are needed.
 *
 * @throws SeginfError for a file that is missing, damaged, or without the digest
 */
export async function readStates(path: string): Promise<TokenStates> {
  if (typeof path !== "string") throw valueError("path", path, "give the name of a file");
  const file = new FileBytes(path);
  const isNpy = path.endsWith(".npy");
  const {
    states: stored,
    logits,
    metadata,
  } = isNpy ? { states: npyMatrix(file), logits: null, metadata: await besideNpy(path) } : storedTensors(file);
  const corpus = metadata.corpus?.trim() ?? "";
  if (!/^[0-9a-f]{64}$/.test(corpus)) {
    const where = isNpy ? `${basename(path)}.sha256` : 'its metadata, as "corpus"';
    throw new SeginfError(`the digest of the tokens is not in ${where}`, { file: path }, RECIPE);
  }
  const states = stored ?? noStates(logits);
  const { rows: tokens, columns: dimension } = states;
  if ((dimension < 1 && stored !== null) || dimension > WIDEST) {
    throw new SeginfError(`states of ${dimension} numbers`, { file: path }, `give 1 … ${WIDEST}`);
  }
  const sentences = metadata.sentences === undefined ? null : numbersOf(metadata.sentences, path);
  const labels = logits ? labelsOf(logits.columns, metadata.labels, path) : [];
  const rows = rowsOf(file, states, logits);
  const hash = new StatesHash(dimension, labels);
  const step = Math.max(1, Math.floor(AT_A_TIME / (4 * (dimension + labels.length))));
  for (let t = 0; t < tokens; t += step) hash.add(rows(t, Math.min(step, tokens - t)));
  const digest = hash.digest();
  const model = metadata.model ?? null;
  return { name: basename(path), tokens, dimension, labels, corpus, sentences, model, digest, rows };
}

/** As many states of no number as there are logits. */
const noStates = (logits: StoredMatrix | null): StoredMatrix => {
  return { rows: logits?.rows ?? 0, columns: 0, type: "F32", offset: 0 };
};

/** Numbers of sentences, a JSON array in the file's metadata. */
function numbersOf(text: string, path: string): readonly number[] {
  const numbers = jsonOf(text);
  if (Array.isArray(numbers) && numbers.every((one) => Number.isSafeInteger(one) && one >= 0)) return numbers;
  const what = 'the metadata\'s "sentences" are not numbers of sentences';
  throw new SeginfError(what, { file: path }, "write them as a JSON array of whole numbers from 0 on");
}

/** Undefined where it is not JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Names of the columns of logits, a JSON array in the file's metadata; numbers where it has none. */
function labelsOf(count: number, names: string | undefined, path: string): string[] {
  if (names === undefined) return Array.from({ length: count }, (_, i) => String(i));
  const labels = jsonOf(names);
  const isNamed = Array.isArray(labels) && labels.length === count && labels.every((one) => typeof one === "string");
  if (isNamed) return labels as string[];
  const what = `the metadata's "labels" are not the names of the ${count} columns of "logits"`;
  throw new SeginfError(what, { file: path }, "write them as a JSON array of strings");
}

/** Reads rows of states, with the logarithm of the softmax of the logits behind each. */
function rowsOf(file: FileBytes, states: StoredMatrix, logits: StoredMatrix | null): TokenStates["rows"] {
  return (first, count) => {
    const own = read(file, states, first, count, "state");
    if (logits === null) return own;
    const scores = read(file, logits, first, count, "row of logits");
    const [D, L] = [states.columns, logits.columns];
    const both = new Float32Array(count * (D + L));
    for (let t = 0; t < count; t++) {
      both.set(own.subarray(t * D, (t + 1) * D), t * (D + L));
      both.set(logProbabilities(scores.subarray(t * L, (t + 1) * L)), t * (D + L) + D);
    }
    return both;
  };
}

/** max(log softmax(x), LEAST_LOG) */
function logProbabilities(x: Float32Array): Float32Array {
  const max = x.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
  const logZ = max + Math.log(x.reduce((sum, score) => sum + Math.exp(score - max), 0));
  return x.map((score) => Math.max(LEAST_LOG, score - logZ));
}

function read(
  file: FileBytes,
  { columns, type, offset }: StoredMatrix,
  first: number,
  count: number,
  what: string,
): Float32Array {
  const size = columns * NUMBERS[type].bytes;
  return floats(file.read(offset + first * size, count * size), type, (i) => {
    const token = first + Math.floor(i / columns) + 1;
    const hint = "make it again, in float32 where float16 overflows";
    return new SeginfError(`the ${what} of token ${token} holds what is not a number`, { file: file.path }, hint);
  });
}

/** What FILE.sha256 says, in the place of metadata. */
async function besideNpy(path: string): Promise<Readonly<Record<string, string>>> {
  const text = await readFile(`${path}.sha256`, "utf8").catch((error) => {
    if (codeOf(error) === "ENOENT") return null;
    throw readFailure(`${path}.sha256`, error);
  });
  return text === null ? {} : { corpus: text };
}
