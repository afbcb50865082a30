import { evaluationJson, evaluationText } from "../../src/report/evaluation.js";
import { displayWidth } from "../../src/report/width.js";

const table = {
  labels: [
    { label: "LOC", gold: 1668, predicted: 1650, correct: 1400, precision: 84.848484, recall: 83.932853, f1: 84.38818 },
    { label: "組織", gold: 3, predicted: 0, correct: 0, precision: 0, recall: 0, f1: 0 },
  ],
  total: {
    label: "",
    gold: 1671,
    predicted: 1650,
    correct: 1400,
    precision: 84.848484,
    recall: 83.782166,
    f1: 84.311954,
  },
  tokens: 46435,
  accuracy: 97.125,
};

test("the table has aligned columns and two decimals", () => {
  expect(evaluationText(table, { color: false })).toMatchInlineSnapshot(`
"label  precision  recall     F1   gold  predicted  correct
LOC        84.85   83.93  84.39  1,668      1,650    1,400
組織        0.00    0.00   0.00      3          0        0
total      84.85   83.78  84.31  1,671      1,650    1,400

46,435 tokens, 97.12% of them tagged as in the gold standard
"
`);
});

test("columns line up in display width", () => {
  const lines = evaluationText(table, { color: false }).split("\n").slice(0, 4);
  expect(new Set(lines.map(displayWidth)).size).toBe(1);
});

test("an evaluation without labels still has its total", () => {
  const text = evaluationText({ ...table, labels: [] }, { color: false });
  expect(text).toMatch(/^label .*\ntotal .*\n\n46,435 tokens/);
});

test("JSON holds the same figures", () => {
  const document = JSON.parse(evaluationJson(table));
  expect(document.labels[0]).toEqual({
    label: "LOC",
    gold: 1668,
    predicted: 1650,
    correct: 1400,
    precision: 84.85,
    recall: 83.93,
    f1: 84.39,
  });
  expect(document.total.f1).toBe(84.31);
  expect(document.accuracy).toBe(97.12);
});

test("the empty label of the total is not written", () => {
  expect(evaluationJson(table)).not.toContain('"label": ""');
});
