import { median, pearson, slopeThroughOrigin, spearman } from "../../src/math/statistics.js";

it("correlates by hand-worked figures", () => {
  // Deviations −1.5 −.5 .5 1.5 and −1.25 −2.25 .75 2.75: 7.5 / √(5 · 14.75).
  expect(pearson([1, 2, 3, 4], [2, 1, 4, 6])).toBeCloseTo(7.5 / Math.sqrt(5 * 14.75), 14);
  expect(pearson([1, 2, 3], [-2, -4, -6])).toBeCloseTo(-1, 14);
});

it("ranks, and lets ties share their mean rank", () => {
  expect(spearman([1, 10, 100, 1000], [0.1, 0.2, 0.3, 0.4])).toBeCloseTo(1, 14);
  // Ranks 0, 1.5, 1.5, 3 against 0, 1, 2, 3: 4.5 / √(4.5 · 5).
  expect(spearman([5, 7, 7, 9], [1, 2, 3, 4])).toBeCloseTo(4.5 / Math.sqrt(4.5 * 5), 14);
});

it("knows no correlation with what does not vary", () => {
  expect(pearson([1, 1, 1], [1, 2, 3])).toBeNull();
  expect(spearman([1, 2, 3], [4, 4, 4])).toBeNull();
});

it("fits a line through the origin", () => {
  expect(slopeThroughOrigin([1, 2], [3, 3])).toBeCloseTo(9 / 5, 14);
  expect(slopeThroughOrigin([0, 0], [1, 2])).toBeNull();
});

it("finds the middle", () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([])).toBeNull();
});
