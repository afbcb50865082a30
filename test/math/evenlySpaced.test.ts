import fc from "fast-check";
import { evenlySpaced } from "../../src/math/evenlySpaced.js";

test("spreads over a list, both ends and no index twice", () => {
  expect(evenlySpaced(0, 5)).toEqual([]);
  expect(evenlySpaced(1, 5)).toEqual([0]);
  expect(evenlySpaced(5, 5)).toEqual([0, 1, 2, 3, 4]);
  expect(evenlySpaced(9, 5)).toEqual([0, 2, 4, 6, 8]);
  fc.assert(
    fc.property(fc.nat(500), fc.integer({ min: 2, max: 60 }), (count, most) => {
      const kept = evenlySpaced(count, most);
      expect(kept).toHaveLength(Math.min(count, most));
      expect(new Set(kept).size).toBe(kept.length);
      if (count > 0) expect([kept[0], kept.at(-1)]).toEqual([0, count - 1]);
      expect([...kept].sort((a, b) => a - b)).toEqual(kept);
    }),
  );
});
