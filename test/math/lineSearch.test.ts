import { type LinePoint, wolfeStep } from "../../src/math/lineSearch.js";

type Function = readonly [value: (a: number) => number, slope: (a: number) => number];

/** Convex along the line, each with its minimiser near 1. */
const functions: Record<string, Function> = {
  quadratic: [(a) => (a - 1) ** 2, (a) => 2 * (a - 1)],
  "quartic, flat at its minimum": [(a) => (a - 1) ** 4, (a) => 4 * (a - 1) ** 3],
  "softplus against a line": [
    (a) => Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a))) - 0.731 * a,
    (a) => 1 / (1 + Math.exp(-a)) - 0.731,
  ],
  // Overflows to Infinity from about 355 on.
  "exponential wall": [(a) => Math.exp(2 * a) - 14.8 * a, (a) => 2 * Math.exp(2 * a) - 14.8],
  "steep, then shallow": [(a) => Math.sqrt(1e-6 + (a - 1) ** 2), (a) => (a - 1) / Math.sqrt(1e-6 + (a - 1) ** 2)],
  // Defined up to 1.5: NaN beyond.
  "log barrier": [(a) => -Math.log(1.5 - a) - 2 * a, (a) => (a < 1.5 ? 1 / (1.5 - a) - 2 : Number.NaN)],
};

function along([value, slope]: Function) {
  const trials: number[] = [];
  const phi = (step: number): LinePoint => {
    trials.push(step);
    return { step, value: value(step), slope: slope(step) };
  };
  return { phi, trials, start: { step: 0, value: value(0), slope: slope(0) } };
}

describe.each(Object.entries(functions))("wolfeStep on a %s", (_, f) => {
  it.each([1, 1e6, 1e-6, 40, 0.02])("meets both conditions from a first step of %d", (first) => {
    const { phi, trials, start } = along(f);
    const point = wolfeStep(phi, start, first);
    if (point === null) throw new Error("no step");
    expect(point.step).toBeGreaterThan(0);
    expect(point.value).toBeLessThanOrEqual(start.value + 1e-4 * point.step * start.slope);
    expect(Math.abs(point.slope)).toBeLessThanOrEqual(0.9 * Math.abs(start.slope));
    expect(point).toEqual({ step: point.step, value: f[0](point.step), slope: f[1](point.step) });
    // Six decades are ten factors of four; nothing needs more than twice that.
    expect(trials.length).toBeLessThanOrEqual(30);
  });
});

it("takes a first step that is good at once", () => {
  const { phi, trials, start } = along(functions.quadratic);
  expect(wolfeStep(phi, start, 1)?.step).toBe(1);
  expect(trials).toEqual([1]);
});

it("ends where values drown in rounding, by slopes alone", () => {
  // φ falls by 1e-9 from 1e8: less than a unit in the last place, so Armijo's test sees only noise.
  const { phi, start } = along([(a) => 1e8 + 1e-9 * (a - 1) ** 2, (a) => 2e-9 * (a - 1)]);
  expect(start.value).toBe(phi(1).value);
  const point = wolfeStep(phi, start, 0.5);
  expect(point).not.toBeNull();
  expect(Math.abs((point as LinePoint).slope)).toBeLessThanOrEqual(0.9 * Math.abs(start.slope));
});

it("believes the slope where the value is noisier than its last digits", () => {
  // Rounding of ±1e-11 relative, as sums of large terms that cancel have; the drop along the line is a hundredth of it.
  const noise = (a: number) => 1e-9 * Math.sin(1e6 * a);
  const { phi, trials, start } = along([(a) => 100 + 1e-11 * (a - 1) ** 2 + noise(a), (a) => 2e-11 * (a - 1)]);
  for (const first of [0.5, 1, 1.3, 1.8]) expect(wolfeStep(phi, start, first)?.step).toBe(first);
  expect(trials).toHaveLength(4);
});

it("gives null where every step goes up: the slope at 0 is rounding", () => {
  const { phi } = along([(a) => 1 + a, () => 1]);
  expect(wolfeStep(phi, { step: 0, value: 1, slope: -1e-18 }, 1)).toBeNull();
});

it("gives the furthest finite point where the minimiser lies on the edge of the domain", () => {
  const edge = 0.7;
  const { phi, start } = along([(a) => (a <= edge ? -a : Number.POSITIVE_INFINITY), () => -1]);
  const point = wolfeStep(phi, start, 1);
  expect(point?.value).toBeLessThan(-0.9 * edge);
});
