import { readCorpus } from "../../src/corpus/index.js";
import { auditCorpora } from "../helpers/audit.js";

type Row = readonly [line: number, label: string, suggestion: string, score: number];

/** The first findings of the shipped corpus, as it has scored since the coefficients were last fitted, or what they weigh was last changed. */
const WITH_REFERENCE: readonly Row[] = [
  [1079, "I-LOC", "B-LOC", 1],
  [2683, "LOC", "ORG", 0.992356],
  [1577, "LOC", "ORG", 0.987759],
  [1586, "LOC", "ORG", 0.970546],
  [1513, "LOC", "ORG", 0.969243],
  [1547, "LOC", "ORG", 0.955759],
  [1463, "LOC", "ORG", 0.943606],
  [1533, "LOC", "ORG", 0.935881],
  [633, "LOC", "ORG", 0.934833],
  [1491, "LOC", "ORG", 0.932004],
  [584, "LOC", "ORG", 0.920249],
  [2788, "LOC", "ORG", 0.91552],
  [1470, "LOC", "ORG", 0.912648],
  [2670, "LOC", "ORG", 0.869835],
  [627, "LOC", "ORG", 0.836506],
  [2639, "LOC", "ORG", 0.810187],
];
const ALONE: readonly Row[] = [
  [1079, "I-LOC", "B-LOC", 1],
  [4789, "O", "ORG", 0.963004],
  [1896, "O", "PER", 0.838819],
  [2216, "O", "ORG", 0.49559],
  [4722, "O", "PER", 0.404168],
  [4806, "O", "ORG", 0.38746],
  [1894, "O", "ORG", 0.380296],
  [4858, "O", "ORG", 0.351489],
  [1195, "O", "ORG", 0.346579],
  [3547, "O", "ORG", 0.325621],
  [1933, "O", "PER", 0.325286],
  [3876, "O", "PER", 0.304638],
  [1263, "O", "ORG", 0.304529],
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
