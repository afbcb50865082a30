import { type BlockOptions, blockConjugateGradients } from "../../src/math/blockCg.js";
import { conjugateGradients, type LinearOperator } from "../../src/math/cg.js";
import { cholesky, solveCholesky } from "../../src/math/cholesky.js";
import { choleskySolve, relativeDistance, symmetricOf, times } from "../helpers/dense.js";
import { random, uniformVector } from "../helpers/random.js";

const n = 60;
// A few large eigenvalues, which alone cost every right-hand side an iteration each.
const H = symmetricOf(
  Array.from({ length: n }, (_, i) => (i < 12 ? 1000 * (i + 1) : 1 + i / n)),
  random(3),
);
const sides = Array.from({ length: 7 }, (_, i) => uniformVector(n, random(40 + i), 10 ** (i - 3)));

function counted(): LinearOperator & { products: number } {
  return {
    dimension: n,
    products: 0,
    apply(x, out) {
      this.products++;
      out.set(times(H, x));
    },
    inverseMetric: Float64Array.from(H, (row, i) => row[i] ** -(1 / 3)),
  };
}

const solve = (of: readonly Float64Array[], options: BlockOptions, operator: LinearOperator = counted()) => [
  ...blockConjugateGradients(operator, of, options),
];
const tight = { tolerance: 1e-9, maxIterations: 200 };

describe("block conjugate gradients", () => {
  it.each([1, 2, 3, 7, 20])("solve as Cholesky does, in blocks of %i", (width) => {
    const results = solve(sides, { ...tight, width });
    expect(results).toHaveLength(sides.length);
    results.forEach(({ x, relativeResidual, converged }, i) => {
      expect(converged).toBe(true);
      expect(relativeResidual).toBeLessThanOrEqual(1.01e-9);
      const truth = relativeDistance(times(H, x), sides[i]);
      expect(Math.abs(truth - relativeResidual)).toBeLessThan(1e-12);
      expect(relativeDistance(x, choleskySolve(H, sides[i]))).toBeLessThan(2e-5);
    });
  });

  it("take fewer products than one by one", () => {
    const together = counted();
    solve(sides, { tolerance: 0.05, maxIterations: 200, width: 7 }, together);
    const apart = counted();
    for (const b of sides) conjugateGradients(apart, b, { tolerance: 0.05, maxIterations: 200 });
    expect(together.products).toBeLessThan(0.7 * apart.products);
  });

  it("solve sides that depend on each other, and ones of zeros", () => {
    const sum = sides[0].map((x, i) => x + 2 * sides[1][i]);
    const given = [sides[0], new Float64Array(n), sides[1], sides[0], sum];
    const results = solve(given, { ...tight, width: 5 });
    results.forEach(({ x, converged }, i) => {
      expect(converged).toBe(true);
      if (i === 1) expect(x).toEqual(new Float64Array(n));
      else expect(relativeDistance(times(H, x), given[i])).toBeLessThan(1.01e-9);
    });
  });

  it("say so where the iterations do not suffice, and ask for one block at a time", () => {
    let asked = 0;
    const lazily = (function* () {
      for (const side of sides) {
        asked++;
        yield side;
      }
    })();
    const results = blockConjugateGradients(counted(), lazily, { tolerance: 1e-12, maxIterations: 2, width: 3 });
    expect(results.next().value).toMatchObject({ converged: false });
    expect(asked).toBe(3);
  });
});

describe("cholesky", () => {
  it("factors and solves", () => {
    const A = symmetricOf([1, 2, 3, 400], random(1));
    const B = Float64Array.from({ length: 16 }, (_, i) => Math.cos(i));
    const L = cholesky(Float64Array.from(A.flatMap((row) => [...row])), 4) as Float64Array;
    const X = solveCholesky(L, B, 4);
    for (let c = 0; c < 4; c++) {
      const column = (of: Float64Array) => Float64Array.from([0, 1, 2, 3], (i) => of[4 * i + c]);
      expect(relativeDistance(times(A, column(X)), column(B))).toBeLessThan(1e-12);
    }
  });

  it("refuses what is not positive definite to rounding", () => {
    expect(cholesky(Float64Array.of(1, 1, 1, 1), 2)).toBeNull();
    expect(cholesky(Float64Array.of(1, 0, 0, -1), 2)).toBeNull();
    expect(cholesky(Float64Array.of(Number.NaN), 1)).toBeNull();
  });
});
