import fc from "fast-check";
import { count, rounded, shareText, short, twoDecimals } from "../../src/report/numbers.js";

describe("rounded", () => {
  test.each([
    [1 / 3, 0.333333],
    [-1234.56789, -1234.57],
    [8.12345678e-9, 8.12346e-9],
    [12345678, 12345678],
    [-0, 0],
  ])("%d becomes %d", (value, expected) => expect(Object.is(rounded(value), expected)).toBe(true));

  test("keeps order", () => {
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1, max: 1 });
    fc.assert(fc.property(finite, finite, (a, b) => a > b || rounded(a) <= rounded(b)));
  });

  test.each([Number.NaN, Infinity, -Infinity])("refuses %d", (value) => {
    expect(() => rounded(value)).toThrow(/cannot hold/);
  });
});

test.each([
  [0, "0"],
  [999, "999"],
  [1000, "1,000"],
  [1234567, "1,234,567"],
])("count(%d) is %s", (value, text) => expect(count(value)).toBe(text));

test.each([
  [12.125, "12.12"],
  [12.375, "12.38"],
  [12.625, "12.62"],
  [12.875, "12.88"],
  [82.1012, "82.10"],
  [100, "100.00"],
  [0, "0.00"],
  [200 / 3, "66.67"],
])("twoDecimals(%d) is %s, as C prints it", (value, text) => expect(twoDecimals(value)).toBe(text));

test.each([
  [-1.23456, "-1.23"],
  [0.000831234, "8.31e-4"],
  [12345.6, "12300"],
  [0, "0"],
])("short(%d) is %s", (value, text) => expect(short(value)).toBe(text));

test("shares are read at a glance, and none of a something is 0", () => {
  expect([0.5, 0.0324, 0.0004, 0.00004, 0.0000001, 0].map((share) => shareText(share))).toEqual([
    "drives 50% of the reference loss",
    "drives 3.2% of the reference loss",
    "drives 0.04% of the reference loss",
    "drives 0.004% of the reference loss",
    "drives <0.001% of the reference loss",
    "drives 0% of the reference loss",
  ]);
  expect(shareText(-0.0996, "the loss")).toBe("takes 10% off the loss");
});
