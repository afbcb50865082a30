import { type Cache, cachedStep } from "../storage/index.js";
import type { Trained } from "../tagger/train.js";
import { curvatureKey } from "./keys.js";
import { vectorCodec } from "./vectorCodec.js";

/** The Hessian's diagonal at θ, tagger/hessian.ts, from the cache, or computed and stored there. Length dimension. */
export async function cachedCurvature(trained: Trained, cache: Cache | null): Promise<Float64Array> {
  const { tagger } = trained;
  const codec = vectorCodec("diagonal", "diagonal of the Hessian", tagger.theta.length);
  return cachedStep(cache, "curvature", curvatureKey(tagger), codec, () => trained.objective.diagonalAt(tagger.theta));
}
