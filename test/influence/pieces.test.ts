import { documentPieces, segmentPieces, sentencePieces, tokenPieces, widened } from "../../src/influence/pieces.js";
import { projectPieces } from "../../src/influence/projection.js";
import { segmentGradient } from "../../src/influence/segmentGradient.js";
import { targetLoss } from "../../src/influence/targetLoss.js";
import { scoresOf } from "../../src/tagger/scores.js";
import { distribution, goldOf, maskPadding, wholeLoss } from "../helpers/allPaths.js";
import { corpusOf } from "../helpers/corpora.js";
import { farthest, inner } from "../helpers/dense.js";
import { random, uniformVector } from "../helpers/random.js";
import { allSpans, type PlacedSpan } from "../helpers/spans.js";
import { problemOf, type Tiny, tiny } from "../helpers/tiny.js";

describe.each([
  [1, 2],
  [2, 3],
  [3, 4],
])("nested segments, seed %i, %i labels", (seed, labels) => {
  const t = tiny(seed, { labels, lengths: [1, 3, 2, 4], weighted: false });
  const problem = problemOf(t);
  const draw = (s: number) => maskPadding(uniformVector(problem.shape.dimension, random(s), 1.5), labels);
  const theta = draw(seed + 10);
  const v = draw(seed + 20);
  const scores = scoresOf(problem, theta);

  it("obey ℓ_B = ℓ_A + ℓ_{B∖A | −B}, and so do their gradients and their influences", () => {
    let nested = 0;
    const spans = allSpans(t);
    for (const B of spans) {
      for (const A of spans) {
        if (A.sentence !== B.sentence || A.a < B.a || A.b > B.b || A.b - A.a === B.b - B.a) continue;
        nested++;
        const rest = restOf(t, theta, A, B);
        const loss = (span: PlacedSpan) => targetLoss(problem, scores, [span]);
        expect(Math.abs(loss(B) - loss(A) - rest.loss)).toBeLessThan(1e-13);
        const [gA, gB] = [A, B].map((span) => segmentGradient(problem, scores, [span]));
        const sum = gA.map((g, i) => g + rest.gradient[i]);
        expect(farthest(gB, sum)).toBeLessThan(1e-13);
        const [dA, dB] = projectPieces(problem, scores, scoresOf(problem, v), [{ spans: [A] }, { spans: [B] }]);
        expect(Math.abs(dB - dA - inner(v, rest.gradient))).toBeLessThan(1e-12);
      }
    }
    expect(nested).toBe(36);
  });

  it("end with the sentence, whose loss is that of the training instance", () => {
    const whole = targetLoss(
      problem,
      scores,
      allSpans(t).filter(({ a, b, sentence }) => {
        return a === 0 && b === t.sentenceStart[sentence + 1] - t.sentenceStart[sentence];
      }),
    );
    expect(whole).toBeCloseTo(wholeLoss(t, theta, 0).value, 12);
  });
});

/** −log p(y_{B∖A} | y_−B) and its gradient: A's labels are summed out. By the definition. */
function restOf(t: Tiny, theta: Float64Array, A: PlacedSpan, B: PlacedSpan) {
  const gold = goldOf(t, B.sentence);
  const { rows } = distribution(t, theta, B.sentence, B.a, B.b);
  const agrees = (y: readonly number[]) => y.every((label, i) => (i >= A.a && i < A.b) || label === gold[i]);
  const kept = rows.filter(({ y }) => agrees(y));
  const mass = kept.reduce((sum, { p }) => sum + p, 0);
  const gradient = new Float64Array(theta.length);
  for (const { p, phi } of rows) for (let i = 0; i < phi.length; i++) gradient[i] += p * phi[i];
  for (const { p, phi } of kept) for (let i = 0; i < phi.length; i++) gradient[i] -= (p / mass) * phi[i];
  return { loss: -Math.log(mass), gradient };
}

describe("units of a corpus", () => {
  const plain = corpusOf("Leeds/B-ORG won/O", "It/O rained/O hard/O", "Anna/B-PER");
  const corpus = { ...plain, documents: Int32Array.of(-1, 0, 0), documentIds: ["d"] };
  const bounds = (pieces: ReturnType<typeof tokenPieces>) =>
    pieces.map(({ spans }) => spans.map(({ start, end }) => [start, end]));

  it("are tokens with their tags", () => {
    expect(tokenPieces(corpus).map(({ label }) => label)).toEqual(["B-ORG", "O", "O", "O", "O", "B-PER"]);
    expect(bounds(tokenPieces(corpus, 1))).toEqual([[[0, 2]], [[0, 2]], [[2, 4]], [[2, 5]], [[3, 5]], [[5, 6]]]);
    expect(tokenPieces(corpus, 1).map(({ core }) => core.end - core.start)).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it("are segments, widened within their sentence", () => {
    const segment = { sentence: 1, start: 3, end: 4, label: "X" };
    expect(bounds(segmentPieces([segment], corpus, 9))).toEqual([[[2, 5]]]);
    expect(widened(segment, corpus, 1)).toEqual({ sentence: 1, start: 2, end: 5 });
    expect(widened(segment, corpus, 0)).toEqual({ sentence: 1, start: 3, end: 4 });
  });

  it("are sentences, and documents of sentences under one mark", () => {
    expect(bounds(sentencePieces(corpus))).toEqual([[[0, 2]], [[2, 5]], [[5, 6]]]);
    expect(bounds(documentPieces(corpus))).toEqual([
      [
        [2, 5],
        [5, 6],
      ],
    ]);
    expect(documentPieces(plain)).toEqual([]);
  });
});
