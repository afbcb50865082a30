import type { Lattice } from "../../src/tagger/lattice.js";
import { maskPadding, wholeHessian, wholeLoss } from "../helpers/allPaths.js";
import { random, uniformVector } from "../helpers/random.js";
import { stateOf } from "../helpers/states.js";
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
    const { hessian } = objective.at(theta);
    const H = wholeHessian(t, theta, 0.7);
    const out = new Float64Array(theta.length);
    const mask = maskPadding(new Float64Array(theta.length).fill(1), labels);
    for (let i = 0; i < theta.length; i++) {
      if (mask[i] === 0) continue;
      const unit = new Float64Array(theta.length);
      unit[i] = 1;
      hessian.apply(unit, out);
      expect(worst(out, H[i])).toBeLessThan(1e-11);
    }
  });

  it("has the Hessian-vector product of finite differences of the gradient", () => {
    const u = maskPadding(uniformVector(theta.length, random(seed + 200)), labels);
    const Hu = new Float64Array(theta.length);
    objective.at(theta).hessian.apply(u, Hu);
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

  it("has lattices that stay what they are, whatever else is asked for", () => {
    const other = maskPadding(uniformVector(objective.dimension, random(seed + 300), 1.5), labels);
    const all = (at: Lattice) => {
      const Hu = new Float64Array(theta.length);
      at.hessian.apply(other, Hu);
      const { alpha, beta } = stateOf(at);
      return [at.value, Hu, at.hessian.diagonal(), alpha, beta];
    };
    const alone = [theta, other].map((x) => all(objectiveOf(t).at(x)));
    const gradient = new Float64Array(theta.length);
    const lattices = [theta, other].map((x) => objective.at(x, gradient));
    objective.evaluate(other, gradient);
    const view = objective.with({ weight: t.weight.map((w) => 2 * w) });
    view.at(theta, gradient).close();
    expect(lattices.map(all)).toEqual(alone);
    expect([lattices[1], lattices[0]].map(all)).toEqual([alone[1], alone[0]]);
    for (const lattice of lattices) lattice.close();
    expect(() => lattices[0].hessian.apply(theta, gradient)).toThrow("this lattice is closed");
  });

  it("has the gradient of an evaluation at a lattice, and its value", () => {
    const [evaluated, gradient] = [new Float64Array(theta.length), new Float64Array(theta.length)];
    const value = objective.evaluate(theta, evaluated);
    expect(objective.at(theta, gradient).value).toBe(value);
    expect(gradient).toEqual(evaluated);
    expect(objective.at(theta).value).toBe(value);
  });

  it("has views with other labels and weights that leave it alone", () => {
    const gold = t.gold.map((label) => (label + 1) % labels);
    const weight = t.weight.map((w, k) => w + k);
    const view = objective.with({ gold }).with({ weight });
    const gradient = new Float64Array(theta.length);
    const before = objective.evaluate(theta, new Float64Array(theta.length));
    const value = view.evaluate(theta, gradient);
    const oracle = wholeLoss({ ...t, gold, weight }, theta, 0.7);
    expect(Math.abs(value - oracle.value)).toBeLessThan(1e-11 * Math.abs(oracle.value));
    expect(worst(gradient, oracle.gradient)).toBeLessThan(1e-11);
    view.close();
    expect(objective.evaluate(theta, gradient)).toBe(before);
    expect(objective.problem.chains.gold).toEqual(t.gold);
  });
});
