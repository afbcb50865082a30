import fc from "fast-check";
import { curveReads, EVERY_FAMILY, measures, ranked, recallAt } from "../../../src/evaluation/findings/metrics.js";

const rank = (values: readonly number[], families: readonly number[]) =>
  ranked(Float64Array.from(values), Uint8Array.from(families), Int32Array.from(values.keys()));

/** Values with many ties, and what is wrong; some of each. */
const units = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.constantFrom(0, 1, 2)), { minLength: 2, maxLength: 12 })
  .filter((all) => all.some(([, family]) => family === 0) && all.some(([, family]) => family === 1))
  .map((all) => ({ values: all.map(([value]) => value), families: all.map(([, family]) => family) }));

it("AUROC is the share of pairs in the right order", () => {
  fc.assert(
    fc.property(units, ({ values, families }) => {
      let pairs = 0;
      let won = 0;
      values.forEach((wrong, i) => {
        values.forEach((right, j) => {
          if (families[i] === 0 || families[j] !== 0) return;
          pairs++;
          won += wrong > right ? 1 : wrong === right ? 0.5 : 0;
        });
      });
      expect(measures(rank(values, families), EVERY_FAMILY, null).auroc).toBeCloseTo(won / pairs, 12);
    }),
  );
});

it("average precision is recall gained times precision, at each distinct value", () => {
  fc.assert(
    fc.property(units, ({ values, families }) => {
      const errors = families.filter((family) => family !== 0).length;
      let expected = 0;
      for (const value of new Set(values)) {
        const read = values.flatMap((other, i) => (other >= value ? [i] : []));
        const gained = read.filter((i) => values[i] === value && families[i] !== 0).length / errors;
        expected += (gained * read.filter((i) => families[i] !== 0).length) / read.length;
      }
      expect(measures(rank(values, families), EVERY_FAMILY, null).averagePrecision).toBeCloseTo(expected, 12);
    }),
  );
});

it("a family is ranked among the right units alone", () => {
  fc.assert(
    fc.property(units, ({ values, families }) => {
      const kept = values.flatMap((value, i) => (families[i] === 2 ? [] : [[value, families[i]]]));
      const alone = measures(rank(kept.map(([v]) => v), kept.map(([, f]) => f)), EVERY_FAMILY, null); // biome-ignore format: one thought
      expect(measures(rank(values, families), 1, null)).toEqual(alone);
    }),
  );
});

it("a unit of weight two counts as two of it", () => {
  fc.assert(
    fc.property(units, fc.array(fc.nat(2), { minLength: 12, maxLength: 12 }), ({ values, families }, times) => {
      const repeat = (all: readonly number[]) => all.flatMap((one, i) => new Array<number>(times[i]).fill(one));
      const weighted = measures(rank(values, families), EVERY_FAMILY, Float64Array.from(times));
      const repeated = measures(rank(repeat(values), repeat(families)), EVERY_FAMILY, null);
      expect(weighted.errors).toBe(repeated.errors);
      if (repeated.errors > 0) expect(weighted.averagePrecision).toBeCloseTo(repeated.averagePrecision, 12);
      if (Number.isFinite(repeated.auroc)) expect(weighted.auroc).toBeCloseTo(repeated.auroc, 12);
    }),
  );
});

it("precision among ties is what a random order gives on average", () => {
  // One of two tied units is wrong, so the first of them is wrong half of the time.
  const one = rank([3, 2, 2, 1], [1, 1, 0, 0]);
  expect(recallAt(one, [1, 2, 3, 9])).toEqual([
    { read: 1, recall: 0.5, precision: 1 },
    { read: 2, recall: 0.75, precision: 0.75 },
    { read: 3, recall: 1, precision: 2 / 3 },
    { read: 9, recall: 1, precision: 0.5 },
  ]);
});

it("units without a finding come last, together", () => {
  const none = Number.NEGATIVE_INFINITY;
  const one = rank([none, 5, none, none], [1, 1, 0, 0]);
  expect(one.found).toBe(1);
  expect(measures(one, EVERY_FAMILY, null).averagePrecision).toBeCloseTo(0.5 * 1 + 0.5 * 0.5, 12);
});

it("curves begin with the first unit and end with the last", () => {
  expect(curveReads(1)).toEqual([1]);
  const reads = curveReads(12345);
  expect([reads[0], reads.at(-1)]).toEqual([1, 12345]);
  expect(reads.every((read, i) => i === 0 || read > reads[i - 1])).toBe(true);
});
