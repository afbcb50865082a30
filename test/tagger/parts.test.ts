import { plainKernels } from "../../src/kernels/plain.js";
import { createWasmKernels } from "../../src/kernels/wasm.js";
import { NoiseChannelObjective } from "../../src/tagger/noiseChannel.js";
import { CrfObjective } from "../../src/tagger/objective.js";
import { isStaged, partsOf, withChanges } from "../../src/tagger/parts.js";
import type { Problem } from "../../src/tagger/problem.js";
import { maskPadding } from "../helpers/allPaths.js";
import { random, uniformVector } from "../helpers/random.js";
import { schoolroom } from "../helpers/schoolroom.js";
import { stateOf } from "../helpers/states.js";
import { problemOf } from "../helpers/tiny.js";

const LABELS = 3;
const kernels = createWasmKernels({ threads: 1 });

/** The problem with parts of so many label rows at most, or of one shard where that is more. */
function cut(whole: Problem, rows: number, staged = false): Problem {
  const { blockFeatures, states, shape } = whole;
  const tokenBlocks = staged ? Int32Array.from(whole.chains.tokenBlocks) : whole.chains.tokenBlocks;
  const chains = { ...whole.chains, tokenBlocks };
  const most = rows * shape.stride;
  const parts = partsOf({ threads: 0 }, chains, blockFeatures.rows, states, kernels, staged, most);
  return { ...whole, chains, parts };
}

/** Everything that goes over the parts, at a θ. */
function results(problem: Problem) {
  const { dimension } = problem.shape;
  const vector = (seed: number) => maskPadding(uniformVector(dimension, random(seed), 1), LABELS);
  const theta = vector(1);
  const [gradient, Hu, channelGradient] = [1, 2, 3].map(() => new Float64Array(dimension));
  const objective = new CrfObjective(kernels, problem, 0.5);
  const lattice = objective.at(theta, gradient);
  lattice.hessian.apply(vector(2), Hu);
  const channel = Float64Array.from({ length: LABELS ** 2 }, (_, i) => (i % (LABELS + 1) === 0 ? 0.8 : 0.1));
  const seen = new NoiseChannelObjective(kernels, problem, channel, 0.5);
  const pruned = lattice.surrogate();
  return {
    ...{ value: lattice.value, gradient, Hu, diagonal: lattice.hessian.diagonal(), state: stateOf(lattice) },
    ...{ channelValue: seen.evaluate(theta, channelGradient), channelGradient, pruned: pruned?.dimension },
  };
}

describe.each([0, 5])("a corpus in parts, with token states of %d numbers", (columns) => {
  const whole = problemOf(schoolroom(1, 40, LABELS), kernels, columns);
  const expected = results(cut(whole, Number.POSITIVE_INFINITY));

  it.each([1, 60, 150])("of about %i tokens has the results of the whole, to the bit", (rows) => {
    const problem = cut(whole, rows);
    expect(problem.parts.length).toBeGreaterThan(1);
    expect(results(problem)).toEqual(expected);
  });

  it.each([60, Number.POSITIVE_INFINITY])("of %i tokens outside of the kernels' memory has them too", (rows) => {
    expect(results(cut(whole, rows, true))).toEqual(expected);
  });

  it("is left outside where its indices would take a quarter of the kernels' memory", () => {
    const limits = [1, 4e9, plainKernels.limit];
    expect(limits.map((limit) => isStaged({ limit }, 20_000_000, 5))).toEqual([true, false, false]);
    const { tokens, groups } = whole.chains;
    const small = createWasmKernels({ threads: 1, limit: 1e6 });
    expect(problemOf(schoolroom(1, 40, LABELS), small).parts.map(({ isStaged }) => isStaged)).toEqual([false]);
    expect(isStaged({ limit: 4 * tokens * (2 * groups + 1) * 4 - 1 }, tokens, groups)).toBe(true);
  });

  it("has the changed labels and weights of a view", () => {
    const own = kernels.scope();
    const weight = own.float64(whole.chains.weight.length).map((_, k) => k % 3);
    const gold = own.int32(whole.chains.tokens).map((_, t) => (whole.chains.gold[t] + 1) % LABELS);
    const view = whole.with({ gold, weight });
    const parts = withChanges(cut(whole, 1).parts, view.chains);
    expect(parts.flatMap(({ chains }) => [...chains.gold])).toEqual([...gold]);
    expect(parts.flatMap(({ chains }) => [...chains.weight])).toEqual([...weight]);
    expect(results({ ...view, parts })).toEqual(results(view));
    expect(results(view).value).not.toBe(expected.value);
  });
});
