import type { RecallPoint } from "../../findings/evaluation.js";
import { at } from "../../math/at.js";

/** Units in descending order of score. Those of equal value stand together, and count as in a random order. */
export interface Ranked {
  /** By place. */
  readonly families: Uint8Array;
  readonly cluster: Int32Array;
  /** Past the last place of each group of ties. */
  readonly groupEnds: Int32Array;
  /** Places that hold a unit with a value; those after them are in no finding. */
  readonly found: number;
}

export function ranked(values: Float64Array, families: Uint8Array, cluster: Int32Array): Ranked {
  const order = Uint32Array.from(values.keys()).sort((a, b) =>
    values[a] === values[b] ? a - b : at(values, b) - at(values, a),
  );
  const groupEnds: number[] = [];
  let found = 0;
  order.forEach((unit, place) => {
    const value = at(values, unit);
    if (value > Number.NEGATIVE_INFINITY) found = place + 1;
    if (place + 1 === order.length || at(values, at(order, place + 1)) !== value) groupEnds.push(place + 1);
  });
  return {
    families: Uint8Array.from(order, (unit) => at(families, unit)),
    cluster: Int32Array.from(order, (unit) => at(cluster, unit)),
    groupEnds: Int32Array.from(groupEnds),
    found,
  };
}

/** Units and errors are counts, or sums of weights. Where there are no errors (or nothing else) figures are NaN. */
export interface Measures {
  readonly units: number;
  readonly errors: number;
  /** Σ over groups of ties: recall gained × precision at the group's end. */
  readonly averagePrecision: number;
  /** Probability that a wrong unit stands above a right one, ties half. */
  readonly auroc: number;
}

/**
 * @param mask the families that count as errors; units of other families are left out
 * @param weight by cluster: how often its units count (a bootstrap's draw); null for once each
 */
export function measures(
  { families, cluster, groupEnds }: Ranked,
  mask: number,
  weight: Float64Array | null,
): Measures {
  let [seen, hits, pairs, gains] = [0, 0, 0, 0];
  let place = 0;
  for (const end of groupEnds) {
    let [right, wrong] = [0, 0];
    for (; place < end; place++) {
      const w = weight === null ? 1 : at(weight, at(cluster, place));
      const family = at(families, place);
      if (family === 0) right += w;
      else if (family & mask) wrong += w;
    }
    // Pairs with the right units that stand below are counted from those above, and half of the ties.
    pairs += right * (hits + wrong / 2);
    seen += right + wrong;
    hits += wrong;
    if (wrong > 0) gains += wrong * (hits / seen);
  }
  return { units: seen, errors: hits, averagePrecision: gains / hits, auroc: pairs / (hits * (seen - hits)) };
}

export const EVERY_FAMILY = 0xff;

/**
 * Recall and precision after each of these numbers of units, which must ascend; within ties, the expected ones. Where
 * there are fewer units, after all of them.
 */
export function recallAt({ families, groupEnds }: Ranked, reads: readonly number[]): RecallPoint[] {
  const errors = families.reduce((sum, family) => sum + (family === 0 ? 0 : 1), 0);
  const points: RecallPoint[] = [];
  let [hits, place] = [0, 0];
  let waiting = reads;
  for (const end of groupEnds) {
    const start = place;
    let wrong = 0;
    for (; place < end; place++) if (families[place] !== 0) wrong++;
    const past = waiting.findIndex((read) => read > end);
    for (const read of past < 0 ? waiting : waiting.slice(0, past)) {
      const expected = hits + (wrong * (read - start)) / (end - start);
      points.push({ read, recall: expected / errors, precision: expected / read });
    }
    waiting = past < 0 ? [] : waiting.slice(past);
    hits += wrong;
  }
  for (const read of waiting) {
    points.push({ read, recall: hits / errors, precision: hits / families.length });
  }
  return points;
}

/** Numbers of units at which a curve is drawn: 1 to `count`, about fifteen in each power of ten. */
export function curveReads(count: number): number[] {
  const reads = new Set<number>([1, count]);
  for (let exponent = 0; 10 ** (exponent / 15) < count; exponent++) reads.add(Math.round(10 ** (exponent / 15)));
  return [...reads].filter((read) => read >= 1).sort((a, b) => a - b);
}
