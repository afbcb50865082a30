import { plainKernels } from "../../../src/kernels/plain.js";
import { flexibleConjugateGradients } from "../../../src/math/surrogate/flexibleCg.js";
import type { Surrogate } from "../../../src/math/surrogate/operator.js";
import { CrfObjective } from "../../../src/tagger/objective.js";
import { optimise } from "../../../src/tagger/optimise.js";
import { PrunedLoss } from "../../../src/tagger/surrogate/prunedLoss.js";
import { maskPadding, wholeHessian } from "../../helpers/allPaths.js";
import { choleskySolve, inner, relativeDistance } from "../../helpers/dense.js";
import { random, uniformVector } from "../../helpers/random.js";
import { problemOf, tiny } from "../../helpers/tiny.js";

describe("flexibleConjugateGradients", () => {
  const t = tiny(3, { labels: 3, lengths: [3, 2, 3, 3, 2] });
  const objective = new CrfObjective(plainKernels, problemOf(t), 0.7);
  const { theta } = optimise(objective, { tolerance: 1e-10, maxIterations: 500 });
  const H = wholeHessian(t, theta, 0.7);
  const lattice = objective.at(theta);
  const operator = lattice.hessian;
  const b = maskPadding(uniformVector(theta.length, random(4), 1), 3);
  const residualOf = (x: Float64Array) => {
    const r = b.map((value, i) => value - inner(H[i], x));
    return Math.sqrt(inner(r, r) / inner(b, b));
  };

  /** Over all coordinates, with this for its Hessian. */
  const surrogateWith = (apply: Surrogate["apply"]): Surrogate => ({
    dimension: operator.dimension,
    inverseMetric: new Float64Array(operator.dimension).fill(1),
    evaluate: () => 0,
    apply,
    restrict: (full, out) => out.set(full),
    extend: (x, _, out) => out.set(x),
    close() {},
  });

  it.each([0.1, 1e-3, 1e-9])("solves to a true residual of %d", (tolerance) => {
    const surrogate = new PrunedLoss([lattice], 0.1);
    const seen: number[] = [];
    const found = flexibleConjugateGradients(operator, surrogate, b, {
      tolerance,
      maxIterations: 500,
      onIteration: (_, residual) => seen.push(residual),
    });
    expect(found.converged).toBe(true);
    expect(residualOf(found.x)).toBeLessThanOrEqual(1.01 * tolerance);
    expect(Math.abs(found.relativeResidual - residualOf(found.x))).toBeLessThan(1e-9);
    expect(seen).toHaveLength(found.iterations);
    if (tolerance < 1e-8) expect(relativeDistance(found.x, choleskySolve(H, b))).toBeLessThan(1e-7);
    surrogate.close();
  });

  it("needs one product where the surrogate is the loss", () => {
    const surrogate = new PrunedLoss([lattice], 1e-300);
    expect(flexibleConjugateGradients(operator, surrogate, b, { tolerance: 0.11, maxIterations: 9 }).iterations).toBe(
      1,
    );
    surrogate.close();
  });

  it("goes on with a finer surrogate where the first is slow, once", () => {
    const useless = surrogateWith((x, out) => out.set(x));
    const surrogate = new PrunedLoss([lattice], 1e-300);
    const given = [surrogate];
    const options = { tolerance: 1e-9, maxIterations: 500 };
    const alone = flexibleConjugateGradients(operator, useless, b, options);
    const found = flexibleConjugateGradients(operator, useless, b, { ...options, finer: () => given.pop() ?? null });
    expect(given).toHaveLength(0);
    expect(found.iterations).toBeLessThan(alone.iterations / 2);
    expect(residualOf(found.x)).toBeLessThanOrEqual(1.01e-9);
    surrogate.close();
  });

  it("goes on without a surrogate that leads nowhere", () => {
    const next = random(1);
    const useless = surrogateWith((x, out) => out.set(x.map((value) => value * (next() + 1e-4) ** 3)));
    const found = flexibleConjugateGradients(operator, useless, b, { tolerance: 1e-9, maxIterations: 500 });
    expect(found.converged).toBe(true);
    expect(residualOf(found.x)).toBeLessThanOrEqual(1.01e-9);
  });

  it("has nothing to do for b = 0", () => {
    const surrogate = new PrunedLoss([lattice], 0.1);
    const zero = new Float64Array(b.length);
    const found = flexibleConjugateGradients(operator, surrogate, zero, { tolerance: 1e-9, maxIterations: 9 });
    expect(found).toEqual({ x: zero, iterations: 0, relativeResidual: 0, converged: true });
    surrogate.close();
  });
});
