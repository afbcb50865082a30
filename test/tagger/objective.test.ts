import { maskPadding, wholeHessian, wholeLoss } from "../helpers/allPaths.js";
import { random, uniformVector } from "../helpers/random.js";
import { objectiveOf, tiny } from "../helpers/tiny.js";

const worst = (x: ArrayLike<number>, y: ArrayLike<number>) =>
  Array.from(x).reduce((most, xi, i) => Math.max(most, Math.abs(xi - y[i])), 0);

describe.each([1, 2, 3, 4, 5])("CRF objective against all paths, seed %i", (seed) => {
  const labels = 2 + (seed % 3);
  const t = tiny(seed, { labels });
  const objective = objectiveOf(t);
  const theta = maskPadding(uniformVector(objective.dimension, random(seed), 1.5), labels);

  it("has the value and gradient of the definition", () => {
    const gradient = new Float64Array(theta.length);
    const value = objective.evaluate(theta, gradient);
    const oracle = wholeLoss(t, theta, 0.7);
    expect(Math.abs(value - oracle.value)).toBeLessThan(1e-11 * Math.abs(oracle.value));
    expect(worst(gradient, oracle.gradient)).toBeLessThan(1e-11);
  });

  it("has the gradient of finite differences", () => {
    const gradient = new Float64Array(theta.length);
    objective.evaluate(theta, gradient);
    const scratch = new Float64Array(theta.length);
    const u = maskPadding(uniformVector(theta.length, random(seed + 100)), labels);
    const h = 1e-5;
    const at = (s: number) =>
      objective.evaluate(
        theta.map((x, i) => x + s * u[i]),
        scratch,
      );
    // Fourth-order central difference: truncation O(h⁴), rounding about 1e-16 |L| / h.
    const slope = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
    expect(Math.abs(slope - gradient.reduce((sum, g, i) => sum + g * u[i], 0))).toBeLessThan(1e-8);
  });

  it("has the Hessian of the definition, column by column", () => {
    const curvature = objective.linearise(theta);
    const H = wholeHessian(t, theta, 0.7);
    const out = new Float64Array(theta.length);
    const mask = maskPadding(new Float64Array(theta.length).fill(1), labels);
    for (let i = 0; i < theta.length; i++) {
      if (mask[i] === 0) continue;
      const unit = new Float64Array(theta.length);
      unit[i] = 1;
      curvature.apply(unit, out);
      expect(worst(out, H[i])).toBeLessThan(1e-11);
    }
  });

  it("has the Hessian-vector product of finite differences of the gradient", () => {
    const u = maskPadding(uniformVector(theta.length, random(seed + 200)), labels);
    const Hu = new Float64Array(theta.length);
    objective.linearise(theta).apply(u, Hu);
    const h = 1e-4;
    const at = (s: number) => {
      const g = new Float64Array(theta.length);
      objective.evaluate(
        theta.map((x, i) => x + s * u[i]),
        g,
      );
      return g;
    };
    const [p1, m1, p2, m2] = [at(h), at(-h), at(2 * h), at(-2 * h)];
    const numeric = Hu.map((_, i) => (8 * (p1[i] - m1[i]) - (p2[i] - m2[i])) / (12 * h));
    expect(worst(numeric, Hu)).toBeLessThan(1e-8);
  });

  it("refuses a Hessian-vector product once the lattice has moved on", () => {
    const curvature = objective.linearise(theta);
    objective.evaluate(theta, new Float64Array(theta.length));
    expect(() => curvature.apply(theta, new Float64Array(theta.length))).toThrow(/moved on/);
  });
});
