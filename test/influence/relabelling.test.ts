import { Relabeller } from "../../src/influence/relabelling.js";
import { scoresOf } from "../../src/tagger/scores.js";
import { featureVector, goldOf, maskPadding, paths } from "../helpers/allPaths.js";
import { inner } from "../helpers/dense.js";
import { random, uniformVector } from "../helpers/random.js";
import { allSpans } from "../helpers/spans.js";
import { problemOf, tiny } from "../helpers/tiny.js";

it.each([1, 2, 3])("is u · (Φ(y') − Φ(y)) of the whole sentence, seed %i", (seed) => {
  const t = tiny(seed, { labels: 3, lengths: [1, 3, 2, 4] });
  const problem = problemOf(t);
  const u = maskPadding(uniformVector(problem.shape.dimension, random(seed + 9), 2), 3);
  const relabeller = new Relabeller(problem.chains, scoresOf(problem, u));
  for (const { sentence, start, a, b } of allSpans(t)) {
    const gold = goldOf(t, sentence);
    for (const numbers of paths(3, b - a)) {
      const changed = [...gold.slice(0, a), ...numbers, ...gold.slice(b)];
      const expected = inner(u, featureVector(t, sentence, changed)) - inner(u, featureVector(t, sentence, gold));
      const change = relabeller.change(sentence, { from: start, numbers });
      expect(Math.abs(change - expected)).toBeLessThan(1e-12);
      if (b - a === 1) expect(relabeller.changesAt(sentence, start)[numbers[0]]).toBe(change);
    }
  }
});

it("of many labels is the same, one token or several", () => {
  const t = tiny(4, { labels: 18, lengths: [2, 3] });
  const problem = problemOf(t);
  const u = maskPadding(uniformVector(problem.shape.dimension, random(3), 2), 18);
  const relabeller = new Relabeller(problem.chains, scoresOf(problem, u));
  for (const { sentence, start, a, b } of allSpans(t).filter(({ a, b }) => b - a < 3)) {
    const gold = goldOf(t, sentence);
    for (const numbers of paths(18, b - a)) {
      const changed = [...gold.slice(0, a), ...numbers, ...gold.slice(b)];
      const expected = inner(u, featureVector(t, sentence, changed)) - inner(u, featureVector(t, sentence, gold));
      const change = relabeller.change(sentence, { from: start, numbers });
      expect(Math.abs(change - expected)).toBeLessThan(1e-12);
      if (b - a === 1) expect(relabeller.changesAt(sentence, start)[numbers[0]]).toBe(change);
    }
  }
});
