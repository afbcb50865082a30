import type { SolveCurve } from "../findings/report.js";
import type { CgOptions, CgResult } from "../math/cg.js";
import { spread } from "../math/spread.js";
import { type Cache, section } from "../storage/index.js";
import type { Tagger } from "../tagger/model.js";
import type { CrfObjective } from "../tagger/objective.js";
import { NUMERICS_VERSION, thetaDigest } from "../tagger/obtain.js";
import { inverseHessianVector } from "./inverse.js";
import type { Span } from "./spans.js";

/** What a target set is known by. */
export interface TargetKey {
  /** contentDigest of the reference corpus. */
  readonly reference: string;
  readonly spans: readonly Span[];
}

/** A solve, and how its residual fell. */
export interface TracedSolve extends CgResult {
  readonly curve: SolveCurve;
}

/** Points of a curve that are kept. */
const CURVE_POINTS = 50;

/** v = H⁻¹ ∇F from the cache, or solved and put there. `gradient` is called only where it must be solved. */
export async function inverseCached(
  objective: CrfObjective,
  tagger: Tagger,
  target: TargetKey,
  gradient: () => Float64Array,
  options: CgOptions,
  cache: Cache | null,
): Promise<TracedSolve> {
  const solve = () => traced(objective, tagger, gradient(), options);
  if (cache === null) return solve();
  const { tolerance, maxIterations } = options;
  const key = {
    numerics: NUMERICS_VERSION,
    tagger: thetaDigest(tagger),
    training: tagger.training,
    reference: target.reference,
    spans: target.spans.map(({ start, end }) => [start, end]),
    ...{ tolerance, maxIterations },
  };
  const entry = await cache.load("influence", key);
  if (entry) {
    const { iterations, relativeResidual, converged, curve } = entry.header as unknown as TracedSolve;
    return { x: section(entry, "x", Float64Array), iterations, relativeResidual, converged, curve };
  }
  const { x, ...figures } = solve();
  const { length } = target.spans;
  const description = `influence of ${length} ${length === 1 ? "target" : "targets"}`;
  await cache.store("influence", key, { description, ...figures }, { x });
  return { x, ...figures };
}

function traced(objective: CrfObjective, tagger: Tagger, b: Float64Array, options: CgOptions): TracedSolve {
  const residuals: number[] = [];
  const result = inverseHessianVector(objective, tagger.theta, b, {
    ...options,
    onIteration: (iteration, residual) => {
      residuals.push(residual);
      options.onIteration?.(iteration, residual);
    },
  });
  const kept = spread(residuals.length, CURVE_POINTS);
  const curve = { iterations: kept.map((i) => i + 1), relativeResidual: kept.map((i) => residuals[i]) };
  return { ...result, curve };
}
