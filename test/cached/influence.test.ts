import { cachedInverse } from "../../src/cached/influence.js";
import { parseTemplates } from "../../src/features/templates.js";
import { inverseHessianVector } from "../../src/influence/inverse.js";
import { plainKernels } from "../../src/kernels/plain.js";
import { Cache } from "../../src/storage/index.js";
import { train } from "../../src/tagger/train.js";
import { corpusOf } from "../helpers/corpora.js";
import { random, uniformVector } from "../helpers/random.js";
import { temporaryDirectory } from "../storage/temporary.js";

const training = { templates: parseTemplates("U1:%x[0,0]", "t"), scheme: "BIO", minCount: 1 } as const;
const corpus = corpusOf("a/B-X b/O c/O", "b/O a/B-X", "c/B-X");
const options = { tolerance: 1e-10, maxIterations: 100 };
const directory = temporaryDirectory();

/** A solve through the cache; tells whether it had to be done. */
async function solve(
  change: { reference?: string; end?: number; lambda?: number; tolerance?: number; maxIterations?: number } = {},
) {
  const { reference = "b/O", end = 1, lambda = 1, ...rest } = change;
  const { tagger, objective } = train(plainKernels, corpus, {
    ...training,
    lambda,
    tolerance: 1e-8,
    maxIterations: 100,
  });
  const gradient = uniformVector(objective.dimension, random(1));
  let asked = 0;
  const ask = () => {
    asked++;
    return gradient;
  };
  const spans = [{ sentence: 0, start: 0, end }];
  const cache = new Cache(directory(), () => {});
  const given = { ...options, ...rest };
  const result = await cachedInverse({ tagger, objective }, corpusOf(reference), spans, ask, given, cache);
  const direct = inverseHessianVector(objective, tagger.theta, gradient, given);
  return { asked, result, direct };
}

it("solves once, and gives the bits of the solve from then on", async () => {
  const first = await solve();
  const second = await solve();
  expect([first.asked, second.asked]).toEqual([1, 0]);
  expect(first.result).toMatchObject(first.direct);
  expect(second.result).toEqual(first.result);
});

test.each([
  ["another reference", { reference: "c/O" }],
  ["other spans", { end: 2 }],
  ["another tagger", { lambda: 2 }],
  ["a tighter tolerance", { tolerance: 1e-12 }],
  ["more iterations", { maxIterations: 101 }],
])("solves again for %s", async (_, change) => {
  await solve();
  const { asked, result, direct } = await solve(change);
  expect(asked).toBe(1);
  expect(result).toMatchObject(direct);
});

it("tells how the residual fell, from the cache too", async () => {
  for (const { result } of [await solve(), await solve()]) {
    const { iterations, relativeResidual } = result.curve;
    expect(iterations).toEqual(Array.from({ length: result.iterations }, (_, i) => i + 1));
    expect(relativeResidual).toHaveLength(iterations.length);
    expect(relativeResidual.at(-1)).toBeLessThanOrEqual(options.tolerance);
    expect(relativeResidual[0]).toBeGreaterThan(options.tolerance);
  }
});
