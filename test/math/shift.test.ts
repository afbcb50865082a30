import fc from "fast-check";
import { logistic, logit } from "../../src/math/logistic.js";
import { shiftTo } from "../../src/math/shift.js";

const shares = fc.double({ min: 1e-4, max: 1 - 1e-4, noNaN: true });
const values = fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { maxLength: 30 });

test("the shift reaches the share", () => {
  fc.assert(
    fc.property(values, shares, fc.constantFrom(0, 0.5, 40), (x, p, blank) => {
      fc.pre(x.length + blank > 0);
      const s = shiftTo(x, p, blank);
      const sum = x.reduce((all, one) => all + logistic(one + s), blank * logistic(s));
      expect(sum / (x.length + blank)).toBeCloseTo(p, 9);
    }),
  );
});

test("of equal values it is the difference of log odds", () => {
  expect(shiftTo([2, 2, 2], 0.25)).toBeCloseTo(logit(0.25) - 2, 12);
  expect(shiftTo(Float64Array.of(), 0.25, 3)).toBeCloseTo(logit(0.25), 12);
});

test("nothing is shifted by nothing", () => {
  expect(shiftTo([], 0.5)).toBe(0);
});
