import { lbfgs, type Objective } from "../../src/math/lbfgs.js";
import { type TwiceDifferentiable, truncatedNewton } from "../../src/math/newton.js";
import { norm, type Vector } from "../../src/math/vector.js";
import { maskPadding, wholeLoss } from "../helpers/allPaths.js";
import { choleskySolve, farthest, inner, symmetricOf, times } from "../helpers/dense.js";
import { random, uniformVector } from "../helpers/random.js";
import { objectiveOf, tiny } from "../helpers/tiny.js";

type Smooth = Objective & TwiceDifferentiable;

/** A function with a constant Hessian. */
function smooth(dimension: number, evaluate: Objective["evaluate"], multiply: (x: Vector) => Vector): Smooth {
  const apply = (x: Vector, out: Vector) => out.set(multiply(x));
  const hessian = { dimension, apply, inverseMetric: new Float64Array(dimension).fill(1) };
  const at = (x: Vector, gradient: Vector) => ({ value: evaluate(x, gradient), hessian, close() {} });
  return { dimension, evaluate, at };
}

/** ½ xᵀHx − bᵀx */
function quadratic(H: readonly Float64Array[], b: Float64Array): Smooth {
  const evaluate = (x: Vector, gradient: Vector) => {
    const Hx = times(H, x);
    for (let i = 0; i < b.length; i++) gradient[i] = Hx[i] - b[i];
    return inner(x, Hx) / 2 - inner(b, x);
  };
  return smooth(b.length, evaluate, (x) => times(H, x));
}

/** Both methods to a gradient norm of `tolerance`, under one interface. */
const methods = {
  "L-BFGS": (objective: Smooth, start: Float64Array, tolerance: number, maxIterations = 5000) =>
    lbfgs(objective, start, { done: (gradientNorm) => gradientNorm <= tolerance, maxIterations, memory: 6 }),
  "truncated Newton": (objective: Smooth, start: Float64Array, tolerance: number, maxIterations = 100) =>
    truncatedNewton(objective, start, { gradientTolerance: tolerance, maxIterations, maxInner: 500 }),
};

describe.each(Object.entries(methods))("%s", (_, minimise) => {
  // Four decades of curvature: plain gradient descent would take tens of thousands of steps.
  const eigenvalues = Array.from({ length: 16 }, (_x, i) => 10 ** (-2 + (4 * i) / 15));
  const H = symmetricOf(eigenvalues, random(5));
  const b = uniformVector(16, random(6));
  const hard = quadratic(H, b);

  it("minimises an ill-conditioned quadratic", () => {
    const result = minimise(hard, new Float64Array(16), 1e-8);
    expect(result.converged).toBe(true);
    // ‖x − x*‖ ≤ ‖∇f‖ / (least eigenvalue)
    expect(farthest(result.x, choleskySolve(H, b))).toBeLessThan(1e-8 / 1e-2);
  });

  it("reports the value and gradient norm of the point that it returns", () => {
    for (const maxIterations of [1, 2, 7, 20]) {
      const start = uniformVector(16, random(7), 10);
      const kept = Float64Array.from(start);
      const result = minimise(hard, start, 1e-8, maxIterations);
      const gradient = new Float64Array(16);
      expect(hard.evaluate(result.x, gradient)).toBe(result.value);
      expect(norm(gradient)).toBe(result.gradientNorm);
      expect(result.converged).toBe(result.gradientNorm <= 1e-8);
      expect(result.iterations).toBeLessThanOrEqual(maxIterations);
      expect(start).toEqual(kept);
    }
  });

  it("takes no iteration from the optimum", () => {
    const optimum = choleskySolve(H, b);
    const result = minimise(hard, optimum, 1e-8);
    expect(result).toMatchObject({ iterations: 0, evaluations: 1, converged: true });
    expect(result.x).toEqual(optimum);
  });

  it("says so where it cannot come further: the tolerance is below rounding", () => {
    const result = minimise(hard, new Float64Array(16), 1e-30, 1500);
    expect(result.converged).toBe(false);
    expect(result.gradientNorm).toBeGreaterThan(1e-30);
    expect(farthest(result.x, choleskySolve(H, b))).toBeLessThan(1e-6);
  });

  it("minimises the loss of a tiny CRF, from two starts, to the gradient 0 of the definition", () => {
    const t = tiny(3, { labels: 3 });
    const objective = objectiveOf(t);
    const away = maskPadding(uniformVector(objective.dimension, random(8), 5), 3);
    const near = minimise(objective, new Float64Array(objective.dimension), 1e-9);
    const far = minimise(objective, away, 1e-9);
    for (const result of [near, far]) {
      expect(result.converged).toBe(true);
      expect(norm(wholeLoss(t, result.x, 0.7).gradient)).toBeLessThan(2e-9);
    }
    // H ⪰ λI: both are within 1e-9 / λ of the one optimum.
    expect(farthest(near.x, far.x)).toBeLessThan(2e-9 / 0.7);
  });
});

it("L-BFGS and truncated Newton find the same optimum of a CRF", () => {
  const objective = objectiveOf(tiny(4, { labels: 2, lengths: [3, 1, 4, 2, 2] }), 0.05);
  const zero = new Float64Array(objective.dimension);
  const [one, two] = Object.values(methods).map((minimise) => minimise(objective, zero, 1e-10));
  expect(farthest(one.x, two.x)).toBeLessThan(2e-10 / 0.05);
  expect(Math.abs(one.value - two.value)).toBeLessThan(1e-12 * Math.abs(one.value));
});

it("truncated Newton ends superlinearly", () => {
  const objective = objectiveOf(tiny(5, { labels: 3, lengths: [4, 4, 3] }), 0.01);
  const norms: number[] = [];
  truncatedNewton(objective, new Float64Array(objective.dimension), {
    gradientTolerance: 1e-10,
    maxIterations: 100,
    maxInner: 500,
    onIteration: (_i, _value, gradientNorm) => norms.push(gradientNorm),
  });
  expect(norms.length).toBeLessThan(20);
  // The last three steps gain more than four decades; those before them, at a linear rate, not two.
  const [before] = norms.slice(-4);
  expect(norms[norms.length - 1]).toBeLessThan(1e-4 * before);
});

describe("where the search ends at the edge of the domain, its last trial beyond it", () => {
  const edge = 0.1517;
  const value = (x: number) => (x <= edge ? -x : Number.POSITIVE_INFINITY);
  const evaluate = (x: Vector, gradient: Vector) => {
    gradient[0] = x[0] <= edge ? -1 : Number.NaN;
    return value(x[0]);
  };
  const line = smooth(1, evaluate, (x) => x);
  const expectWhole = ({
    x,
    value: reported,
    gradientNorm,
  }: {
    x: Float64Array;
    value: number;
    gradientNorm: number;
  }) => expect([reported, gradientNorm]).toEqual([value(x[0]), 1]);

  it("L-BFGS returns the point that the search accepted", () => {
    expectWhole(methods["L-BFGS"](line, new Float64Array(1), 1e-9, 1));
  });

  it("truncated Newton returns the point that the search accepted", () => {
    expectWhole(methods["truncated Newton"](line, new Float64Array(1), 1e-9, 1));
  });
});
