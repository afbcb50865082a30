import { largestWithinError } from "../../../src/audit/refits/referenceWeight.js";

const tried = (...rows: [number, number[]][]) => rows.map(([w, losses]) => ({ w, losses: Float64Array.from(losses) }));

it("takes the largest weight that the likelihood does not tell from the best", () => {
  // 4 is best; 16 loses a little here and wins a little there; 64 loses everywhere.
  const rows = tried([1, [5, 5, 5, 5]], [4, [3, 3, 3, 3]], [16, [3.5, 2.6, 3.4, 2.6]], [64, [6, 6.1, 6, 6.1]]);
  expect(largestWithinError(rows)).toBe(16);
  expect(largestWithinError(rows.slice(0, 2))).toBe(4);
  expect(largestWithinError([rows[0], rows[1], rows[3]])).toBe(4);
});

it("takes a weight that ties, and the only one there is", () => {
  expect(largestWithinError(tried([1, [2, 2]], [4, [2, 2]]))).toBe(4);
  expect(largestWithinError(tried([1, [2]]))).toBe(1);
});
