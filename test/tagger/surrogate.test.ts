import { createKernels } from "../../src/kernels/index.js";
import { plainKernels } from "../../src/kernels/plain.js";
import type { Kernels } from "../../src/kernels/types.js";
import { CrfObjective } from "../../src/tagger/objective.js";
import { optimise } from "../../src/tagger/optimise.js";
import { selectNodes } from "../../src/tagger/surrogate/nodes.js";
import { PrunedLoss } from "../../src/tagger/surrogate/prunedLoss.js";
import { relativeDistance } from "../helpers/dense.js";
import { random, uniformVector } from "../helpers/random.js";
import { schoolroom } from "../helpers/schoolroom.js";
import { stateOf } from "../helpers/states.js";
import { problemOf } from "../helpers/tiny.js";

const LAMBDA = 0.5;
/** Every token has every label. */
const ALL = 1e-300;

/** @param columns of token states */
function trained(kernels: Kernels = plainKernels, labels = 3, columns = 0) {
  const objective = new CrfObjective(kernels, problemOf(schoolroom(1, 40, labels), kernels, columns), LAMBDA);
  const { theta } = optimise(objective, { tolerance: 1e-8, maxIterations: 500 });
  return { objective, theta, lattice: objective.at(theta) };
}

/** A vector that has no weight in the padding. */
function direction({ problem: { shape } }: CrfObjective, seed: number): Float64Array {
  const u = uniformVector(shape.dimension, random(seed), 1);
  return u.map((x, i) => (i % shape.stride < shape.labels ? x : 0));
}

/** C u written out in full. */
function product(pruned: PrunedLoss, u: Float64Array): Float64Array {
  const [x, Cx] = [new Float64Array(pruned.dimension), new Float64Array(pruned.dimension)];
  pruned.restrict(u, x);
  pruned.apply(x, Cx);
  const full = new Float64Array(u.length);
  pruned.extend(
    Cx,
    u.map((value) => LAMBDA * LAMBDA * value),
    full,
  );
  return full;
}

const KINDS = [
  ["plain", 0],
  ["wasm", 0],
  ["plain", 5],
  ["wasm", 6],
] as const;

describe.each(KINDS)("the Hessian of the pruned loss, %s kernels, states of %d numbers", (kind, columns) => {
  const kernels = createKernels({ kind, threads: 2 });
  afterAll(() => kernels.close());

  it.each([2, 3, 4, 7])("is the Hessian where every label is kept, %d labels", (labels) => {
    const { objective, lattice } = trained(kernels, labels, columns);
    const u = direction(objective, 3);
    const Hu = new Float64Array(u.length);
    const pruned = new PrunedLoss([lattice], ALL);
    lattice.hessian.apply(u, Hu);
    expect(relativeDistance(product(pruned, u), Hu)).toBeLessThan(1e-12);
    pruned.close();
    objective.close();
  });

  it("gives products with several vectors the bits of one after the other", () => {
    const { objective, theta, lattice } = trained(kernels, 3, columns);
    const reference = new CrfObjective(kernels, problemOf(schoolroom(2, 15, 3), kernels, columns), 0);
    const added = reference.at(theta);
    for (const pruned of [new PrunedLoss([lattice], ALL), new PrunedLoss([lattice, added], 1e-3)]) {
      const vectors = () => Array.from({ length: 3 }, () => kernels.vectors.vector(pruned.dimension));
      const [us, together, alone] = [vectors(), vectors(), vectors()];
      us.forEach((u, j) => {
        u.set(uniformVector(pruned.dimension, random(j), 1));
        pruned.apply(u, alone[j]);
      });
      pruned.applyAll(us, together);
      expect(together.map((out) => Float64Array.from(out))).toEqual(alone.map((out) => Float64Array.from(out)));
      pruned.close();
    }
    for (const one of [objective, reference]) one.close();
  });

  it("adds up over corpora with weights of their own", () => {
    const { objective, theta, lattice } = trained(kernels, 3, columns);
    const other = schoolroom(2, 15, 3);
    const weight = other.weight.map((_, k) => [0, 1, 4][k % 3]);
    const reference = new CrfObjective(kernels, problemOf({ ...other, weight }, kernels, columns), 0);
    const added = reference.at(theta);
    const u = direction(objective, 5);
    const [a, b] = [new Float64Array(u.length), new Float64Array(u.length)];
    const pruned = new PrunedLoss([lattice, added], ALL);
    lattice.hessian.apply(u, a);
    added.hessian.apply(u, b);
    expect(
      relativeDistance(
        product(pruned, u),
        a.map((x, i) => x + b[i]),
      ),
    ).toBeLessThan(1e-12);
    pruned.close();
    for (const one of [objective, reference]) one.close();
  });
});

describe.each(KINDS)("the pruned loss where every label is kept, %s kernels, states of %d numbers", (kind, columns) => {
  const kernels = createKernels({ kind, threads: 2 });
  afterAll(() => kernels.close());

  it.each([2, 3, 5])("has the gradient of the loss, and its value but for a constant, %d labels", (labels) => {
    const { objective, theta, lattice } = trained(kernels, labels, columns);
    const pruned = new PrunedLoss([lattice], ALL);
    const n = pruned.dimension;
    const differences = [0, 1, 2].map((seed) => {
      const at = direction(objective, 20 + seed).map((u, i) => theta[i] + 0.5 * u);
      const [x, gradient] = [kernels.vectors.vector(n), kernels.vectors.vector(n)];
      pruned.restrict(at, x);
      const value = pruned.evaluate(x, gradient);
      const [whole, expected] = [new Float64Array(at.length), new Float64Array(n)];
      const wholeValue = objective.evaluate(at, whole);
      pruned.restrict(whole, expected);
      expect(relativeDistance(Float64Array.from(gradient), expected)).toBeLessThan(1e-11);
      // The Hessian stays that of the point that was pruned.
      const [u, Cu] = [uniformVector(n, random(seed), 1), new Float64Array(n)];
      pruned.restrict(direction(objective, seed), u);
      pruned.apply(u, Cu);
      const [Hu, inside] = [new Float64Array(at.length), new Float64Array(n)];
      lattice.hessian.apply(direction(objective, seed), Hu);
      pruned.restrict(Hu, inside);
      expect(relativeDistance(Cu, inside)).toBeLessThan(1e-11);
      // Off its coordinates there is the regulariser alone.
      const square = (values: ArrayLike<number>) => Array.from(values).reduce((sum, v) => sum + v * v, 0);
      return wholeValue - value - (LAMBDA / 2) * (square(at) - square(x));
    });
    for (const one of differences) expect(Math.abs(one - differences[0])).toBeLessThan(1e-9);
    pruned.close();
    objective.close();
  });
});

describe.each([0, 5])("the pruned loss with some labels left out, states of %d numbers", (columns) => {
  const { objective, theta, lattice } = trained(plainKernels, 3, columns);
  const pruned = new PrunedLoss([lattice], 0.2);

  it("is smaller, symmetric and at least λI", () => {
    expect(pruned.dimension).toBeLessThan(objective.dimension);
    const n = pruned.dimension;
    const [x, y] = [uniformVector(n, random(1), 1), uniformVector(n, random(2), 1)];
    const [Cx, Cy] = [new Float64Array(n), new Float64Array(n)];
    pruned.apply(x, Cx);
    pruned.apply(y, Cy);
    const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i], 0);
    expect(Math.abs(dot(x, Cy) - dot(y, Cx))).toBeLessThan(1e-10 * Math.abs(dot(x, Cy)));
    expect(dot(x, Cx)).toBeGreaterThan(LAMBDA * dot(x, x));
  });

  it("has a loss whose gradient is that of finite differences", () => {
    const n = pruned.dimension;
    const [x, u] = [uniformVector(n, random(4), 1), uniformVector(n, random(5), 1)];
    const [gradient, scratch] = [new Float64Array(n), new Float64Array(n)];
    pruned.evaluate(x, gradient);
    const h = 1e-4;
    const at = (s: number) =>
      pruned.evaluate(
        x.map((value, i) => value + s * u[i]),
        scratch,
      );
    const slope = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
    expect(Math.abs(slope - gradient.reduce((sum, g, i) => sum + g * u[i], 0))).toBeLessThan(1e-7);
  });

  it("has the Hessian of its loss at the point that it was made at", () => {
    const n = pruned.dimension;
    const [x, u, Cu] = [new Float64Array(n), uniformVector(n, random(6), 1), new Float64Array(n)];
    pruned.restrict(theta, x);
    pruned.apply(u, Cu);
    const h = 1e-4;
    const gradientAt = (s: number) => {
      const gradient = new Float64Array(n);
      pruned.evaluate(
        x.map((value, i) => value + s * u[i]),
        gradient,
      );
      return gradient;
    };
    const [before, after] = [gradientAt(-h), gradientAt(h)];
    const slope = after.map((g, i) => (g - before[i]) / (2 * h));
    expect(relativeDistance(slope, Cu)).toBeLessThan(1e-7);
  });

  it("solves what lies off its coordinates by λ", () => {
    const b = direction(objective, 7);
    const x = uniformVector(pruned.dimension, random(8), 1);
    const [out, back] = [new Float64Array(b.length), new Float64Array(pruned.dimension)];
    pruned.extend(x, b, out);
    pruned.restrict(out, back);
    expect(back).toEqual(x);
    const off = [...out.keys()].filter((i) => out[i] === b[i] / LAMBDA && b[i] !== 0);
    expect(off.length).toBeGreaterThan(0);
  });

  it("has the nodes that were selected on the way to the gradient", () => {
    const bound = 0.02;
    const [gradient, expected] = [new Float64Array(theta.length), new Float64Array(theta.length)];
    const selected = objective.latticeAt(theta, gradient, bound);
    const plain = objective.at(theta, expected);
    expect([selected.value, gradient]).toEqual([plain.value, expected]);
    const nodes = selectNodes(lattice, bound);
    expect(nodes.label.length).toBeGreaterThan(0);
    // Given away the first time, made the second, and by another bound.
    for (let i = 0; i < 2; i++) expect(selected.nodes(bound)).toEqual(nodes);
    const finer = objective.latticeAt(theta, null, bound);
    expect(finer.nodes(bound / 2)).toEqual(selectNodes(lattice, bound / 2));
    for (const one of [selected, plain, finer]) one.close();
  });

  it("keeps likely labels and the gold one, and of the others a sample that stands for all", () => {
    const { problem } = lattice;
    const state = stateOf(lattice);
    const { stride, labels } = problem.shape;
    const { gold, weight, sentenceStart } = problem.chains;
    const bound = 0.02;
    const nodes = selectNodes(lattice, bound);
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
