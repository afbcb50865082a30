import * as v from "valibot";
import { type Cache, type Codec, cachedStep, section } from "../storage/index.js";
import type { Trained } from "../tagger/train.js";
import { curvatureKey } from "./keys.js";

/** The Hessian's diagonal at θ, tagger/hessian.ts, from the cache, or computed and stored there. Length dimension. */
export async function cachedCurvature(trained: Trained, cache: Cache | null): Promise<Float64Array> {
  const { tagger } = trained;
  const codec: Codec<Float64Array> = {
    header: v.object({}),
    pack: (diagonal) => ({ header: { description: "diagonal of the Hessian" }, sections: { diagonal } }),
    unpack: (content) => section(content, "diagonal", Float64Array, tagger.theta.length),
  };
  return cachedStep(cache, "curvature", curvatureKey(tagger), codec, () => trained.objective.diagonalAt(tagger.theta));
}
