import { readCorpus } from "../../src/corpus/index.js";
import { auditCorpora } from "../helpers/audit.js";

type Row = readonly [line: number, label: string, suggestion: string, score: number];

/** The first findings of the shipped corpus, as it has scored since the coefficients were last fitted. */
const WITH_REFERENCE: readonly Row[] = [
  [1079, "I-LOC", "B-LOC", 1],
  [2683, "LOC", "ORG", 0.998944],
  [1577, "LOC", "ORG", 0.998239],
  [1586, "LOC", "ORG", 0.994143],
  [1513, "LOC", "ORG", 0.994121],
  [1547, "LOC", "ORG", 0.990333],
  [1533, "LOC", "ORG", 0.989492],
  [1463, "LOC", "ORG", 0.987629],
  [1491, "LOC", "ORG", 0.984498],
  [633, "LOC", "ORG", 0.983991],
  [1470, "LOC", "ORG", 0.982771],
  [2788, "LOC", "ORG", 0.979364],
  [584, "LOC", "ORG", 0.977341],
  [2670, "LOC", "ORG", 0.969762],
  [3417, "LOC", "ORG", 0.965776],
  [627, "LOC", "ORG", 0.962631],
];
const ALONE: readonly Row[] = [
  [1079, "I-LOC", "B-LOC", 1],
  [4789, "O", "ORG", 0.98872],
  [1896, "O", "PER", 0.927526],
  [2216, "O", "ORG", 0.597476],
  [3862, "ORG", "LOC", 0.518335],
  [4722, "O", "PER", 0.457725],
  [4858, "O", "ORG", 0.444889],
  [4806, "O", "ORG", 0.438653],
  [1894, "O", "ORG", 0.435199],
  [1195, "O", "ORG", 0.407279],
  [3547, "O", "ORG", 0.384068],
  [1933, "O", "PER", 0.369345],
  [3876, "O", "PER", 0.362996],
];

const at = (file: string) => new URL(`../../fixtures/newswire/${file}.conll`, import.meta.url).pathname;
const train = await readCorpus(at("train"));
const reference = await readCorpus(at("reference"));

it.each([
  ["with a reference", reference, WITH_REFERENCE],
  ["without one", null, ALONE],
] as const)("scores the shipped corpus as coefficients.json says, to 1e-6, %s", async (_, against, expected) => {
  const { findings } = await auditCorpora(train, against, { limit: 12, opposed: 0 });
  const found = findings.slice(0, expected.length);
  expect(found.map(({ line, label, suggestion }) => [line, label, suggestion])).toEqual(
    expected.map(([line, label, suggestion]) => [line, label, suggestion]),
  );
  for (const [i, { score }] of found.entries()) expect(Math.abs(score - expected[i][3])).toBeLessThan(1.5e-6);
});
