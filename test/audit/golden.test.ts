import { readCorpus } from "../../src/corpus/index.js";
import { auditCorpora } from "../helpers/audit.js";

type Row = readonly [line: number, label: string, suggestion: string, score: number];

/** The first findings of the shipped corpus, as it has scored since the coefficients were last fitted. */
const WITH_REFERENCE: readonly Row[] = [
  [1079, "I-LOC", "B-LOC", 1],
  [2683, "LOC", "ORG", 0.998947],
  [1577, "LOC", "ORG", 0.99824],
  [1586, "LOC", "ORG", 0.994156],
  [1513, "LOC", "ORG", 0.994144],
  [1547, "LOC", "ORG", 0.990361],
  [1533, "LOC", "ORG", 0.989519],
  [1463, "LOC", "ORG", 0.987655],
  [1491, "LOC", "ORG", 0.984489],
  [633, "LOC", "ORG", 0.984055],
  [1470, "LOC", "ORG", 0.982808],
  [2788, "LOC", "ORG", 0.979495],
  [584, "LOC", "ORG", 0.977486],
  [2670, "LOC", "ORG", 0.969821],
  [3417, "LOC", "ORG", 0.965725],
  [627, "LOC", "ORG", 0.962609],
];
const ALONE: readonly Row[] = [
  [1079, "I-LOC", "B-LOC", 1],
  [4789, "O", "ORG", 0.970254],
  [1896, "O", "PER", 0.862061],
  [2216, "O", "ORG", 0.529187],
  [4722, "O", "PER", 0.446514],
  [4806, "O", "ORG", 0.428168],
  [1894, "O", "ORG", 0.411691],
  [4858, "O", "ORG", 0.393555],
  [1195, "O", "ORG", 0.37206],
  [1933, "O", "PER", 0.351714],
  [3547, "O", "ORG", 0.349054],
  [3876, "O", "PER", 0.327294],
  [1263, "O", "ORG", 0.326799],
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
