import { readdir, stat } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { SeginfError } from "../errors.js";
import { isMissing, readFailure } from "../storage/failure.js";
import type { ModelFormat } from "./runtime.js";

/** A model's files, as the Hugging Face hub lays them out. */
export interface EncoderFiles {
  /** The directory's name: what reports call the encoder. */
  readonly name: string;
  readonly format: ModelFormat;
  /** The model: .onnx, or the model.json of TensorFlow.js. */
  readonly model: string;
  /** tokenizer.json */
  readonly tokenizer: string;
  /** tokenizer_config.json and config.json; null where they are not there. */
  readonly tokenizerConfig: string | null;
  readonly config: string | null;
}

/** Where exporters put a model, the likeliest first. */
const USUAL = ["model.onnx", "onnx/model.onnx", "model.json", "tfjs/model.json"];

/**
 * Finds the files of a model.
 *
 * @param given its directory, or the model itself where the directory has several
 * @throws SeginfError where one is missing, or the model cannot be told
 */
export async function findEncoder(given: string): Promise<EncoderFiles> {
  const found = await stat(given).catch((cause) => {
    throw readFailure(given, cause, "give the directory of a model");
  });
  const directory = found.isDirectory() ? given : await directoryAbove(given);
  const model = found.isDirectory() ? await modelIn(given) : given;
  const tokenizer = join(directory, "tokenizer.json");
  if (!(await exists(tokenizer))) {
    const hint = "save it there with save_pretrained of a fast tokenizer (AutoTokenizer)";
    throw new SeginfError("it has no tokenizer.json", { file: directory }, hint);
  }
  const [tokenizerConfig, config] = await Promise.all(
    ["tokenizer_config.json", "config.json"].map(async (name) => {
      const file = join(directory, name);
      return (await exists(file)) ? file : null;
    }),
  );
  return { name: basename(directory), format: formatOf(model), model, tokenizer, tokenizerConfig, config };
}

function formatOf(model: string): ModelFormat {
  if (extname(model) === ".onnx") return "onnx";
  if (extname(model) === ".json") return "tfjs";
  throw new SeginfError("this is no model", { file: model }, "give a directory, an .onnx file or a model.json");
}

/** The model's folder, or the one above it, which holds the tokenizer where the model is in onnx/. */
async function directoryAbove(model: string): Promise<string> {
  const own = dirname(model);
  return (await exists(join(own, "tokenizer.json"))) ? own : join(own, "..");
}

async function modelIn(directory: string): Promise<string> {
  for (const name of USUAL) {
    const file = join(directory, name);
    if (await exists(file)) return file;
  }
  const others: string[] = [];
  for (const folder of ["", "onnx"]) {
    for (const name of await namesIn(join(directory, folder)))
      if (name.endsWith(".onnx")) others.push(join(folder, name));
  }
  const [only] = others;
  if (only !== undefined && others.length === 1) return join(directory, only);
  if (others.length === 0) {
    const hint = "export it there with optimum-cli export onnx";
    throw new SeginfError("it has no model.onnx and no model.json", { file: directory }, hint);
  }
  const hint = `name one: ${others.map((name) => join(directory, name)).join(", ")}`;
  throw new SeginfError(`it has ${others.length} models`, { file: directory }, hint);
}

async function namesIn(directory: string): Promise<readonly string[]> {
  const names = await readdir(directory).catch((cause) => {
    if (isMissing(cause)) return [];
    throw readFailure(directory, cause);
  });
  return names.sort();
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
}
