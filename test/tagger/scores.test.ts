import { scoresAt, scoresOf, tokenLogits } from "../../src/tagger/scores.js";
import { random, uniformVector } from "../helpers/random.js";
import { schoolroom } from "../helpers/schoolroom.js";
import { problemOf } from "../helpers/tiny.js";

it("scores at some tokens are those of the whole corpus, for every weight vector", () => {
  const problem = problemOf(schoolroom(3, 12, 3));
  const { chains, shape } = problem;
  const tokens = [0, 5, 6, chains.tokens - 1];
  const read = scoresAt(problem, tokens);
  for (const seed of [1, 2]) {
    const weights = uniformVector(shape.dimension, random(seed), 2);
    const [some, all] = [read(weights), scoresOf(problem, weights)];
    expect(some.transitions).toEqual(all.transitions);
    const logits = (scores: typeof all, t: number) => {
      const out = new Float64Array(shape.stride);
      tokenLogits(chains, scores, t, out, 0);
      return out;
    };
    for (const t of tokens) expect(logits(some, t)).toEqual(logits(all, t));
    // What no such token reads is not computed.
    expect(some.blocks.filter((x) => x !== 0).length).toBeLessThan(all.blocks.filter((x) => x !== 0).length);
  }
});
