import * as v from "valibot";
import type { Corpus } from "../corpus/types.js";
import { count, nonNegative } from "../findings/parts.js";
import { influenceSchema, type SolveCurve } from "../findings/summary.js";
import { inverseHessianVector } from "../influence/inverse.js";
import type { Span } from "../influence/spans.js";
import { at } from "../math/at.js";
import type { CgOptions, CgResult } from "../math/cg.js";
import { evenlySpaced } from "../math/evenlySpaced.js";
import { type Cache, type Codec, cachedStep, section } from "../storage/index.js";
import type { Trained } from "../tagger/train.js";
import { influenceKey } from "./keys.js";

/** A solve, and how its residual fell. */
export interface TracedSolve extends CgResult {
  readonly curve: SolveCurve;
}

/** Points of a curve that are kept. */
const CURVE_POINTS = 50;

/**
 * v = H⁻¹ ∇F from the cache, or solved and stored there.
 *
 * @param spans of the reference, whose losses are F
 * @param gradient ∇F, asked for only where it must be solved
 */
export async function cachedInverse(
  trained: Trained,
  reference: Corpus,
  spans: readonly Span[],
  gradient: () => Float64Array,
  options: CgOptions,
  cache: Cache | null,
): Promise<TracedSolve> {
  const { tagger } = trained;
  const key = influenceKey(tagger, reference, spans, options);
  return cachedStep(cache, "influence", key, codecFor(spans.length, tagger.theta.length), () => {
    const residuals: number[] = [];
    const result = inverseHessianVector(trained.objective, tagger.theta, gradient(), {
      ...options,
      onIteration: (iteration, residual) => {
        residuals.push(residual);
        options.onIteration?.(iteration, residual);
      },
    });
    const kept = evenlySpaced(residuals.length, CURVE_POINTS);
    const curve = { iterations: kept.map((i) => i + 1), relativeResidual: kept.map((i) => at(residuals, i)) };
    return { ...result, curve };
  });
}

/** What of a solve is kept as JSON. */
const headerSchema = v.object({
  iterations: count,
  relativeResidual: nonNegative,
  converged: v.boolean(),
  curve: influenceSchema.entries.curve,
});

function codecFor(targets: number, dimension: number): Codec<TracedSolve, typeof headerSchema> {
  return {
    header: headerSchema,
    pack({ x, ...figures }) {
      const description = `influence of ${targets} ${targets === 1 ? "target" : "targets"}`;
      return { header: { description, ...figures }, sections: { x } };
    },
    unpack(content) {
      const { iterations, relativeResidual, converged, curve } = content.header;
      return { x: section(content, "x", Float64Array, dimension), iterations, relativeResidual, converged, curve };
    },
  };
}
