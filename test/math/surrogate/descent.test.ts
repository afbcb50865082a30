import { createKernels } from "../../../src/kernels/index.js";
import { surrogateDescent } from "../../../src/math/surrogate/descent.js";
import type { Surrogate } from "../../../src/math/surrogate/operator.js";
import { norm, type Vector } from "../../../src/math/vector.js";
import { CrfObjective } from "../../../src/tagger/objective.js";
import { optimise } from "../../../src/tagger/optimise.js";
import { PrunedLoss } from "../../../src/tagger/surrogate/prunedLoss.js";
import { relativeDistance } from "../../helpers/dense.js";
import { schoolroom } from "../../helpers/schoolroom.js";
import { problemOf } from "../../helpers/tiny.js";

const LAMBDA = 0.5;

describe.each(["plain", "wasm"] as const)("steps by a surrogate, %s kernels", (kind) => {
  const kernels = createKernels({ kind, threads: 2 });
  afterAll(() => kernels.close());

  const setting = (labels: number, bound: number) => {
    const objective = new CrfObjective(kernels, problemOf(schoolroom(1, 120, labels), kernels), LAMBDA);
    const zero = new Float64Array(objective.dimension);
    const gradient = new Float64Array(objective.dimension);
    objective.evaluate(zero, gradient);
    const open = new Set<object>();
    let most = 0;
    const surrogates = { made: 0, open: 0 };
    const pruned = {
      ...{ dimension: objective.dimension, space: objective.space },
      at(x: Vector, out: Vector) {
        const lattice = objective.at(x, out);
        open.add(lattice);
        most = Math.max(most, open.size);
        return {
          value: lattice.value,
          surrogate(): Surrogate | null {
            const made = new PrunedLoss([lattice], bound);
            const close = made.close.bind(made);
            surrogates.made++;
            surrogates.open++;
            made.close = () => {
              surrogates.open--;
              close();
            };
            return made;
          },
          close: () => {
            open.delete(lattice);
            lattice.close();
          },
        };
      },
    };
    return { objective, pruned, zero, scale: norm(gradient), lattices: () => ({ open: open.size, most }), surrogates };
  };

  it.each([
    [2, 0.05],
    [3, 0.05],
    [7, 0.02],
    [7, 0.3],
  ])("come to the optimum, %d labels, labels below %d left out", (labels, bound) => {
    const { objective, pruned, zero, scale, lattices } = setting(labels, bound);
    const seen: number[] = [];
    const { x, iterations } = surrogateDescent(pruned, zero, {
      ...{ goal: 1e-7 * scale, near: 1e-2 * scale, corrected: 1e-3 * scale, maxIterations: 60 },
      onIteration: (_, value) => seen.push(value),
    });
    const gradient = new Float64Array(x.length);
    objective.evaluate(x, gradient);
    expect(norm(gradient)).toBeLessThanOrEqual(1e-7 * scale);
    expect(seen).toHaveLength(iterations);
    // One at a time takes the memory of one, and none is left open.
    expect(lattices()).toEqual({ open: 0, most: 1 });
    seen.slice(1).forEach((value, i) => {
      expect(value).toBeLessThanOrEqual(seen[i] + 1e-9);
    });
    const { theta } = optimise(objective, { tolerance: 1e-9, maxIterations: 500 });
    expect(relativeDistance(x, theta)).toBeLessThan(1e-5);
    objective.close();
  });

  it("go by one surrogate for two steps where they are corrected, and leave none open", () => {
    const { objective, pruned, zero, scale, surrogates } = setting(7, 0.1);
    const limits = { goal: 1e-8 * scale, near: 1e-1 * scale, maxIterations: 60 };
    const { iterations } = surrogateDescent(pruned, zero, { ...limits, corrected: 0 });
    expect(surrogates).toEqual({ made: iterations, open: 0 });
    surrogates.made = 0;
    let corrected = 0;
    const seen: number[] = [scale];
    const found = surrogateDescent(pruned, zero, {
      ...{ ...limits, corrected: limits.near, stepsPerSurrogate: 2 },
      onIteration: (_iteration, _value, gradientNorm) => seen.push(gradientNorm),
    });
    for (const before of seen.slice(0, -1)) if (before <= limits.near) corrected++;
    expect(corrected).toBeGreaterThan(2);
    expect(found.iterations - surrogates.made).toBeGreaterThanOrEqual(Math.floor(corrected / 2));
    expect(surrogates.open).toBe(0);
    objective.close();
  });

  it("say at each point whether its surrogate will be asked for", () => {
    const { objective, pruned, zero, scale } = setting(3, 0.05);
    const points: { readonly told: boolean | undefined; asked: boolean }[] = [];
    const noted = {
      ...pruned,
      at(x: Vector, out: Vector, told?: boolean) {
        const point = { told, asked: false };
        points.push(point);
        const { surrogate, ...rest } = pruned.at(x, out);
        return {
          ...rest,
          surrogate: () => {
            point.asked = true;
            return surrogate();
          },
        };
      },
    };
    const near = 3e-2 * scale;
    const limits = { goal: 1e-6 * scale, near, corrected: near, stepsPerSurrogate: 2, maxIterations: 60 };
    surrogateDescent(noted, zero, limits);
    expect(points.some(({ told }) => told === false)).toBe(true);
    // But for points that a search goes past, and the last one.
    for (const { told, asked } of points) expect(asked && !told).toBe(false);
    expect(points.filter(({ told, asked }) => told && !asked).length).toBeLessThan(points.length / 3);
    objective.close();
  });

  it("take one step where the surrogate is the loss and the start is near", () => {
    const { objective, pruned, scale } = setting(3, 1e-300);
    const { theta } = optimise(objective, { tolerance: 1e-4, maxIterations: 500 });
    const limits = { goal: 2e-5 * scale, near: scale, corrected: 0, maxIterations: 60 };
    expect(surrogateDescent(pruned, theta, limits).iterations).toBe(1);
    objective.close();
  });

  it("stop at once where there is no surrogate", () => {
    const { objective, pruned, zero } = setting(3, 0.1);
    const limits = { goal: 0, near: 0, corrected: 0, maxIterations: 60 };
    const without = (x: Vector, out: Vector) => ({ ...pruned.at(x, out), surrogate: () => null });
    const { x, iterations } = surrogateDescent({ ...pruned, at: without }, zero, limits);
    expect(iterations).toBe(0);
    expect(x).toEqual(zero);
    objective.close();
  });
});
