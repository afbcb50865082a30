import { readCorpus } from "../../src/corpus/index.js";
import { auditCorpora } from "../helpers/audit.js";

type Row = readonly [line: number, label: string, suggestion: string, score: number];

/** The first findings of the shipped corpus, as it has scored since the coefficients were last fitted. */
const WITH_REFERENCE: readonly Row[] = [
  [1079, "I-LOC", "B-LOC", 1],
  [2683, "LOC", "ORG", 0.999207],
  [1577, "LOC", "ORG", 0.998315],
  [1586, "LOC", "ORG", 0.99449],
  [1513, "LOC", "ORG", 0.994227],
  [1547, "LOC", "ORG", 0.990685],
  [1533, "LOC", "ORG", 0.989649],
  [1463, "LOC", "ORG", 0.987908],
  [1491, "LOC", "ORG", 0.984712],
  [633, "LOC", "ORG", 0.984487],
  [1470, "LOC", "ORG", 0.982892],
  [2788, "LOC", "ORG", 0.980399],
  [584, "LOC", "ORG", 0.978396],
  [2670, "LOC", "ORG", 0.970203],
  [3417, "LOC", "ORG", 0.965835],
  [627, "LOC", "ORG", 0.9628],
];
const ALONE: readonly Row[] = [
  [1079, "I-LOC", "B-LOC", 1],
  [4789, "O", "ORG", 0.980686],
  [1896, "O", "PER", 0.893734],
  [2216, "O", "ORG", 0.554146],
  [4722, "O", "PER", 0.450264],
  [4806, "O", "ORG", 0.431671],
  [1894, "O", "ORG", 0.419661],
  [4858, "O", "ORG", 0.411512],
  [3862, "ORG", "LOC", 0.391951],
  [1195, "O", "ORG", 0.384135],
  [3547, "O", "ORG", 0.36104],
  [1933, "O", "PER", 0.35764],
  [3876, "O", "PER", 0.339509],
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
