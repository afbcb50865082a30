import { viterbi } from "../../src/tagger/decode.js";
import { MaxMarginals } from "../../src/tagger/maxMarginals.js";
import { scoresOf } from "../../src/tagger/scores.js";
import { distribution, maskPadding } from "../helpers/allPaths.js";
import { random, uniformVector } from "../helpers/random.js";
import { problemOf, tiny } from "../helpers/tiny.js";

const LENGTHS = [1, 4, 2, 5, 1];

describe("max-marginals", () => {
  it.each([1, 2, 3, 4, 5, 6])(
    "are the best of all paths through each label, with their neighbours, seed %i",
    (seed) => {
      const labels = 1 + (seed % 5);
      const t = tiny(seed, { labels, lengths: LENGTHS });
      const problem = problemOf(t);
      const theta = maskPadding(uniformVector(problem.shape.dimension, random(seed + 50), 2), labels);
      const marginals = new MaxMarginals(problem.chains, scoresOf(problem, theta));
      const best = new Int32Array(problem.chains.tokens);
      LENGTHS.forEach((length, k) => {
        marginals.load(t.sentenceStart[k], t.sentenceStart[k + 1]);
        marginals.best(best, t.sentenceStart[k]);
        const { rows } = distribution(t, theta, k, 0, length);
        for (let i = 0; i < length; i++) {
          for (let c = 0; c < labels; c++) {
            const best = rows
              .filter(({ y }) => y[i] === c)
              .reduce((one, other) => (other.score > one.score ? other : one));
            expect(Math.abs(marginals.at(i, c) - best.score)).toBeLessThan(1e-12);
            expect(marginals.before(i, c)).toBe(i === 0 ? -1 : best.y[i - 1]);
            expect(marginals.after(i, c)).toBe(i + 1 === length ? -1 : best.y[i + 1]);
          }
        }
      });
      expect(best).toEqual(viterbi(problem.chains, scoresOf(problem, theta)));
    },
  );
});
