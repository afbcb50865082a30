import type { Documents, NoiseContext } from "./index.d.mts";

export function taggerFor(scheme: NoiseContext["scheme"]): NoiseContext["predict"];
export function corpusOf(documents: Documents, scheme: NoiseContext["scheme"]): unknown;
