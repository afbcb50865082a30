import { SeginfError } from "../../errors.js";
import { stepInCycle } from "../cycles.js";
import { ELEMENT, type OnnxGraph, type OnnxTensor } from "./graph.js";

const { float, uint8, int8, int32, int64, float16, double, bfloat16 } = ELEMENT;

/** Bytes of one number. */
const WIDTH: Readonly<Record<number, number>> = {
  ...{ [float]: 4, [uint8]: 1, [int8]: 1, [int32]: 4, [int64]: 8 },
  ...{ [float16]: 2, [double]: 8, [bfloat16]: 2 },
};

const AGAIN = "export it again, for instance with optimum-cli export onnx";

/**
 * What a runtime would fail at later, or would try with all of the memory that there is.
 *
 * @param file what messages call the model
 * @throws SeginfError
 */
export function checkGraph(graph: OnnxGraph, file: string): void {
  const fault = (what: string) => new SeginfError(what, { file }, AGAIN);
  if (graph.nodes.length === 0) throw fault("this is no ONNX model: it has no graph");
  for (const tensor of graph.tensors.values()) {
    const what = tensorFault(tensor);
    if (what !== null) throw fault(`the tensor ${JSON.stringify(tensor.name)} ${what}`);
  }
  const node = stepInCycle(graph.nodes);
  if (node) throw fault(`the graph has a cycle through ${JSON.stringify(node.outputs[0] ?? node.name)}`);
}

function tensorFault({ dims, type, raw, external }: OnnxTensor): string | null {
  const elements = dims.reduce((product, dim) => product * dim, 1);
  if (dims.some((dim) => dim < 0) || !Number.isSafeInteger(elements)) return `has the shape ${dims.join(" × ")}`;
  const width = WIDTH[type];
  if (raw !== null && external === null && width !== undefined && raw.length !== elements * width) {
    return `holds ${raw.length} bytes for its shape ${dims.join(" × ")}`;
  }
  return null;
}
