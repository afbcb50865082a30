import { viterbi } from "../../src/tagger/decode.js";
import { scoresOf } from "../../src/tagger/scores.js";
import { distribution, maskPadding } from "../helpers/allPaths.js";
import { random, uniformVector } from "../helpers/random.js";
import { problemOf, type Tiny, tiny } from "../helpers/tiny.js";

/** The best path of each sentence by trying all; of equals the one whose labels come first, read from the end. */
function bestOfAll(t: Tiny, theta: Float64Array): number[] {
  const lengths = Array.from(t.sentenceStart.subarray(1), (end, k) => end - t.sentenceStart[k]);
  return lengths.flatMap((length, k) => {
    const { rows } = distribution(t, theta, k, 0, length);
    const fromEnd = (y: readonly number[]) => y.reduceRight((key, label) => key * t.labels + label, 0);
    const best = Math.max(...rows.map(({ score }) => score));
    return rows.filter(({ score }) => score === best).sort((p, q) => fromEnd(p.y) - fromEnd(q.y))[0].y;
  });
}

describe("viterbi", () => {
  it.each([1, 2, 3, 4, 5, 6])("finds the best of all paths, seed %i", (seed) => {
    const labels = 1 + (seed % 5);
    const t = tiny(seed, { labels, lengths: [1, 4, 2, 5, 1] });
    const problem = problemOf(t);
    const theta = maskPadding(uniformVector(problem.shape.dimension, random(seed + 50), 2), labels);
    expect([...viterbi(problem.chains, scoresOf(problem, theta))]).toEqual(bestOfAll(t, theta));
  });

  // Weights in {−1, 0, 1} make every score an integer, so ties are exact and many.
  it.each([1, 2, 3, 4, 5, 6, 7, 8])("breaks ties towards the first label from the end, seed %i", (seed) => {
    const labels = 2 + (seed % 3);
    const t = tiny(seed, { labels, lengths: [3, 5, 1, 4] });
    const problem = problemOf(t);
    const theta = maskPadding(uniformVector(problem.shape.dimension, random(seed), 1.5).map(Math.round), labels);
    expect([...viterbi(problem.chains, scoresOf(problem, theta))]).toEqual(bestOfAll(t, theta));
  });

  it("never gives a padding label, though padding scores 0 and every label less", () => {
    const t = tiny(9, { labels: 3 });
    const problem = problemOf(t);
    const theta = maskPadding(new Float64Array(problem.shape.dimension).fill(-5), 3);
    expect(Math.max(...viterbi(problem.chains, scoresOf(problem, theta)))).toBe(0);
  });

  it("keeps sentences apart: alone or together, the same labels", () => {
    const t = tiny(10, { lengths: [4, 1, 3] });
    const problem = problemOf(t);
    const scores = scoresOf(problem, maskPadding(uniformVector(problem.shape.dimension, random(10), 2), 3));
    const together = viterbi(problem.chains, scores);
    for (let k = 0; k < 3; k++) {
      const [start, end] = [t.sentenceStart[k], t.sentenceStart[k + 1]];
      // Token numbers stay those of the corpus, so the decoder sees one sentence in the middle of it.
      const alone = viterbi({ ...problem.chains, sentenceStart: Int32Array.of(start, end) }, scores);
      expect([...alone.subarray(start, end)]).toEqual([...together.subarray(start, end)]);
    }
  });
});
