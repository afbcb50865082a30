import { readCorpus } from "../../src/corpus/index.js";
import { auditCorpora } from "../helpers/audit.js";

type Row = readonly [line: number, label: string, suggestion: string, score: number];

/** The first findings of the shipped corpus, as it has scored since the coefficients were last fitted. */
const WITH_REFERENCE: readonly Row[] = [
  [1079, "I-LOC", "B-LOC", 1],
  [2683, "LOC", "ORG", 0.999515],
  [1577, "LOC", "ORG", 0.99929],
  [1513, "LOC", "ORG", 0.996716],
  [1586, "LOC", "ORG", 0.996639],
  [1533, "LOC", "ORG", 0.994857],
  [1547, "LOC", "ORG", 0.994558],
  [1463, "LOC", "ORG", 0.993689],
  [1491, "LOC", "ORG", 0.992825],
  [1470, "LOC", "ORG", 0.992763],
  [633, "LOC", "ORG", 0.986142],
  [2788, "LOC", "ORG", 0.985672],
  [584, "LOC", "ORG", 0.984327],
  [3417, "LOC", "ORG", 0.974399],
  [627, "LOC", "ORG", 0.973154],
  [2670, "LOC", "ORG", 0.969131],
];
const ALONE: readonly Row[] = [
  [1079, "I-LOC", "B-LOC", 1],
  [4789, "O", "ORG", 0.935542],
  [1896, "O", "PER", 0.797818],
  [2216, "O", "ORG", 0.494804],
  [4722, "O", "PER", 0.464315],
  [4806, "O", "ORG", 0.445771],
  [1894, "O", "ORG", 0.401981],
  [4858, "O", "ORG", 0.375641],
  [1195, "O", "ORG", 0.355584],
  [1933, "O", "PER", 0.344714],
  [3547, "O", "ORG", 0.333668],
  [1263, "O", "ORG", 0.314865],
  [3876, "O", "PER", 0.306891],
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
