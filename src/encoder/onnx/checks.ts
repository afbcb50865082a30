import { SeginfError } from "../../errors.js";
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
  const circle = nodeInCircle(graph);
  if (circle !== null) throw fault(`the graph has a cycle through ${JSON.stringify(circle)}`);
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

/** Kahn's algorithm: removes nodes whose inputs are there until none is left; one that cannot be removed, or null. */
function nodeInCircle({ nodes }: OnnxGraph): string | null {
  const makers = new Map<string, number>();
  nodes.forEach(({ outputs }, n) => {
    for (const output of outputs) if (output !== "") makers.set(output, n);
  });
  const waiting = nodes.map(() => 0);
  const readers = nodes.map((): number[] => []);
  nodes.forEach(({ inputs }, n) => {
    for (const input of new Set(inputs)) {
      const maker = makers.get(input);
      if (maker === undefined) continue;
      waiting[n]++;
      readers[maker].push(n);
    }
  });
  const ready = [...nodes.keys()].filter((n) => waiting[n] === 0);
  let removed = 0;
  for (let n = ready.pop(); n !== undefined; n = ready.pop()) {
    removed++;
    for (const reader of readers[n]) if (--waiting[reader] === 0) ready.push(reader);
  }
  const left = removed === nodes.length ? undefined : nodes.find((_, n) => waiting[n] > 0);
  return left === undefined ? null : (left.outputs[0] ?? left.name);
}
