import { plainKernels } from "../../../src/kernels/plain.js";
import { solveBySurrogate } from "../../../src/math/surrogate/blockSolve.js";
import { CrfObjective } from "../../../src/tagger/objective.js";
import { optimise } from "../../../src/tagger/optimise.js";
import { PrunedLoss } from "../../../src/tagger/surrogate/prunedLoss.js";
import { wholeHessian } from "../../helpers/allPaths.js";
import { choleskySolve, inner } from "../../helpers/dense.js";
import { random } from "../../helpers/random.js";
import { sparse } from "../../helpers/sparse.js";
import { problemOf, tiny } from "../../helpers/tiny.js";

describe("solveBySurrogate", () => {
  const t = tiny(3, { labels: 3, lengths: [3, 2, 3, 3, 2] });
  const objective = new CrfObjective(plainKernels, problemOf(t), 0.7);
  const { theta } = optimise(objective, { tolerance: 1e-10, maxIterations: 500 });
  const H = wholeHessian(t, theta, 0.7);
  const { labels, stride } = objective.problem.shape;
  const next = random(4);
  const sides = Array.from({ length: 4 }, () =>
    theta.map((_, i) => (i % stride < labels && next() < 0.2 ? next() - 0.5 : 0)),
  );

  it.each([0.3, 0.1, 1e-9])("solves to a true residual of %d, whatever the surrogate leaves out", (tolerance) => {
    const lattice = objective.at(theta);
    const operator = lattice.hessian;
    const surrogate = new PrunedLoss([lattice], 0.1);
    const options = { tolerance, maxIterations: 500 };
    const all = [...sides, theta.map(() => 0)].map(sparse);
    const found = Array.from(solveBySurrogate(operator, surrogate, all, options), (one) => ({
      ...one,
      x: one.x.slice(),
    }));
    expect(found).toHaveLength(sides.length + 1);
    sides.forEach((b, j) => {
      const { x, energy, relativeResidual, converged } = found[j];
      const r = b.map((value, i) => value - inner(H[i], x));
      const residual = Math.sqrt(inner(r, r) / inner(b, b));
      expect(residual).toBeLessThanOrEqual(1.01 * tolerance);
      expect(Math.abs(relativeResidual - residual)).toBeLessThan(1e-9);
      expect(converged).toBe(true);
      const exact = inner(b, choleskySolve(H, b));
      expect(energy).toBeLessThanOrEqual(exact * (1 + 1e-12));
      expect(energy).toBeGreaterThan(exact * (1 - 10 * tolerance ** 2) - 1e-12);
    });
    expect(found[sides.length].x.every((value) => value === 0)).toBe(true);
    surrogate.close();
  });
});
