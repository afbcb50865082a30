import { createKernels } from "../../src/kernels/index.js";
import { plainKernels } from "../../src/kernels/plain.js";
import type { Kernels } from "../../src/kernels/types.js";
import { HessianCore } from "../../src/tagger/core/core.js";
import { doubtfulPieces } from "../../src/tagger/core/pieces.js";
import { CrfObjective } from "../../src/tagger/objective.js";
import { optimise } from "../../src/tagger/optimise.js";
import { relativeDistance } from "../helpers/dense.js";
import { random, uniformVector } from "../helpers/random.js";
import { schoolroom } from "../helpers/schoolroom.js";
import { problemOf } from "../helpers/tiny.js";

const LAMBDA = 0.5;
/** Every token is in doubt, and has every label. */
const ALL = { token: 1e-300, label: 0 };

function trained(kernels: Kernels = plainKernels, labels = 3) {
  const objective = new CrfObjective(kernels, problemOf(schoolroom(1, 40, labels), kernels), LAMBDA);
  const { theta } = optimise(objective, { tolerance: 1e-8, maxIterations: 500 });
  objective.evaluate(theta, new Float64Array(theta.length));
  return { objective, theta };
}

/** A vector that has no weight in the padding. */
function direction({ problem: { shape } }: CrfObjective, seed: number): Float64Array {
  const u = uniformVector(shape.dimension, random(seed), 1);
  return u.map((x, i) => (i % shape.stride < shape.labels ? x : 0));
}

/** C u written out in full. */
function product(core: HessianCore, u: Float64Array): Float64Array {
  const [x, Cx] = [new Float64Array(core.dimension), new Float64Array(core.dimension)];
  core.restrict(u, x);
  core.apply(x, Cx);
  const full = new Float64Array(u.length);
  core.extend(
    Cx,
    u.map((value) => LAMBDA * LAMBDA * value),
    full,
  );
  return full;
}

describe.each(["plain", "wasm"] as const)("the core of the Hessian, %s kernels", (kind) => {
  const kernels = createKernels({ kind, threads: 2 });
  afterAll(() => kernels.close());

  it.each([2, 3, 4, 7])("is the Hessian where every token is in doubt, %d labels", (labels) => {
    const { objective, theta } = trained(kernels, labels);
    const u = direction(objective, 3);
    const Hu = new Float64Array(u.length);
    const core = new HessianCore([objective], ALL);
    objective.linearise(theta).apply(u, Hu);
    expect(relativeDistance(product(core, u), Hu)).toBeLessThan(1e-12);
    core.close();
    objective.close();
  });

  it("adds up over corpora with weights of their own", () => {
    const { objective, theta } = trained(kernels);
    const other = schoolroom(2, 15, 3);
    const weight = other.weight.map((_, k) => [0, 1, 4][k % 3]);
    const reference = new CrfObjective(kernels, problemOf({ ...other, weight }, kernels), 0);
    reference.evaluate(theta, new Float64Array(theta.length));
    const u = direction(objective, 5);
    const [a, b] = [new Float64Array(u.length), new Float64Array(u.length)];
    const core = new HessianCore([objective, reference], ALL);
    objective.linearise(theta).apply(u, a);
    reference.linearise(theta).apply(u, b);
    expect(
      relativeDistance(
        product(core, u),
        a.map((x, i) => x + b[i]),
      ),
    ).toBeLessThan(1e-12);
    core.close();
    for (const one of [objective, reference]) one.close();
  });
});

describe("the core with some tokens left out", () => {
  const { objective } = trained();
  const core = new HessianCore([objective], { token: 0.1, label: 0.02 });

  it("is smaller, symmetric and at least λI", () => {
    expect(core.dimension).toBeLessThan(objective.dimension);
    const n = core.dimension;
    const [x, y] = [uniformVector(n, random(1), 1), uniformVector(n, random(2), 1)];
    const [Cx, Cy] = [new Float64Array(n), new Float64Array(n)];
    core.apply(x, Cx);
    core.apply(y, Cy);
    const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i], 0);
    expect(Math.abs(dot(x, Cy) - dot(y, Cx))).toBeLessThan(1e-10 * Math.abs(dot(x, Cy)));
    expect(dot(x, Cx)).toBeGreaterThan(LAMBDA * dot(x, x));
  });

  it("solves what lies off its coordinates by λ", () => {
    const b = direction(objective, 7);
    const x = uniformVector(core.dimension, random(8), 1);
    const [out, back] = [new Float64Array(b.length), new Float64Array(core.dimension)];
    core.extend(x, b, out);
    core.restrict(out, back);
    expect(back).toEqual(x);
    const off = [...out.keys()].filter((i) => out[i] === b[i] / LAMBDA && b[i] !== 0);
    expect(off.length).toBeGreaterThan(0);
  });

  it("has runs of doubtful tokens, and of the others a sample that stands for all", () => {
    const { problem, state } = objective;
    const { stride, labels } = problem.shape;
    const doubt = 0.05;
    const pieces = doubtfulPieces(problem.chains, state, { token: doubt, label: 0.01 });
    const doubts = Array.from({ length: problem.chains.tokens }, (_, t) => {
      const p = Array.from({ length: labels }, (_, c) => state.alpha[t * stride + c] * state.beta[t * stride + c]);
      return p.reduce((sum, value) => sum + value, 0) - Math.max(...p);
    });
    const listed = new Set(pieces.token);
    doubts.forEach((d, t) => {
      if (d > doubt + 1e-12) expect(listed.has(t)).toBe(true);
    });
    const small = doubts.filter((d) => d <= doubt).reduce((sum, d) => sum + d, 0);
    let taken = 0;
    for (let k = 0; k < pieces.weight.length; k++) {
      const d = doubts[pieces.token[pieces.pieceStart[k]]];
      if (d > doubt) continue;
      expect(pieces.weight[k] * d).toBeCloseTo(doubt, 12);
      taken++;
    }
    // As many as their doubts add up to, within four standard deviations of a Poisson count.
    expect(Math.abs(taken - small / doubt)).toBeLessThan(4 * Math.sqrt(small / doubt));
    expect(taken).toBeGreaterThan(0);
  });
});
