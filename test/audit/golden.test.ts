import { readCorpus } from "../../src/corpus/index.js";
import { auditCorpora } from "../helpers/audit.js";

type Row = readonly [line: number, label: string, suggestion: string, score: number];

/** The first findings of the shipped corpus, as it has scored since the coefficients were last fitted. */
const WITH_REFERENCE: readonly Row[] = [
  [1079, "I-LOC", "B-LOC", 1],
  [2683, "LOC", "ORG", 0.999812],
  [1577, "LOC", "ORG", 0.999531],
  [1513, "LOC", "ORG", 0.980436],
  [1586, "LOC", "ORG", 0.979811],
  [1491, "LOC", "ORG", 0.964673],
  [1547, "LOC", "ORG", 0.962694],
  [584, "LOC", "ORG", 0.942603],
  [633, "LOC", "ORG", 0.939829],
  [2670, "LOC", "ORG", 0.93653],
  [1463, "LOC", "ORG", 0.931686],
  [2788, "LOC", "ORG", 0.928876],
  [1533, "LOC", "ORG", 0.907694],
  [2639, "LOC", "ORG", 0.885621],
  [2793, "LOC", "ORG", 0.871184],
  [457, "LOC", "ORG", 0.860901],
];
const ALONE: readonly Row[] = [
  [1079, "I-LOC", "B-LOC", 1],
  [3862, "ORG", "LOC", 0.999991],
  [4789, "O", "ORG", 0.999918],
  [2926, "LOC", "ORG", 0.999688],
  [1794, "LOC", "ORG", 0.996729],
  [1896, "O", "PER", 0.996306],
  [5175, "LOC", "ORG", 0.995635],
  [4872, "LOC", "ORG", 0.994768],
  [5185, "LOC", "ORG", 0.993472],
  [2653, "PER", "ORG", 0.9389],
  [3077, "ORG", "PER", 0.897219],
  [2197, "MISC", "LOC", 0.884754],
  [1265, "ORG", "LOC", 0.884261],
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
