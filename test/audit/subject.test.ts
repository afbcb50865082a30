import { keptScores, taggerScores } from "../../src/audit/subject.js";
import { createKernels } from "../../src/kernels/index.js";
import { scoresOf } from "../../src/tagger/scores.js";
import { random } from "../helpers/random.js";
import { problemOf, tiny } from "../helpers/tiny.js";

const next = random(4);

function setting() {
  const kernels = createKernels({ kind: "wasm", threads: 1 });
  const problem = problemOf(tiny(2), kernels);
  const weights = () => Float64Array.from({ length: problem.shape.dimension }, () => next() - 0.5);
  return { kernels, problem, weights: { theta: weights(), joint: weights() } };
}

describe("scores that are kept", () => {
  it("are those of each tagger that is there, made once for a problem", () => {
    const { kernels, problem, weights } = setting();
    const scores = taggerScores({ weights }, problem);
    expect(Object.keys(scores)).toEqual(["theta", "joint"]);
    for (const name of ["theta", "joint"] as const) {
      const { blocks, transitions } = scoresOf(problem, weights[name]);
      expect(Array.from(scores[name]?.blocks ?? [])).toEqual(Array.from(blocks));
      expect(Array.from(scores[name]?.transitions ?? [])).toEqual(Array.from(transitions));
      expect(keptScores(problem, weights[name])).toBe(scores[name]);
    }
    const view = problem.with({ gold: problem.chains.gold });
    expect(keptScores(view, weights.theta)).not.toBe(scores.theta);
    expect(keptScores(problem, weights.theta)).toBe(scores.theta);
    kernels.close();
  });

  it("go back with their problem's memory, or with a view's", () => {
    const { kernels, problem, weights } = setting();
    const { vectors } = kernels;
    const view = problem.with({});
    const [own, ofView] = [problem, view].map((one) => keptScores(one, weights.theta).blocks);
    expect(vectors.dot(own, own)).toBe(vectors.dot(ofView, ofView));
    view.close();
    expect(() => vectors.dot(ofView, ofView)).toThrow("released");
    expect(vectors.dot(own, own)).toBeGreaterThan(0);
    problem.close();
    expect(() => vectors.dot(own, own)).toThrow("released");
    kernels.close();
  });
});
