import { type Chosen, choose, type Pool, referencesOf, sample } from "../../../src/evaluation/retraining/design.js";
import type { Unit } from "../../../src/evaluation/retraining/units.js";
import { seeded } from "../../../src/math/random.js";

const unit = (start: number, length: number): Unit => ({ sentence: 0, start, end: start + length, label: "X" });

/** Tokens 0 … 99; segments of one to three tokens; Δ of a unit for reference r is its start, alternating in sign, and r. */
const pool: Pool = {
  tokens: Array.from({ length: 100 }, (_, i) => unit(i, 1)),
  segments: Array.from({ length: 30 }, (_, i) => unit(3 * i, 1 + (i % 3))),
  influence: (units, r) => Float64Array.from(units, ({ start }) => (start % 2 === 0 ? start : -start) + r / 10),
};
const pairsOf = (chosen: readonly Chosen[]) => chosen.reduce((sum, { references }) => sum + references.length, 0);
const keys = (chosen: readonly Chosen[]) => chosen.map(({ unit: { start, end } }) => `${start} ${end}`);

it("has the paper's shape: 20 references times 20 training tokens", () => {
  expect(referencesOf("top", 400)).toBe(20);
  const chosen = choose("top", 400, 20, pool, seeded(1));
  expect(pairsOf(chosen)).toBe(400);
  for (let r = 0; r < 20; r++) {
    const starts = chosen.filter(({ references }) => references.includes(r)).map(({ unit: { start } }) => start);
    expect(starts).toHaveLength(20);
    // The largest |Δ| of 100 tokens, whatever the sign.
    expect(Math.min(...starts)).toBeGreaterThanOrEqual(78);
  }
});

it.each(["random", "stratified"] as const)("%s: every unit against every reference, each unit once", (design) => {
  const references = referencesOf(design, 400);
  const chosen = choose(design, 400, references, pool, seeded(1));
  expect(references).toBe(10);
  expect(pairsOf(chosen)).toBe(400);
  expect(new Set(keys(chosen)).size).toBe(chosen.length);
  expect(chosen.some(({ unit: { start, end } }) => end - start > 1)).toBe(true);
});

it("stratified: small influences as well as large ones, of every length", () => {
  const chosen = choose("stratified", 120, 1, pool, seeded(3)).map((one) => one.unit);
  for (const length of [1, 2]) {
    const starts = chosen.filter(({ start, end }) => end - start === length).map(({ start }) => start);
    expect(Math.min(...starts)).toBeLessThan(25);
    expect(Math.max(...starts)).toBeGreaterThan(74);
  }
});

it("draws the same for the same seed, and others for another", () => {
  const drawn = (seed: number) => keys(choose("random", 100, 5, pool, seeded(seed)));
  expect(drawn(1)).toEqual(drawn(1));
  expect(drawn(1)).not.toEqual(drawn(2));
});

it("takes what there is where there is not enough", () => {
  expect(sample([1, 2, 3], 10, seeded(1)).sort()).toEqual([1, 2, 3]);
  const few: Pool = { ...pool, tokens: pool.tokens.slice(0, 3), segments: [] };
  for (const design of ["top", "random", "stratified"] as const) {
    expect(choose(design, 400, 2, few, seeded(1))).toHaveLength(3);
  }
});
