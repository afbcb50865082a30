import { createKernels } from "../../src/kernels/index.js";
import { plainKernels } from "../../src/kernels/plain.js";
import type { Kernels } from "../../src/kernels/types.js";
import { CrfObjective } from "../../src/tagger/objective.js";
import { optimise } from "../../src/tagger/optimise.js";
import { selectNodes } from "../../src/tagger/surrogate/nodes.js";
import { LossCore } from "../../src/tagger/surrogate/prunedLoss.js";
import { relativeDistance } from "../helpers/dense.js";
import { random, uniformVector } from "../helpers/random.js";
import { schoolroom } from "../helpers/schoolroom.js";
import { problemOf } from "../helpers/tiny.js";

const LAMBDA = 0.5;
/** Every token has every label. */
const ALL = 1e-300;

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
function product(core: LossCore, u: Float64Array): Float64Array {
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

  it.each([2, 3, 4, 7])("is the Hessian where every label is kept, %d labels", (labels) => {
    const { objective, theta } = trained(kernels, labels);
    const u = direction(objective, 3);
    const Hu = new Float64Array(u.length);
    const core = new LossCore([objective], ALL);
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
    const core = new LossCore([objective, reference], ALL);
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

describe.each(["plain", "wasm"] as const)("the core's loss where every label is kept, %s kernels", (kind) => {
  const kernels = createKernels({ kind, threads: 2 });
  afterAll(() => kernels.close());

  it.each([2, 3, 5])("has the gradient of the loss, and its value but for a constant, %d labels", (labels) => {
    const { objective, theta } = trained(kernels, labels);
    const core = new LossCore([objective], ALL);
    const n = core.dimension;
    const differences = [0, 1, 2].map((seed) => {
      const at = direction(objective, 20 + seed).map((u, i) => theta[i] + 0.5 * u);
      const [x, gradient] = [kernels.vectors.vector(n), kernels.vectors.vector(n)];
      core.restrict(at, x);
      const value = core.evaluate(x, gradient);
      const [whole, expected] = [new Float64Array(at.length), new Float64Array(n)];
      const wholeValue = objective.evaluate(at, whole);
      core.restrict(whole, expected);
      expect(relativeDistance(Float64Array.from(gradient), expected)).toBeLessThan(1e-11);
      // The Hessian has moved along.
      const [u, Cu] = [uniformVector(n, random(seed), 1), new Float64Array(n)];
      core.restrict(direction(objective, seed), u);
      core.apply(u, Cu);
      const [Hu, inside] = [new Float64Array(at.length), new Float64Array(n)];
      objective.curvature().apply(direction(objective, seed), Hu);
      core.restrict(Hu, inside);
      expect(relativeDistance(Cu, inside)).toBeLessThan(1e-11);
      // Off the core's coordinates there is the regulariser alone.
      const square = (values: ArrayLike<number>) => Array.from(values).reduce((sum, v) => sum + v * v, 0);
      return wholeValue - value - (LAMBDA / 2) * (square(at) - square(x));
    });
    for (const one of differences) expect(Math.abs(one - differences[0])).toBeLessThan(1e-9);
    core.close();
    objective.close();
  });
});

describe("the core with some labels left out", () => {
  const { objective } = trained();
  const core = new LossCore([objective], 0.2);

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

  it("has a loss whose gradient is that of finite differences", () => {
    const n = core.dimension;
    const [x, u] = [uniformVector(n, random(4), 1), uniformVector(n, random(5), 1)];
    const [gradient, scratch] = [new Float64Array(n), new Float64Array(n)];
    core.evaluate(x, gradient);
    const h = 1e-4;
    const at = (s: number) =>
      core.evaluate(
        x.map((value, i) => value + s * u[i]),
        scratch,
      );
    const slope = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
    expect(Math.abs(slope - gradient.reduce((sum, g, i) => sum + g * u[i], 0))).toBeLessThan(1e-7);
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

  it("keeps likely labels and the gold one, and of the others a sample that stands for all", () => {
    const { problem, state } = objective;
    const { stride, labels } = problem.shape;
    const { gold, weight, sentenceStart } = problem.chains;
    const bound = 0.02;
    const nodes = selectNodes(problem.chains, state, bound);
    const kept = new Map<number, number>();
    nodes.token.forEach((t, i) => {
      for (let n = nodes.nodeStart[i]; n < nodes.nodeStart[i + 1]; n++) {
        kept.set(t * labels + nodes.label[n], nodes.offset[n]);
      }
      expect(nodes.label[nodes.gold[i]]).toBe(gold[t]);
    });
    let [small, sampled] = [0, 0];
    for (let k = 0; k < weight.length; k++) {
      for (let t = sentenceStart[k]; t < sentenceStart[k + 1]; t++) {
        const p = Array.from({ length: labels }, (_, c) => state.alpha[t * stride + c] * state.beta[t * stride + c]);
        const isOpen = p.filter((one, c) => weight[k] * one > bound || c === gold[t]).length > 1;
        for (let c = 0; c < labels; c++) {
          const offset = kept.get(t * labels + c);
          if (weight[k] * p[c] > bound || c === gold[t]) {
            if (isOpen) expect(offset).toBe(0);
            continue;
          }
          small += weight[k] * p[c];
          if (offset === undefined) continue;
          expect(weight[k] * p[c] * Math.exp(offset)).toBeCloseTo(bound, 12);
          sampled++;
        }
      }
    }
    expect(sampled).toBeGreaterThan(0);
    // As many as they add up to, label by label.
    expect(Math.abs(sampled - small / bound)).toBeLessThan(labels);
  });
});
