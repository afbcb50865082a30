import { conjugateGradients, type LinearOperator } from "../../src/math/cg.js";
import { maskPadding, wholeHessian } from "../helpers/allPaths.js";
import { choleskySolve, inner, relativeDistance, symmetricOf, times } from "../helpers/dense.js";
import { random, uniformVector } from "../helpers/random.js";
import { objectiveOf, tiny } from "../helpers/tiny.js";

/** A dense matrix as an operator, preconditioned by its diagonal, counting products. */
function operatorOf(H: readonly Float64Array[]): LinearOperator & { products: number } {
  return {
    dimension: H.length,
    products: 0,
    apply(x, out) {
      this.products++;
      out.set(times(H, x));
    },
    inverseMetric: Float64Array.from(H, (row, i) => 1 / row[i]),
  };
}

const trueResidual = (H: readonly Float64Array[], x: Float64Array, b: Float64Array) => relativeDistance(times(H, x), b);

describe.each([1, 2, 3, 4])("conjugate gradients on a random matrix, seed %i", (seed) => {
  const n = 5 + 6 * seed;
  // Eigenvalues spread evenly in the logarithm over four decades.
  const H = symmetricOf(
    Array.from({ length: n }, (_, i) => 10 ** (-2 + (4 * i) / (n - 1))),
    random(seed),
  );
  const b = uniformVector(n, random(seed + 50));

  it("solves as Cholesky does", () => {
    const { x, converged } = conjugateGradients(operatorOf(H), b, { tolerance: 1e-11, maxIterations: 1000 });
    // A true residual below rounding times the condition, 2e-16 · 1e4, cannot be asked for.
    expect(converged).toBe(true);
    // Condition 1e4 times a residual of 1e-11.
    expect(relativeDistance(x, choleskySolve(H, b))).toBeLessThan(1e-7);
  });

  it("reports the true residual and stops at the tolerance", () => {
    for (const tolerance of [1e-2, 1e-5, 1e-9]) {
      const seen: number[] = [];
      const result = conjugateGradients(operatorOf(H), b, {
        tolerance,
        maxIterations: 1000,
        onIteration: (_, residual) => seen.push(residual),
      });
      const truth = trueResidual(H, result.x, b);
      expect(Math.abs(result.relativeResidual - truth)).toBeLessThan(1e-6 * tolerance + 1e-15);
      expect(result.converged).toBe(true);
      expect(seen).toHaveLength(result.iterations);
      // It ends with the first iteration that is good enough, not later.
      expect(seen.map((residual) => residual <= tolerance)).toEqual([...seen.slice(1).map(() => false), true]);
    }
  });

  it("says so where the iterations do not suffice, and gives what it has", () => {
    const operator = operatorOf(H);
    const result = conjugateGradients(operator, b, { tolerance: 1e-12, maxIterations: 3 });
    expect(result).toMatchObject({ iterations: 3, converged: false });
    expect(Math.abs(result.relativeResidual - trueResidual(H, result.x, b))).toBeLessThan(1e-12);
    // One product an iteration, and one for the true residual.
    expect(operator.products).toBe(4);
    // Each iterate minimises ½ xᵀHx − bᵀx over a larger space, so the quadratic only falls.
    const energy = (x: Float64Array) => inner(x, times(H, x)) / 2 - inner(b, x);
    const shorter = conjugateGradients(operatorOf(H), b, { tolerance: 1e-12, maxIterations: 2 });
    expect(energy(result.x)).toBeLessThan(energy(shorter.x));
  });
});

it("takes no iteration for a right-hand side of zeros", () => {
  const H = symmetricOf([1, 2, 3], random(1));
  const operator = operatorOf(H);
  const result = conjugateGradients(operator, new Float64Array(3), { tolerance: 1e-6, maxIterations: 10 });
  expect(result).toEqual({ x: new Float64Array(3), iterations: 0, relativeResidual: 0, converged: true });
  expect(operator.products).toBe(0);
});

it("has nothing converged where no iteration is allowed", () => {
  const result = conjugateGradients(operatorOf(symmetricOf([1, 2], random(2))), Float64Array.of(1, 1), {
    tolerance: 1e-6,
    maxIterations: 0,
  });
  expect(result).toEqual({ x: new Float64Array(2), iterations: 0, relativeResidual: 1, converged: false });
});

it("leaves the right-hand side alone and solves a diagonal system in one step", () => {
  const H = [Float64Array.of(4, 0), Float64Array.of(0, 0.5)];
  const b = Float64Array.of(2, 3);
  const result = conjugateGradients(operatorOf(H), b, { tolerance: 1e-14, maxIterations: 10 });
  expect([...b]).toEqual([2, 3]);
  expect(result.iterations).toBe(1);
  expect([...result.x]).toEqual([0.5, 6]);
});

it.each([1, 2, 3])("solves the Hessian of a tiny CRF as Cholesky does, seed %i", (seed) => {
  const labels = 2 + (seed % 2);
  const t = tiny(seed, { labels });
  const objective = objectiveOf(t);
  const theta = maskPadding(uniformVector(objective.dimension, random(seed), 1.5), labels);
  const b = maskPadding(uniformVector(objective.dimension, random(seed + 1)), labels);
  const { x, converged } = conjugateGradients(objective.at(theta).hessian, b, { tolerance: 1e-13, maxIterations: 500 });
  expect(converged).toBe(true);
  expect(relativeDistance(x, choleskySolve(wholeHessian(t, theta, 0.7), b))).toBeLessThan(1e-11);
});
