import * as v from "valibot";
import { SeginfError } from "../../errors.js";
import { type Step, stepInCycle } from "../cycles.js";

/** Nodes of a graph, as far as they are checked. */
export const nodeSchema = v.looseObject({
  name: v.string(),
  op: v.string(),
  input: v.optional(v.array(v.string())),
});
type GraphNode = v.InferOutput<typeof nodeSchema>;

const AGAIN = "convert it again with tensorflowjs_converter";

/** Gives a value of the iteration before: with it, a graph with a loop has a cycle. */
const LOOP = "NextIteration";

/**
 * What TensorFlow.js would fail at without saying why, or would never come to an end with.
 *
 * @param file what messages call the model
 * @throws SeginfError
 */
export function checkGraphNodes(nodes: readonly GraphNode[], file: string): void {
  const fault = (what: string) => new SeginfError(what, { file }, AGAIN);
  if (nodes.length === 0) throw fault("the graph has no nodes");
  const names = new Set(nodes.map(({ name }) => name));
  const steps = nodes.map(({ name, op, input = [] }) => {
    const inputs = input.map((one) => one.replace(/^\^/, "").replace(/:.*$/s, ""));
    const missing = inputs.find((one) => !names.has(one));
    if (missing !== undefined) {
      throw fault(`the node ${JSON.stringify(name)} reads ${JSON.stringify(missing)}, which is not in the graph`);
    }
    return { name, inputs: op === LOOP ? [] : inputs, outputs: [name] };
  });
  const inCycle = stepInCycle(steps);
  if (inCycle) throw fault(`the graph has a cycle through ${JSON.stringify(inCycle.name)}`);
}

interface LayersConfig {
  readonly layers?: unknown;
}

/** A layer of a functional model: what it is applied to, each time that it is. */
const layerSchema = v.looseObject({
  name: v.string(),
  class_name: v.string(),
  inbound_nodes: v.array(v.array(v.looseTuple([v.string(), v.number()]))),
});

/**
 * The same for the layers of a model, and of models that are layers of it. Those of a sequential model follow one another
 * and are not checked.
 *
 * @param topology of model.json
 * @throws SeginfError
 */
export function checkLayers(topology: object, file: string): void {
  const { model_config: inner } = topology as { readonly model_config?: unknown };
  for (const layers of layerLists(inner ?? topology)) checkConnections(layers, file);
}

/** The lists of layers in a model's description. */
function* layerLists(description: unknown): Generator<readonly unknown[]> {
  const { config } = (description ?? {}) as { readonly config?: LayersConfig | null };
  const layers = config?.layers;
  if (!Array.isArray(layers)) return;
  yield layers;
  for (const layer of layers) yield* layerLists(layer);
}

function checkConnections(layers: readonly unknown[], file: string): void {
  const fault = (what: string) => new SeginfError(what, { file }, AGAIN);
  const calls: (Step & { readonly name: string })[] = [];
  for (const layer of layers) {
    const { success, output } = v.safeParse(layerSchema, layer);
    if (!success) continue;
    const { name, inbound_nodes: nodes } = output;
    // An input is there without being applied to anything.
    const applied = nodes.length > 0 ? nodes : [[]];
    applied.forEach((node, i) => {
      calls.push({ name, inputs: node.map(([from, call]) => `${from} ${call}`), outputs: [`${name} ${i}`] });
    });
  }
  const made = new Set(calls.flatMap(({ outputs }) => outputs));
  for (const { name, inputs } of calls) {
    const missing = inputs.find((input) => !made.has(input));
    if (missing === undefined) continue;
    const from = missing.slice(0, missing.lastIndexOf(" "));
    throw fault(`the layer ${JSON.stringify(name)} reads ${JSON.stringify(from)}, which is not in the model`);
  }
  const inCycle = stepInCycle(calls);
  if (inCycle) throw fault(`its layers have a cycle through ${JSON.stringify(inCycle.name)}`);
}
