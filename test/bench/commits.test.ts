// @ts-expect-error plain JavaScript
import { carriedOver, changed } from "../../bench/lib/commits.mjs";
import { seeded } from "../../src/math/random.js";
import { norm } from "../../src/math/vector.js";
import { train } from "../../src/tagger/train.js";
import { TRAINING } from "../helpers/audit.js";
import { kernels } from "../helpers/compiled.js";
import { corpusFrom, rowsOf } from "../helpers/corpora.js";
import { newswire } from "../helpers/newswire.js";

const tight = { ...TRAINING, tolerance: 1e-10 };

describe("weights carried from one tagger to another", () => {
  it("are the optimum where features and labels have other numbers", async () => {
    const corpus = await newswire("train", 0, 60);
    const before = train(kernels, corpus, tight);
    const after = train(kernels, corpusFrom(rowsOf(corpus).reverse()), tight);
    expect(after.tagger.labels).not.toEqual(before.tagger.labels);
    const theta: Float64Array = carriedOver(before.tagger, after.tagger);
    expect(norm(theta.map((x, i) => x - after.tagger.theta[i]))).toBeLessThan(1e-6 * norm(theta));
  });

  it("are 0 for what the earlier tagger did not have", async () => {
    const corpus = await newswire("train", 0, 60);
    const before = train(kernels, corpus, tight).tagger;
    const { tagger } = train(kernels, corpusFrom([...rowsOf(corpus), [["Quuxville", "B-QUUX"]]]), tight);
    const theta: Float64Array = carriedOver(before, tagger);
    const column = tagger.labels.indexOf("B-QUUX");
    const { stride, features } = tagger.shape;
    expect(column).toBeGreaterThan(0);
    for (let c = 0; c < features; c++) expect(theta[c * stride + column]).toBe(0);
  });
});

describe("a commit", () => {
  it("changes so many sentences, in one row each", async () => {
    const sentences = rowsOf(await newswire("train", 0, 60)).map((rows) => rows.map((cells) => cells.join("\t")));
    const after: string[][] = changed(sentences, 10, seeded(1));
    const rows = after.map((sentence, k) => sentence.filter((row, t) => row !== sentences[k][t]).length);
    expect(Math.max(...rows)).toBe(1);
    expect(rows.filter((count) => count > 0).length).toBeGreaterThanOrEqual(9);
    expect(changed(sentences, 10, seeded(1))).toEqual(after);
  });
});
