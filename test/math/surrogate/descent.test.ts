import { createKernels } from "../../../src/kernels/index.js";
import { approach } from "../../../src/math/surrogate/descent.js";
import { norm } from "../../../src/math/vector.js";
import { CrfObjective } from "../../../src/tagger/objective.js";
import { optimise } from "../../../src/tagger/optimise.js";
import { LossCore } from "../../../src/tagger/surrogate/prunedLoss.js";
import { relativeDistance } from "../../helpers/dense.js";
import { schoolroom } from "../../helpers/schoolroom.js";
import { problemOf } from "../../helpers/tiny.js";

const LAMBDA = 0.5;

describe.each(["plain", "wasm"] as const)("steps by the core, %s kernels", (kind) => {
  const kernels = createKernels({ kind, threads: 2 });
  afterAll(() => kernels.close());

  const setting = (labels: number, bound: number) => {
    const objective = new CrfObjective(kernels, problemOf(schoolroom(1, 120, labels), kernels), LAMBDA);
    const zero = new Float64Array(objective.dimension);
    const gradient = new Float64Array(objective.dimension);
    objective.evaluate(zero, gradient);
    const cored = {
      ...{ dimension: objective.dimension, space: objective.space },
      evaluate: (x: Float64Array, out: Float64Array) => objective.evaluate(x, out),
      core: () => new LossCore([objective], bound),
    };
    return { objective, cored, zero, scale: norm(gradient) };
  };

  it.each([
    [2, 0.05],
    [3, 0.05],
    [7, 0.02],
    [7, 0.3],
  ])("come to the optimum, %d labels, labels below %d left out", (labels, bound) => {
    const { objective, cored, zero, scale } = setting(labels, bound);
    const seen: number[] = [];
    const { x, iterations } = approach(cored, zero, {
      ...{ goal: 1e-7 * scale, near: 1e-2 * scale, maxIterations: 60 },
      onIteration: (_, value) => seen.push(value),
    });
    const gradient = new Float64Array(x.length);
    objective.evaluate(x, gradient);
    expect(norm(gradient)).toBeLessThanOrEqual(1e-7 * scale);
    expect(seen).toHaveLength(iterations);
    seen.slice(1).forEach((value, i) => {
      expect(value).toBeLessThanOrEqual(seen[i] + 1e-9);
    });
    const { theta } = optimise(objective, { tolerance: 1e-9, maxIterations: 500 });
    expect(relativeDistance(x, theta)).toBeLessThan(1e-5);
    objective.close();
  });

  it("take one step where the core is all and the start is near", () => {
    const { objective, cored, scale } = setting(3, 1e-300);
    const { theta } = optimise(objective, { tolerance: 1e-4, maxIterations: 500 });
    const limits = { goal: 2e-5 * scale, near: scale, maxIterations: 60 };
    expect(approach(cored, theta, limits).iterations).toBe(1);
    objective.close();
  });

  it("stop at once where there is no core", () => {
    const { objective, cored, zero } = setting(3, 0.1);
    const limits = { goal: 0, near: 0, maxIterations: 60 };
    const { x, iterations } = approach({ ...cored, core: () => null }, zero, limits);
    expect(iterations).toBe(0);
    expect(x).toEqual(zero);
    objective.close();
  });
});
