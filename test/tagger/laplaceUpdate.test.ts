import { plainKernels } from "../../src/kernels/plain.js";
import { laplaceUpdate } from "../../src/tagger/laplaceUpdate.js";
import { CrfObjective } from "../../src/tagger/objective.js";
import { random } from "../helpers/random.js";
import { problemOf, tiny } from "../helpers/tiny.js";

const loss = new CrfObjective(plainKernels, problemOf(tiny(5)), 0);
const next = random(3);
const column = (of: () => number) => Float64Array.from({ length: loss.dimension }, of);
const mean = column(() => next() - 0.5);
const precision = column(() => 0.5 + 20 * next());
const pull = column(() => next() - 0.5);
const updated = laplaceUpdate(loss, { mean, precision, pull });

it("ends where the gradient of L_D(θ) − r·θ + ½ Σ h (θ − θ⁰)² vanishes", () => {
  const gradientAt = (theta: Float64Array) => {
    const gradient = new Float64Array(loss.dimension);
    loss.evaluate(theta, gradient);
    return gradient.map((g, i) => g - pull[i] + precision[i] * (theta[i] - mean[i]));
  };
  const size = (x: Float64Array) => Math.hypot(...x);
  expect(size(gradientAt(updated))).toBeLessThan(1e-4 * size(gradientAt(mean)) + 1e-12);
});

it("stays at the mean where this is held firmly", () => {
  const firm = laplaceUpdate(loss, { mean, precision: precision.map(() => 1e12), pull });
  firm.forEach((theta, i) => {
    expect(Math.abs(theta - mean[i])).toBeLessThan(1e-9);
  });
});
