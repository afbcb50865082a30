import { plainKernels } from "../../src/kernels/plain.js";
import { addScaled, norm } from "../../src/math/vector.js";
import { JointObjective, withRest } from "../../src/tagger/joint.js";
import { CrfObjective } from "../../src/tagger/objective.js";
import { optimise } from "../../src/tagger/optimise.js";
import { refit } from "../../src/tagger/refit.js";
import { wholeHessian, wholeLoss } from "../helpers/allPaths.js";
import { inner } from "../helpers/dense.js";
import { random, uniformVector } from "../helpers/random.js";
import { schoolroom } from "../helpers/schoolroom.js";
import { objectiveOf, problemOf, type Tiny, tiny } from "../helpers/tiny.js";

/** Two corpora over one feature space, one after the other, the second's sentences counted `w` times. */
function concatenated(a: Tiny, b: Tiny, w: number): Tiny {
  const blocks = a.encoded.blockStart.length - 1;
  const shift = (values: Int32Array, by: number) => values.map((x) => x + by);
  return {
    ...a,
    encoded: {
      tokens: a.encoded.tokens + b.encoded.tokens,
      groups: a.encoded.groups,
      tokenBlocks: Int32Array.of(...a.encoded.tokenBlocks, ...shift(b.encoded.tokenBlocks, blocks)),
      blockStart: Int32Array.of(
        ...a.encoded.blockStart,
        ...shift(b.encoded.blockStart.slice(1), a.encoded.blockFeatures.length),
      ),
      blockFeatures: Int32Array.of(...a.encoded.blockFeatures, ...b.encoded.blockFeatures),
    },
    sentenceStart: Int32Array.of(...a.sentenceStart, ...shift(b.sentenceStart.slice(1), a.encoded.tokens)),
    gold: Int32Array.of(...a.gold, ...b.gold),
    weight: Float64Array.of(...a.weight, ...b.weight.map((x) => w * x)),
  };
}

const LAMBDA = 0.5;
const tight = { tolerance: 1e-12, near: 0.03, stepsPerSurrogate: 2, maxIterations: 100 };

function jointOf(a: Tiny, b: Tiny): { joint: JointObjective; reference: CrfObjective } {
  const reference = new CrfObjective(plainKernels, problemOf(b), 0);
  return { joint: new JointObjective([objectiveOf(a, LAMBDA), reference]), reference };
}

describe("JointObjective", () => {
  const a = tiny(1, { lengths: [1, 3, 2] });
  const b = tiny(2, { lengths: [2, 3] });
  const both = concatenated(a, b, 1);
  const { joint } = jointOf(a, b);
  const theta = uniformVector(joint.dimension, random(4), 1).map((x, i) => (i % 4 < 3 ? x : 0));

  it("has the loss, gradient and Hessian of the two written out as one", () => {
    const gradient = new Float64Array(joint.dimension);
    const { value, hessian } = joint.at(theta, gradient);
    const expected = wholeLoss(both, theta, LAMBDA);
    expect(Math.abs(value - expected.value)).toBeLessThan(1e-11);
    expected.gradient.forEach((g, i) => {
      expect(Math.abs(g - gradient[i])).toBeLessThan(1e-11);
    });
    const H = wholeHessian(both, theta, LAMBDA);
    const u = uniformVector(joint.dimension, random(5), 1).map((x, i) => (i % 4 < 3 ? x : 0));
    const product = new Float64Array(joint.dimension);
    hessian.apply(u, product);
    H.forEach((row, i) => {
      expect(Math.abs(inner(row, u) - product[i])).toBeLessThan(1e-10);
    });
  });
});

describe("refit", () => {
  const a = schoolroom(1, 40, 3);
  const b = schoolroom(2, 15, 3);
  const train = objectiveOf(a, LAMBDA);
  const theta = optimise(train, { tolerance: 1e-12, maxIterations: 500 }).theta;
  const fresh = (t: Tiny) => optimise(objectiveOf(t, LAMBDA), { tolerance: 1e-12, maxIterations: 500 }).theta;
  const distance = (x: Float64Array, y: Float64Array) => {
    const d = Float64Array.from(x);
    addScaled(d, -1, y);
    return norm(d) / norm(y);
  };

  it.each([0.5, 1, 5, 50])("on train and reference × %d is training on the two as one corpus", (w) => {
    const reference = new CrfObjective(plainKernels, problemOf(b), 0);
    const weighted = reference.with({ weight: b.weight.map((x) => w * x) });
    const found = refit(new JointObjective([train, weighted]), theta, tight);
    expect(distance(found, fresh(concatenated(a, b, w)))).toBeLessThan(1e-9);
    expect(distance(found, theta)).toBeGreaterThan(0.01);
  });

  it("without some sentences is training without them", () => {
    const weight = a.weight.map((x, k) => (k % 3 === 0 ? 0 : x));
    const found = refit(new JointObjective([train.with({ weight })]), theta, tight);
    expect(distance(found, fresh({ ...a, weight }))).toBeLessThan(1e-9);
  });

  it("with other labels is training on them, and the problem keeps its own", () => {
    const gold = a.gold.map((label, t) => (t % 7 === 0 ? (label + 1) % 3 : label));
    const joint = new JointObjective([train]);
    const before = { ...train.problem.chains, gold: Int32Array.from(train.problem.chains.gold) };
    const transitions = Float64Array.from(train.problem.goldTransitions);
    const found = refit(new JointObjective([train.with({ gold })]), theta, tight);
    expect(distance(found, fresh({ ...a, gold }))).toBeLessThan(1e-9);
    expect(train.problem.chains.gold).toEqual(before.gold);
    expect(train.problem.goldTransitions).toEqual(transitions);
    expect(train.problem.chains.weight).toEqual(a.weight);
    // Nothing changed, nothing moves.
    expect(
      distance(refit(joint, theta, { tolerance: 0.5, near: 0.03, stepsPerSurrogate: 2, maxIterations: 5 }), theta),
    ).toBeLessThan(1e-6);
  });

  it("from where training stopped early is by what the reference changes alone", () => {
    const stopped = optimise(train, { tolerance: 1e-2, maxIterations: 500 }).theta;
    withRest(train, stopped, (rest) => {
      const gradient = new Float64Array(train.dimension);
      const { value } = new JointObjective([train], rest).at(stopped, gradient);
      expect(norm(gradient)).toBe(0);
      const linear = rest.reduce((sum, r, i) => sum + r * stopped[i], 0);
      expect(value).toBeCloseTo(train.evaluate(stopped, gradient) - linear, 10);

      const reference = new CrfObjective(plainKernels, problemOf(b), 0);
      const way = (from: Float64Array, objective: JointObjective) => {
        const moved = refit(objective, from, tight);
        addScaled(moved, -1, from);
        return moved;
      };
      const tilted = way(stopped, new JointObjective([train, reference], rest));
      const whole = way(theta, new JointObjective([train, reference]));
      const mixed = way(stopped, new JointObjective([train, reference]));
      expect(distance(tilted, whole)).toBeLessThan(distance(mixed, whole) / 2);
    });
  });
});
