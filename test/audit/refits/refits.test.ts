import { readReference } from "../../../src/audit/candidates/decode.js";
import { refitWithReference } from "../../../src/audit/refits/cachedRefits.js";
import { knownOf } from "../../../src/audit/refits/referenceLoss.js";
import { annotate } from "../../../src/corpus/index.js";
import { defaultTemplates } from "../../../src/features/templates.js";
import { createKernels } from "../../../src/kernels/index.js";
import { UNKNOWN_LABEL } from "../../../src/tagger/model.js";
import { train } from "../../../src/tagger/train.js";
import { corpusFrom, rowsOf } from "../../helpers/corpora.js";
import { newswire } from "../../helpers/newswire.js";

const corpus = await newswire("train", 1, 41);
const rows = rowsOf(await newswire("reference", 1, 21));
const foreign = rows.map((sentence, k) => (k === 7 ? sentence.map(([word]) => [word, "B-ALIEN"]) : sentence));
const kernels = await createKernels({ kind: "auto", threads: 2 });
afterAll(() => kernels.close());
const trained = train(kernels, corpus, {
  ...{ templates: defaultTemplates, scheme: "BIO", lambda: 1, minCount: 1, tolerance: 1e-6, maxIterations: 500 },
});
const read = (sentences: string[][][]) =>
  readReference(trained.tagger, annotate(corpusFrom(sentences, "reference.conll"), "BIO"), kernels);

test("a sentence with a label that the tagger does not have counts nothing in refits", async () => {
  const left = await refitWithReference(trained, read(rows.filter((_, k) => k !== 7)), "high", null);
  const counted = await refitWithReference(trained, read(rows), "high", null);
  const found = await refitWithReference(trained, read(foreign), "high", null);
  const apart = (a: Float64Array, b: Float64Array) => Math.max(...a.map((x, i) => Math.abs(x - b[i])));
  for (const name of ["joint", "referenceOnly"] as const) {
    // Refits stop at a thousandth of what has changed, on paths that rounding parts.
    expect(apart(found[name], left[name])).toBeLessThan(apart(counted[name], left[name]) / 50);
  }
});

test("refits leave the reference that they were given as it was, unknown labels and all", async () => {
  const { problem, ...reference } = read(foreign);
  const [gold, weight] = [[...problem.chains.gold], [...problem.chains.weight]];
  expect(gold.filter((label) => label === UNKNOWN_LABEL)).toHaveLength(rows[7].length);
  await refitWithReference(trained, { ...reference, problem }, "auto", null);
  expect([...problem.chains.gold]).toEqual(gold);
  expect([...problem.chains.weight]).toEqual(weight);
  const { gold: known, known: counts } = knownOf(problem.chains);
  expect(known).not.toContain(UNKNOWN_LABEL);
  expect([...counts].map((count, k) => (count === 0 ? k : -1)).filter((k) => k >= 0)).toEqual([7]);
  // Twice from one reading: nothing was closed.
  await expect(refitWithReference(trained, { ...reference, problem }, "low", null)).resolves.toBeDefined();
});
