import { annotatedCandidates, candidateAt } from "../../../src/audit/candidates/candidates.js";
import { CrossFit } from "../../../src/audit/refits/crossFit.js";
import type { SuggestionSource } from "../../../src/audit/suggestions/generate.js";
import { Proposals } from "../../../src/audit/suggestions/store.js";
import { TagEncoder } from "../../../src/audit/suggestions/tagEncoder.js";
import { foldsOf } from "../../../src/corpus/folds.js";
import { annotate, readSegments } from "../../../src/corpus/index.js";
import { defaultTemplates } from "../../../src/features/templates.js";
import { inverseHessianVector } from "../../../src/influence/inverse.js";
import { segmentGradient } from "../../../src/influence/segmentGradient.js";
import { chooseTargets } from "../../../src/influence/targets.js";
import { dot } from "../../../src/math/vector.js";
import { viterbi } from "../../../src/tagger/decode.js";
import { optimise } from "../../../src/tagger/optimise.js";
import { scoresOf } from "../../../src/tagger/scores.js";
import { train } from "../../../src/tagger/train.js";
import { kernels } from "../../helpers/compiled.js";
import { newswire } from "../../helpers/newswire.js";

const K = 3;

describe("cross-fit", () => {
  it("holds each fold's errors, read by a tagger without it, against the segments of the others", async () => {
    const corpus = await newswire("train", 0, 45);
    const options = { templates: defaultTemplates, scheme: "BIO", lambda: 1, minCount: 1 } as const;
    const trained = train(kernels, corpus, { ...options, tolerance: 1e-8, maxIterations: 2000 });
    const { objective, tagger } = trained;
    const { problem } = objective;
    const { segments } = readSegments(corpus, "BIO");
    const folds = await CrossFit.of(annotate(corpus, "BIO"), trained, K, null);
    const candidates = annotatedCandidates(segments);
    const solve = { tolerance: 1e-6, maxIterations: 2000 };
    const source = { tagEncoder: new TagEncoder("BIO", tagger.labels, segments) } as SuggestionSource;
    const proposals = new Proposals();
    for (let i = 0; i < candidates.count; i++) proposals.push(null);
    const found = folds.influence({ candidates, source }, proposals, solve.tolerance);

    // By the definition, each tagger trained afresh without its fold.
    const foldOf = foldsOf(corpus, K);
    const oracle = new Float64Array(candidates.count);
    let targets = 0;
    for (let fold = 0; fold < K; fold++) {
      const weight = Float64Array.from(foldOf, (own) => (own === fold ? 0 : 1));
      const without = objective.with({ weight });
      const { theta } = optimise(without, { tolerance: 1e-8, maxIterations: 2000 });
      const scores = scoresOf(problem, theta);
      const tags = { values: tagger.labels, ids: viterbi(problem.chains, scores) };
      const said = readSegments({ ...corpus, tags }, "BIO").segments;
      const gold = problem.chains.gold as Int32Array;
      const own = chooseTargets({ kind: "errors" }, corpus, segments, said, gold).filter(
        ({ sentence }) => foldOf[sentence] === fold,
      );
      targets += own.length;
      const v = inverseHessianVector(without, theta, segmentGradient(problem, scores, own), solve).x;
      for (let i = 0; i < candidates.count; i++) {
        if (foldOf[candidates.sentence[i]] === fold) continue;
        oracle[i] += dot(v, segmentGradient(problem, scores, [candidateAt(candidates, i)]));
      }
      without.close();
    }
    expect(targets).toBeGreaterThan(5);
    expect(Math.abs(found.summary.targetSegments - targets)).toBeLessThanOrEqual(1);
    // The refits stop where a twentieth of what changed is left.
    const distance = Math.sqrt(oracle.reduce((sum, x, i) => sum + (x - found.influence[i]) ** 2, 0));
    expect(distance / Math.sqrt(dot(oracle, oracle))).toBeLessThan(0.1);
    expect(found.summary).toMatchObject({ targets: "cross-fit=3", converged: true });
  });
});
