import { readCorpus } from "../../src/corpus/index.js";
import { auditCorpora } from "../helpers/audit.js";

type Row = readonly [line: number, label: string, suggestion: string, score: number];

/** The first findings of the shipped corpus, as it has scored since the coefficients were last fitted. */
const WITH_REFERENCE: readonly Row[] = [
  [1079, "I-LOC", "B-LOC", 1],
  [2683, "LOC", "ORG", 0.998856],
  [1577, "LOC", "ORG", 0.997917],
  [1586, "LOC", "ORG", 0.993544],
  [1513, "LOC", "ORG", 0.993227],
  [1547, "LOC", "ORG", 0.989846],
  [1463, "LOC", "ORG", 0.986576],
  [1533, "LOC", "ORG", 0.985091],
  [633, "LOC", "ORG", 0.982299],
  [1491, "LOC", "ORG", 0.979364],
  [2788, "LOC", "ORG", 0.97865],
  [584, "LOC", "ORG", 0.976962],
  [1470, "LOC", "ORG", 0.975728],
  [2670, "LOC", "ORG", 0.962737],
  [627, "LOC", "ORG", 0.951845],
  [2639, "LOC", "ORG", 0.944483],
];
const ALONE: readonly Row[] = [
  [1079, "I-LOC", "B-LOC", 1],
  [4789, "O", "ORG", 0.982958],
  [1896, "O", "PER", 0.900967],
  [2216, "O", "ORG", 0.563941],
  [4722, "O", "PER", 0.447675],
  [4806, "O", "ORG", 0.429112],
  [1894, "O", "ORG", 0.424938],
  [4858, "O", "ORG", 0.401883],
  [3862, "ORG", "LOC", 0.393154],
  [1195, "O", "ORG", 0.391034],
  [3547, "O", "ORG", 0.367606],
  [1933, "O", "PER", 0.362123],
  [3876, "O", "PER", 0.344351],
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
