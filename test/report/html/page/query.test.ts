import type { Mark } from "../../../../src/report/html/page/marks.js";
import { answer, EVERYTHING, firstQuery, type Query } from "../../../../src/report/html/page/query.js";
import { sweepSignals } from "../../sample.js";
import { pageFinding } from "./sample.js";

const findings = [
  pageFinding(1, {
    score: 0.9,
    label: "LOC",
    suggestion: "ORG",
    line: 30,
    tokens: ["Calderby"],
    file: "b.conll",
    outcome: "corrected",
  }),
  pageFinding(2, {
    ...{ score: 0.7, label: "O", suggestion: "PER", line: 20, tokens: ["Émile", "Zola"], file: "a.conll" },
    ...{ rule: "segment/missed", kind: "missed", signals: sweepSignals(-5, -6, 9, 0.1), outcome: "wrong" },
  }),
  pageFinding(3, { score: 0.2, label: "LOC", suggestion: "O", line: 10, tokens: ["Leeds"], file: "a.conll" }),
];
const marks = new Map<number, Mark>([
  [1, { verdict: "fixed" }],
  [3, { verdict: "ok" }],
]);
const pattern = new Set([findings[1].fingerprint]);

const ranks = (query: Partial<Query>, ofPattern: ReadonlySet<string> | null = null) =>
  answer(findings, { ...EVERYTHING, ...query }, ({ rank }) => marks.get(rank), ofPattern).map(({ rank }) => rank);

test.each<[string, Partial<Query>, number[]]>([
  ["everything, by score", {}, [1, 2, 3]],
  ["everything, by rank", { order: "rank" }, [1, 2, 3]],
  ["a label", { label: "LOC" }, [1, 3]],
  ["a label and a suggestion", { label: "LOC", suggestion: "O" }, [3]],
  ["a rule", { rule: "segment/missed" }, [2]],
  ["a file", { file: "a.conll" }, [2, 3]],
  ["a least score", { score: "0.7" }, [1, 2]],
  ["words of the segment, in any case", { text: "ÉMILE" }, [2]],
  ["words of the context", { text: "governor" }, [1, 2, 3]],
  ["several words, in any order", { text: "zola émile" }, [2]],
  ["a place", { text: "b.conll:30" }, [1]],
  ["words that are nowhere", { text: "leeds zola" }, []],
  ["errors by the corrected corpus", { outcome: "error" }, [1, 2]],
  ["those corrected as suggested", { outcome: "corrected" }, [1]],
  ["those not judged", { state: "open" }, [2]],
  ["those judged", { state: "marked" }, [1, 3]],
  ["those kept", { state: "ok" }, [3]],
  ["by place", { order: "place" }, [3, 2, 1]],
  ["by influence, the most harmful first", { order: "influence" }, [2, 1, 3]],
  ["by loss, the greatest first", { order: "loss" }, [2, 1, 3]],
  ["by length, the longest first", { order: "length" }, [2, 1, 3]],
])("%s", (_, query, expected) => {
  expect(ranks(query)).toEqual(expected);
});

test("the best score comes first, whatever the rank", () => {
  const late = pageFinding(9, { score: 0.8 });
  const found = answer([...findings, late], EVERYTHING, () => undefined, null);
  expect(found.map(({ rank }) => rank)).toEqual([1, 9, 2, 3]);
});

test("at first the findings are shown, unless all or none are", () => {
  expect(firstQuery(findings, 0.5).score).toBe("0.5");
  expect(firstQuery(findings, 0.95)).toEqual(EVERYTHING);
  expect(firstQuery(findings, 0.1)).toEqual(EVERYTHING);
});

test("the findings of a pattern", () => {
  expect(ranks({}, pattern)).toEqual([2]);
});
