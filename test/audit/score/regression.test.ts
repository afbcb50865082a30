import { emptyTable } from "../../../src/audit/candidates/table.js";
import { coefficients } from "../../../src/audit/coefficients/coefficients.js";
import { featuresOf } from "../../../src/audit/score/features.js";
import { regressionFor, regressionLogOdds } from "../../../src/audit/score/regression.js";
import { candidatesOf } from "../../helpers/candidates.js";
import { corpusFrom } from "../../helpers/corpora.js";

const corpus = corpusFrom([
  [
    ["Paris", "B-X"],
    ["saw", "O"],
    ["Rome", "O"],
  ],
]);
const rows = [
  { sentence: 0, start: 0, end: 1, label: "X", previous: -1, next: 1 },
  { sentence: 0, start: 2, end: 3, label: "O", previous: 0, next: 1 },
];
const column = (...values: number[]) => Float64Array.from(values);
const variation = {
  same: column(1, 0),
  other: column(0, 2),
  referenceSame: column(0, 0),
  referenceOther: column(3, 0),
};

describe("regressionLogOdds", () => {
  const table = emptyTable(candidatesOf(rows));
  const features = [
    { name: "a", values: column(1, 2) },
    { name: "b", values: column(-3, 5) },
  ];

  it("adds what each feature says, with coefficients of its own for missed spans", () => {
    const found = regressionLogOdds(table, features, { constant: [0.5, -1], a: [2, 10], b: [1, 0.5] });
    expect([...found]).toEqual([0.5 + 2 - 3, -1 + 20 + 2.5]);
  });

  it("accuses nothing that can be annotated in no other way", () => {
    table.opinions.theta.odds[1] = Number.NEGATIVE_INFINITY;
    expect(regressionLogOdds(table, features, { constant: [0, 9] })[1]).toBe(Number.NEGATIVE_INFINITY);
  });

  it("refuses a coefficient of a feature that it is not given", () => {
    expect(() => regressionLogOdds(table, features, { constant: [0, 0], c: [1, 1] })).toThrow(
      'no feature is called "c"',
    );
  });
});

describe("the regressions of the score", () => {
  it.each([
    ["alone", ["theta"], null],
    ["compared", ["theta", "joint", "referenceOnly"], null],
    ["channel", ["theta", "joint", "referenceOnly", "channel"], column(0.2, 0, 0.9)],
  ] as const)("have a coefficient of no feature that is missing: %s", (name, taggers, wrong) => {
    const table = emptyTable(candidatesOf(rows), taggers);
    const features = featuresOf(table, variation, corpus, wrong);
    for (const isPlain of [false, true]) {
      const regression = regressionFor(coefficients.models, isPlain, features);
      expect(regression).toBe(coefficients.models[isPlain ? "plain" : "segments"][name]);
      expect([...regressionLogOdds(table, features, regression)].every(Number.isFinite)).toBe(true);
    }
  });
});
