import { at } from "../../math/at.js";
import { seeded } from "../../math/random.js";
import { EVERY_FAMILY, type Measures, measures, type Ranked } from "./metrics.js";

/**
 * Draws whole clusters (sentences, documents) with replacement, as many as there are, and measures every ranking on the
 * same draws, so that differences between rankings have intervals of their own (Efron and Tibshirani 1993, 8 and 13.3).
 *
 * @returns by ranking, its measures in each draw
 */
export function bootstrap(
  rankings: readonly Ranked[],
  clusters: number,
  resamples: number,
  seed: number,
): Measures[][] {
  const next = seeded(seed);
  const weight = new Float64Array(clusters);
  const drawn: Measures[][] = rankings.map(() => []);
  for (let draw = 0; draw < resamples; draw++) {
    weight.fill(0);
    for (let i = 0; i < clusters; i++) {
      const cluster = Math.floor(next() * clusters);
      weight[cluster] = at(weight, cluster) + 1;
    }
    for (const [i, ranking] of rankings.entries()) at(drawn, i).push(measures(ranking, EVERY_FAMILY, weight));
  }
  return drawn;
}

/** The middle 95 per cent of the figures, those of draws without an error (NaN) left out; `fallback` where none is left. */
export function interval(figures: readonly number[], fallback: number): readonly [number, number] {
  const sorted = Float64Array.from(figures.filter((figure) => !Number.isNaN(figure))).sort();
  if (sorted.length === 0) return [fallback, fallback];
  const quantile = (share: number) => at(sorted, Math.min(sorted.length - 1, Math.floor(share * sorted.length)));
  return [quantile(0.025), quantile(0.975)];
}
