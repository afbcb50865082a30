import type { DesignName } from "../../findings/validation.js";
import { at } from "../../math/at.js";
import type { Random } from "../../math/random.js";
import type { Unit } from "./units.js";

/** Training units to retrain without, each with the numbers of the references to look at. */
export interface Chosen {
  readonly unit: Unit;
  readonly references: readonly number[];
}

/** What units to choose from, and what influence says of them. */
export interface Pool {
  readonly tokens: readonly Unit[];
  readonly segments: readonly Unit[];
  /** Δ(S) of each unit for one reference. */
  influence(units: readonly Unit[], reference: number): Float64Array;
}

/**
 * How many references a design of so many pairs looks at. `top` has the paper's shape, as many training tokens for each
 * reference as references. The others spend pairs on training segments: a retraining serves all references at once.
 */
export function referencesOf(design: DesignName, pairs: number): number {
  const side = Math.sqrt(pairs);
  return Math.max(1, Math.round(design === "top" ? side : side / 2));
}

/** Chooses about `pairs` pairs of a training unit and one of so many references; docs/commands/validate.md. */
export function choose(design: DesignName, pairs: number, references: number, pool: Pool, random: Random): Chosen[] {
  const each = Math.max(1, Math.round(pairs / references));
  if (design === "top") return strongest(each, references, pool);
  const every = Array.from({ length: references }, (_, i) => i);
  const units = design === "random" ? mixed(each, pool, random) : stratified(each, references, pool, random);
  return units.map((unit) => ({ unit, references: every }));
}

/** For each reference, the training tokens of largest |Δ|. */
function strongest(each: number, references: number, { tokens, influence }: Pool): Chosen[] {
  const of = new Map<number, number[]>();
  for (let reference = 0; reference < references; reference++) {
    const delta = influence(tokens, reference);
    const order = Array.from(delta.keys()).sort((a, b) => Math.abs(at(delta, b)) - Math.abs(at(delta, a)) || a - b);
    for (const i of order.slice(0, each)) of.set(i, [...(of.get(i) ?? []), reference]);
  }
  return [...of].sort(([a], [b]) => a - b).map(([i, list]) => ({ unit: at(tokens, i), references: list }));
}

/** Half annotated segments of several tokens, a quarter any segments, a quarter any tokens; each drawn at random. */
function mixed(count: number, { tokens, segments }: Pool, random: Random): Unit[] {
  const long = segments.filter(({ start, end }) => end - start > 1);
  const drawn = [
    ...sample(long, Math.ceil(count / 2), random),
    ...sample(segments, Math.ceil(count / 4), random),
    ...sample(tokens, count, random),
  ];
  return distinct(drawn).slice(0, count);
}

/** Bands of |Δ|, from none to the largest. */
const BANDS = 4;

/** As many tokens, segments of one token and longer segments, and of each as many from every quarter of √Σ_T Δ². */
function stratified(count: number, references: number, pool: Pool, random: Random): Unit[] {
  const kinds = [
    pool.tokens,
    pool.segments.filter(({ start, end }) => end - start === 1),
    pool.segments.filter(({ start, end }) => end - start > 1),
  ].filter(({ length }) => length > 0);
  const strata = kinds.flatMap((units) => {
    const size = new Float64Array(units.length);
    for (let reference = 0; reference < references; reference++) {
      const delta = pool.influence(units, reference);
      for (const [i, one] of delta.entries()) size[i] = at(size, i) + one ** 2;
    }
    const order = Array.from(size.keys()).sort((a, b) => at(size, a) - at(size, b) || a - b);
    return Array.from({ length: BANDS }, (_, band) => {
      const from = Math.floor((band * order.length) / BANDS);
      return order.slice(from, Math.floor(((band + 1) * order.length) / BANDS)).map((i) => at(units, i));
    });
  });
  const each = Math.ceil(count / strata.length);
  const drawn = strata.map((units) => sample(units, each, random));
  // One of each stratum in turn, so that what is cut off at the end is not one of them alone.
  const turns = Array.from({ length: each }, (_, turn) => drawn.flatMap((units) => units.slice(turn, turn + 1)));
  return distinct(turns.flat()).slice(0, count);
}

/** So many of the items, in random order: the first of a Fisher–Yates shuffle. */
export function sample<T>(items: readonly T[], count: number, random: Random): T[] {
  const pool = [...items];
  const most = Math.min(count, pool.length);
  for (let i = 0; i < most; i++) {
    const j = i + Math.floor(random() * (pool.length - i));
    [pool[i], pool[j]] = [at(pool, j), at(pool, i)];
  }
  return pool.slice(0, most);
}

/** A segment of one token is a token too: the first of the same bounds stays. */
function distinct(units: readonly Unit[]): Unit[] {
  const seen = new Set<string>();
  return units.filter(({ start, end }) => {
    const key = `${start} ${end}`;
    return !seen.has(key) && seen.add(key);
  });
}
