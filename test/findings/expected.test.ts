import { expectedErrors } from "../../src/findings/expected.js";

const scores = [0.99, 0.9, 0.7, 0.4].map((score) => ({ score }));

test("of a pattern, the share that it is estimated to have, whatever the scores of its findings add up to", () => {
  expect(expectedErrors({ probability: 0.5 }, scores)).toEqual({ findings: 4, wrong: 2, isReliable: false });
  expect(expectedErrors({ probability: 0.8 }, scores).isReliable).toBe(true);
});

test("of parts of it, shares that add up to the pattern's, the likely ones more", () => {
  const wrong = (...part: typeof scores) => expectedErrors({ probability: 0.5 }, scores, part).wrong;
  const each = scores.map((one) => wrong(one));
  expect(each.reduce((sum, one) => sum + one, 0)).toBeCloseTo(2, 9);
  expect(each).toEqual([...each].sort((a, b) => b - a));
  expect(wrong(...scores.slice(0, 2))).toBeCloseTo((each[0] ?? 0) + (each[1] ?? 0), 12);
  expect(wrong()).toBe(0);
});

test("scores that read 1 or 0 are not certain", () => {
  const certain = [1, 1, 0].map((score) => ({ score }));
  const of = (part: typeof certain) => expectedErrors({ probability: 0.4 }, certain, part).wrong;
  expect(of(certain.slice(0, 1))).toBeCloseTo(0.6, 3);
  expect(of(certain.slice(2))).toBeCloseTo(0, 3);
});
