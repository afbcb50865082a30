import type { BenchDocument } from "../plant.d.mts";

export type Documents = readonly BenchDocument[];
export interface NoiseContext {
  readonly scheme: "BIO" | "plain";
  readonly others: readonly {
    readonly name: string;
    readonly documents: Documents;
    readonly uses?: readonly string[];
  }[];
  readonly predict: (training: Documents, documents: Documents) => Documents;
}
export interface Noise {
  readonly documents: Documents;
  readonly wrong: number;
  readonly tokens: number;
  readonly rate: number;
  readonly reached: boolean;
  /** By document; of "omission". */
  readonly annotators?: Readonly<Record<string, number>>;
}
export const NOISE_KINDS: readonly string[];
export const MIXTURES: readonly string[];
export const PLAIN_KINDS: readonly string[];
export const PLAIN_MIXTURES: readonly string[];
export function noise(clean: Documents, kind: string, rate: number, seed: number, context: NoiseContext): Noise;
export function commit(
  clean: Documents,
  sentences: number,
  seed: number,
  context: Pick<NoiseContext, "scheme">,
): { readonly documents: Documents; readonly base: Documents; readonly changed: readonly number[] };
