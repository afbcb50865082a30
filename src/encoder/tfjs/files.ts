import { readFile } from "node:fs/promises";
import { dirname, isAbsolute, join, normalize } from "node:path";
import * as v from "valibot";
import { SeginfError } from "../../errors.js";
import { shaped } from "../../findings/shape.js";
import { readFailure } from "../../storage/failure.js";
import { readModelJson } from "../json.js";
import { checkGraphNodes, checkLayers, nodeSchema } from "./checks.js";
import { checkLayerSizes } from "./sizes.js";

const weightSchema = v.looseObject({
  name: v.string(),
  shape: v.array(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
  dtype: v.string(),
  quantization: v.optional(v.looseObject({ dtype: v.string() })),
});
const modelSchema = v.looseObject({
  format: v.optional(v.string()),
  modelTopology: v.looseObject({ node: v.optional(v.array(nodeSchema)) }),
  weightsManifest: v.array(v.looseObject({ paths: v.array(v.string()), weights: v.array(weightSchema) })),
});

/** A TensorFlow.js model as tfjs-converter writes it. */
export interface TfjsFiles {
  readonly kind: "graph" | "layers";
  /** What a loader of tfjs gives it. */
  readonly artifacts: {
    readonly modelTopology: object;
    readonly weightSpecs: readonly object[];
    readonly weightData: ArrayBuffer;
  };
  /** The nodes of a graph; empty for layers. */
  readonly nodes: readonly string[];
}

/** Bytes of one number. */
const WIDTH: Readonly<Record<string, number>> = {
  ...{ float32: 4, int32: 4, complex64: 8, float16: 2, uint16: 2, uint8: 1, bool: 1 },
};

/**
 * Reads model.json and the files of weights that it names.
 *
 * @throws SeginfError for a file that is missing, damaged, or outside the model's directory, and see checkGraphNodes and checkLayerSizes
 */
export async function readTfjs(file: string): Promise<TfjsFiles> {
  const model = await readModel(file);
  const { format, modelTopology } = model;
  const { node } = modelTopology;
  const kind = format === "graph-model" || (format === undefined && node !== undefined) ? "graph" : "layers";
  if (kind === "graph") checkGraphNodes(node ?? [], file);
  else checkLayers(modelTopology, file);
  const specs = model.weightsManifest.flatMap((group) => group.weights);
  if (kind === "layers") checkLayerSizes(modelTopology, specs, file);
  const shards = await Promise.all(shardsOf(model, file).map((shard) => readShard(file, shard)));
  const bytes = shards.reduce((sum, shard) => sum + shard.length, 0);
  const wanted = specs.reduce((sum, spec) => sum + bytesOf(spec), 0);
  if (!Number.isNaN(wanted) && bytes !== wanted) {
    const what = `its files of weights hold ${bytes} bytes, and its tensors have ${wanted}`;
    throw new SeginfError(what, { file }, "get all of its files again");
  }
  const weightData = new ArrayBuffer(bytes);
  const whole = new Uint8Array(weightData);
  let at = 0;
  for (const shard of shards) {
    whole.set(shard, at);
    at += shard.length;
  }
  return {
    kind,
    artifacts: { modelTopology, weightSpecs: specs, weightData },
    nodes: (node ?? []).map(({ name }) => name),
  };
}

/** NaN for what has no fixed width, as strings. */
function bytesOf({ shape, dtype, quantization }: v.InferOutput<typeof weightSchema>): number {
  return shape.reduce((product, dim) => product * dim, WIDTH[quantization?.dtype ?? dtype] ?? Number.NaN);
}

/** The files of weights of a model. @throws SeginfError, see readTfjs */
export async function tfjsShards(file: string): Promise<readonly string[]> {
  return shardsOf(await readModel(file), file);
}

async function readModel(file: string): Promise<v.InferOutput<typeof modelSchema>> {
  return shaped(modelSchema, await readModelJson(file), "the model", ({ what }) => {
    throw new SeginfError(what, { file }, "give the model.json that tensorflowjs_converter writes");
  });
}

function shardsOf({ weightsManifest }: v.InferOutput<typeof modelSchema>, file: string): readonly string[] {
  return weightsManifest.flatMap(({ paths }) =>
    paths.map((path) => {
      if (!isAbsolute(path) && !/^\.\.(?:[\\/]|$)/.test(normalize(path))) return join(dirname(file), path);
      const what = `its weights are outside of its directory: ${path}`;
      throw new SeginfError(what, { file }, "put them next to model.json");
    }),
  );
}

async function readShard(file: string, shard: string): Promise<Uint8Array> {
  return readFile(shard).catch((cause) => {
    throw readFailure(shard, cause, `it holds weights of ${file}: get it as well`);
  });
}
