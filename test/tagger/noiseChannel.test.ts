import { plainKernels } from "../../src/kernels/plain.js";
import type { Kernels } from "../../src/kernels/types.js";
import { type Channel, NoiseChannelObjective } from "../../src/tagger/noiseChannel.js";
import { distribution, goldOf, maskPadding, wholeLoss } from "../helpers/allPaths.js";
import { random, uniformVector } from "../helpers/random.js";
import { problemOf, type Tiny, tiny } from "../helpers/tiny.js";

const LAMBDA = 0.7;

/** Rows of positive numbers that sum to 1, more or less faithful. */
function randomChannel(labels: number, seed: number): Channel {
  const next = random(seed);
  const rows = Array.from({ length: labels }, (_, y) => {
    const row = Array.from({ length: labels }, (_, tag) => next() + (tag === y ? 2 : 0.01));
    const sum = row.reduce((a, b) => a + b, 0);
    return row.map((x) => x / sum);
  });
  return Float64Array.from(rows.flat());
}

/** Near enough the identity that tags are what they say, with no 0. */
function faithful(labels: number, noise: number): Channel {
  return Float64Array.from({ length: labels * labels }, (_, i) =>
    i % (labels + 1) === 0 ? 1 - noise * (labels - 1) : noise,
  );
}

const objectiveOf = (t: Tiny, channel: Channel, kernels: Kernels = plainKernels) =>
  new NoiseChannelObjective(kernels, problemOf(t, kernels), channel, LAMBDA);

/** By the definition, over all label sequences: L_Γ, ∇L_Γ, and p(y_t = c | x, ỹ) as N × labels. */
function oracle(t: Tiny, theta: Float64Array, channel: Channel) {
  const C = t.labels;
  let value = (LAMBDA / 2) * theta.reduce((sum, x) => sum + x * x, 0);
  const gradient = theta.map((x) => LAMBDA * x);
  const posterior = new Float64Array(t.gold.length * C);
  t.weight.forEach((w, k) => {
    const tags = goldOf(t, k);
    const { rows } = distribution(t, theta, k, 0, tags.length);
    const seen = rows.map(({ y, p }) => p * y.reduce((product, label, i) => product * channel[label * C + tags[i]], 1));
    const total = seen.reduce((sum, p) => sum + p, 0);
    value -= w * Math.log(total);
    rows.forEach(({ y, phi, p }, row) => {
      const q = seen[row] / total;
      phi.forEach((x, i) => {
        gradient[i] += w * (p - q) * x;
      });
      y.forEach((label, i) => {
        posterior[(t.sentenceStart[k] + i) * C + label] += q;
      });
    });
  });
  return { value, gradient, posterior };
}

const worst = (x: ArrayLike<number>, y: ArrayLike<number>) =>
  Array.from(x).reduce((most, xi, i) => Math.max(most, Math.abs(xi - y[i])), 0);

describe.each([1, 2, 3, 4, 5])("the loss through a noise channel against all paths, seed %i", (seed) => {
  const labels = 2 + (seed % 3);
  const t = tiny(seed, { labels });
  const channel = randomChannel(labels, seed + 50);
  const objective = objectiveOf(t, channel);
  const { stride } = objective.problem.shape;
  const theta = maskPadding(uniformVector(objective.dimension, random(seed), 1.5), labels);
  const expected = oracle(t, theta, channel);

  it("has the value and gradient of the definition", () => {
    const gradient = new Float64Array(theta.length).fill(Number.NaN);
    expect(Math.abs(objective.evaluate(theta, gradient) - expected.value)).toBeLessThan(1e-11);
    expect(worst(gradient, expected.gradient)).toBeLessThan(1e-11);
  });

  it("has the gradient of finite differences", () => {
    const gradient = new Float64Array(theta.length);
    objective.evaluate(theta, gradient);
    const scratch = new Float64Array(theta.length);
    const u = maskPadding(uniformVector(theta.length, random(seed + 100)), labels);
    const h = 1e-4;
    const at = (s: number) =>
      objective.evaluate(
        theta.map((x, i) => x + s * u[i]),
        scratch,
      );
    const slope = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
    expect(Math.abs(slope - gradient.reduce((sum, g, i) => sum + g * u[i], 0))).toBeLessThan(1e-8);
  });

  it("has the posterior of the definition, whatever the sentences' weights", () => {
    const posteriorOf = () => {
      const rows = new Float64Array(t.gold.length * stride);
      objective.eachPosterior(theta, ({ first }, posterior) => rows.set(posterior, first * stride));
      return rows;
    };
    const posterior = posteriorOf();
    t.gold.forEach((_, token) => {
      const row = Array.from({ length: labels }, (_, c) => posterior[token * stride + c]);
      expect(worst(row, expected.posterior.subarray(token * labels))).toBeLessThan(1e-12);
    });
    expect(posteriorOf()).toEqual(posterior);
  });

  it("comes to the loss without a channel as the channel comes to the identity", () => {
    const gradient = new Float64Array(theta.length);
    const value = objectiveOf(t, faithful(labels, 1e-13)).evaluate(theta, gradient);
    const plain = wholeLoss(t, theta, LAMBDA);
    expect(Math.abs(value - plain.value)).toBeLessThan(1e-8);
    expect(worst(gradient, plain.gradient)).toBeLessThan(1e-8);
  });

  it("says nothing of θ where all tags are equally likely whatever they should be", () => {
    const gradient = new Float64Array(theta.length);
    objectiveOf(t, faithful(labels, 1 / labels)).evaluate(theta, gradient);
    expect(
      worst(
        gradient,
        theta.map((x) => LAMBDA * x),
      ),
    ).toBeLessThan(1e-12);
  });
});
