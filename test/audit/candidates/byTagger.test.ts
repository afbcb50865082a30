import { readAhead, readByTaggers } from "../../../src/audit/candidates/byTagger.js";
import { decodedSegments } from "../../../src/audit/candidates/decode.js";
import { keptScores } from "../../../src/audit/subject.js";
import { annotate } from "../../../src/corpus/index.js";
import { defaultTemplates } from "../../../src/features/templates.js";
import { plainKernels } from "../../../src/kernels/plain.js";
import { train } from "../../../src/tagger/train.js";
import { newswire } from "../../helpers/newswire.js";

const corpus = await newswire("train", 1, 31);
const { tagger, objective } = train(plainKernels, corpus, {
  ...{ templates: defaultTemplates, scheme: "BIO", lambda: 1, minCount: 1, tolerance: 1e-3, maxIterations: 100 },
});
const { theta } = tagger;
const subject = {
  ...{ annotated: annotate(corpus, "BIO"), reference: null, tagger, objective, v: null },
  weights: { theta, referenceOnly: theta.map((x) => -x), joint: theta.map((x, i) => (i % 2 ? x : 0)) },
};

it("reads by each tagger, by θ_ref last and without its unlabelled spans", () => {
  const { read, unlabelled } = readByTaggers(subject);
  const { problem } = objective;
  const expected = [theta, subject.weights.joint, subject.weights.referenceOnly].map((weights) =>
    decodedSegments(tagger, corpus, "BIO", problem, keptScores(problem, weights)),
  );
  expect(read).toEqual(expected);
  expect(new Set(read.map(({ count }) => count)).size).toBeGreaterThan(1);
  expect(unlabelled).toHaveLength(2);
});

it("has the readings that were made ahead", () => {
  const weights = { theta: theta.slice(), referenceOnly: theta.map((x) => -x) };
  readAhead(subject, weights);
  const expected = readByTaggers({ ...subject, weights: { theta, referenceOnly: subject.weights.referenceOnly } });
  // What is read now would be something else.
  for (const own of Object.values(weights)) own.fill(0);
  expect(readByTaggers({ ...subject, weights })).toEqual(expected);
  expect(readByTaggers({ ...subject, weights: { theta: theta.map(() => 0) } }).read[0]).not.toEqual(expected.read[0]);
});

it("reads nothing of plain tags", () => {
  const plain = { ...subject, annotated: { ...subject.annotated, scheme: "plain" as const } };
  expect(readByTaggers(plain)).toEqual({ read: [], unlabelled: [] });
});
