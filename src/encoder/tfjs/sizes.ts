import { SeginfError } from "../../errors.js";

interface Weight {
  readonly name: string;
  readonly shape: readonly number[];
}

interface Description {
  readonly config?: unknown;
}

interface Config {
  readonly name?: unknown;
  readonly layers?: unknown;
  readonly layer?: unknown;
  readonly cell?: unknown;
  readonly cells?: unknown;
}

/** What of a layer's configuration says how many weights it has. */
const SIZES = ["input_dim", "output_dim", "units", "filters"] as const;

/**
 * TensorFlow.js makes the weights of layers, at random, before it looks at those of the files: with sizes beyond them it would
 * be at it until the memory is full. No layer has fewer weights than the product of its sizes.
 *
 * @param topology of model.json
 * @param file what messages call the model
 * @throws SeginfError for a layer that would have more weights than the files have of it
 */
export function checkLayerSizes(topology: object, weights: readonly Weight[], file: string): void {
  const { model_config: inner } = topology as { readonly model_config?: unknown };
  for (const { name, ...config } of configsOf(inner ?? topology)) {
    const given = SIZES.filter((size) => typeof (config as Record<string, unknown>)[size] === "number");
    if (given.length === 0) continue;
    const needed = given.reduce((product, size) => product * (config as Record<string, number>)[size], 1);
    const own = weights.filter((weight) => weight.name.split("/").includes(String(name)));
    const there = count(own.length > 0 ? own : weights);
    if (needed <= there) continue;
    const sizes = given.map((size) => `${size} ${(config as Record<string, number>)[size]}`).join(" and ");
    const what = `the layer ${JSON.stringify(name)} has ${sizes}, and its files only ${there} weights of it`;
    throw new SeginfError(what, { file }, "get all of its files again");
  }
}

const count = (weights: readonly Weight[]): number =>
  weights.reduce((sum, { shape }) => sum + shape.reduce((product, dim) => product * dim, 1), 0);

/** The configurations of a description, and of all layers and cells within it. */
function* configsOf(description: unknown): Generator<Config> {
  const { config } = (description ?? {}) as Description;
  if (typeof config !== "object" || config === null) return;
  const parts: Config = config;
  yield parts;
  for (const part of [parts.layers, parts.layer, parts.cell, parts.cells].flat()) yield* configsOf(part);
}
