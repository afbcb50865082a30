import { createWasmKernels } from "../../src/kernels/wasm.js";
import { maskPadding, wholeHessian, wholeLoss } from "../helpers/allPaths.js";
import { random, uniformVector } from "../helpers/random.js";
import { objectiveOf, tiny } from "../helpers/tiny.js";

const worst = (x: ArrayLike<number>, y: ArrayLike<number>) =>
  Array.from(x).reduce((most, xi, i) => Math.max(most, Math.abs(xi - y[i])), 0);

describe.each([1, 2, 3, 4, 5])("the objective over compiled kernels against all paths, seed %i", (seed) => {
  const labels = 2 + (seed % 3);
  const t = tiny(seed, { labels });
  const objective = objectiveOf(t, 0.7, createWasmKernels({ threads: 1 }));
  const theta = maskPadding(uniformVector(objective.dimension, random(seed), 1.5), labels);

  it("has the value and gradient of the definition", () => {
    const gradient = new Float64Array(theta.length);
    const value = objective.evaluate(theta, gradient);
    const oracle = wholeLoss(t, theta, 0.7);
    expect(Math.abs(value - oracle.value)).toBeLessThan(1e-11 * Math.abs(oracle.value));
    expect(worst(gradient, oracle.gradient)).toBeLessThan(1e-11);
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
});
