import { gainOf } from "../../../src/audit/patterns/gain.js";

/** G / 2 of a 2 × 2 table: Σ observed · log(observed / expected). */
function halfG(there: number, errorsThere: number, elsewhere: number, errorsElsewhere: number): number {
  const all = there + elsewhere;
  const errors = errorsThere + errorsElsewhere;
  const cell = (observed: number, row: number, column: number) =>
    observed === 0 ? 0 : observed * Math.log((observed * all) / (row * column));
  return (
    cell(errorsThere, there, errors) +
    cell(there - errorsThere, there, all - errors) +
    cell(errorsElsewhere, elsewhere, errors) +
    cell(elsewhere - errorsElsewhere, elsewhere, all - errors)
  );
}

it.each([
  [10, 8, 100, 5],
  [10, 10, 100, 0],
  [3, 1.5, 40, 2.25],
  [50, 20, 50, 19.5],
])("is half of G: %p of which %p, and %p of which %p", (there, errorsThere, elsewhere, errorsElsewhere) => {
  const counts = { all: there + elsewhere, errors: errorsThere + errorsElsewhere, there, errorsThere };
  expect(gainOf(counts)).toBeCloseTo(halfG(there, errorsThere, elsewhere, errorsElsewhere), 10);
});

it("is nothing where the anchor has no more errors than the rest", () => {
  expect(gainOf({ all: 100, errors: 20, there: 10, errorsThere: 2 })).toBe(0);
  expect(gainOf({ all: 100, errors: 20, there: 10, errorsThere: 1 })).toBe(0);
  expect(gainOf({ all: 10, errors: 2, there: 10, errorsThere: 2 })).toBe(0);
});
