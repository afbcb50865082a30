import { SeginfError } from "../errors.js";
import type { TokenHead } from "../features/states/head.js";
import type { EncoderFiles } from "./directory.js";
import { readExternal } from "./onnx/external.js";
import { type LinearHead, linearHead } from "./onnx/head.js";
import { numbersOf } from "./onnx/numbers.js";
import { readOnnx } from "./onnx/open.js";

/** The last layer of a token classifier. @throws SeginfError where the model ends in something else */
export async function headOf({ format, model: file }: EncoderFiles): Promise<LinearHead> {
  if (format !== "onnx") {
    throw new SeginfError("heads are read from ONNX models", { file }, "export it with optimum-cli export onnx");
  }
  const model = await readOnnx(file);
  const external = await readExternal(model.graph, file);
  return linearHead(model, (tensor) => numbersOf(tensor, external, file));
}

/**
 * The last layer with the names of its labels.
 *
 * @param configured as config.json names them; null where it does not
 * @param given in the place of those
 * @throws SeginfError where there are others than the layer has
 */
export async function readHead(
  files: EncoderFiles,
  configured: readonly string[] | null,
  given: readonly string[] | undefined,
): Promise<TokenHead> {
  const { labels: count, weights, bias } = await headOf(files);
  const labels = given ?? configured;
  const place = { file: files.model };
  if (labels === null) {
    const what = `config.json does not name the ${count} labels of its head (id2label)`;
    throw new SeginfError(what, place, "name them with --encoder-labels, one a line");
  }
  if (labels.length !== count) {
    const source = given ? "--encoder-labels" : "config.json";
    const what = `its head has ${count} labels, and ${source} names ${labels.length}`;
    throw new SeginfError(what, place, "name them all with --encoder-labels, one a line, in the head's order");
  }
  if (new Set(labels).size < labels.length) {
    throw new SeginfError("two labels of its head have one name", place, "name them apart with --encoder-labels");
  }
  return { name: files.name, labels, weights, bias };
}
