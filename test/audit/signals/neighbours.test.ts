import { annotatedCandidates } from "../../../src/audit/candidates/candidates.js";
import { neighboursSignal } from "../../../src/audit/signals/neighbours.js";
import { readSegments } from "../../../src/corpus/index.js";
import { TableBuilder } from "../../../src/features/embeddings/table.js";
import { corpusFrom } from "../../helpers/corpora.js";
import { random } from "../../helpers/random.js";

function tableOf(vectors: Readonly<Record<string, readonly number[]>>) {
  const builder = new TableBuilder(Object.values(vectors)[0].length);
  for (const [word, vector] of Object.entries(vectors)) builder.row(Buffer.from(word)).set(vector);
  return builder.finish();
}

describe("neighboursSignal", () => {
  it("is the share of the nearest texts that are labelled otherwise, by a direct count", () => {
    const next = random(3);
    const words = Array.from({ length: 40 }, (_, i) => `w${i}`);
    const vectors = Object.fromEntries(words.map((word) => [word, [next() - 0.5, next() - 0.5, next() - 0.5]]));
    const labels = words.map(() => (next() < 0.5 ? "A" : "B"));
    const corpus = corpusFrom(words.map((word, i) => [[word, `B-${labels[i]}`]]));
    const found = neighboursSignal(corpus, annotatedCandidates(readSegments(corpus, "BIO").segments), tableOf(vectors));
    const cosine = (a: readonly number[], b: readonly number[]) =>
      a.reduce((sum, x, d) => sum + x * b[d], 0) / Math.hypot(...a) / Math.hypot(...b);
    found.forEach((share, i) => {
      const others = [...words.keys()].filter((j) => j !== i);
      others.sort(
        (j, k) => cosine(vectors[words[k]], vectors[words[i]]) - cosine(vectors[words[j]], vectors[words[i]]),
      );
      const unlike = others.slice(0, 10).filter((j) => labels[j] !== labels[i]).length;
      expect(share).toBeCloseTo(unlike / 10, 12);
    });
  });

  it("takes the mean of a text's words, whatever their case and length, and the shares of a text's labels", () => {
    const corpus = corpusFrom([
      [
        ["New", "B-LOC"],
        ["York", "I-LOC"],
      ],
      [["Boston", "B-LOC"]],
      [["boston", "B-ORG"]],
      [["nowhere", "B-LOC"]],
    ]);
    const table = tableOf({ new: [1, 0], york: [0, 9], boston: [0.5, 0.5] });
    const candidates = annotatedCandidates(readSegments(corpus, "BIO").segments);
    // New York's one neighbour is Boston, half of it LOC; Boston's is New York.
    expect([...neighboursSignal(corpus, candidates, table)]).toEqual([0.5, 0, 1, Number.NaN]);
  });
});
