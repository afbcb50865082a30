import { emptyTable } from "../../../src/audit/candidates/table.js";
import { coefficients } from "../../../src/audit/coefficients/coefficients.js";
import { additiveLogOdds, evidenceOf, pieced, singleEvidence } from "../../../src/audit/score/additive.js";
import { featuresOf } from "../../../src/audit/score/features.js";
import { modelFor } from "../../../src/audit/score/score.js";
import { logistic } from "../../../src/math/logistic.js";
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

describe("pieced", () => {
  it("goes on where it left off at each knot", () => {
    const f = (x: number) => pieced(x, [-4, 0], [0.5, 2, 3]);
    expect(f(-4)).toBe(0);
    expect(f(-6)).toBe(-1);
    expect(f(-1)).toBe(6);
    expect(f(0)).toBe(8);
    expect(f(2)).toBe(14);
  });

  it("is a line through the origin without knots", () => {
    expect(pieced(-3, [], [2])).toBe(-6);
  });
});

describe("additiveLogOdds", () => {
  const table = emptyTable(candidatesOf(rows));
  const features = [
    { name: "channel", values: column(1, 2), knots: [0] },
    { name: "b", values: column(-3, 5), knots: [] },
  ];
  const slopes = {
    channel: [
      [1, 2],
      [0, 10],
    ],
    b: [[1], [0.5]],
  } as const;
  const calibration = { constant: [0.5, -1], slope: [2, 3], found: 0.7, channel: 0.2, from: [-1, -2] };

  it("adds what each feature says, and trusts it by the amount of noise", () => {
    const z = [2 - 3, 20 + 2.5];
    expect([...evidenceOf(Int32Array.of(0, 1), features, { slopes })]).toEqual(z);
    const mean = (odds: number[]) => Math.log(1e-5 + odds.reduce((sum, x) => sum + logistic(x), 0) / odds.length);
    const noise = 0.7 * mean([z[0] - 1, z[1] - 2]) + 0.2 * mean([1, 2]);
    const found = additiveLogOdds(table, features, { slopes, calibration });
    expect(found[0]).toBeCloseTo(0.5 + 2 * z[0] + noise, 12);
    expect(found[1]).toBeCloseTo(-1 + 3 * z[1] + noise, 12);
  });

  it("adds what features say of an error that stands alone to its constant", () => {
    const found = singleEvidence(table, features, { slopes, constant: [-5, -6], share: 0.1, beyond: null });
    expect([...found]).toEqual([-5 + 2 - 3, -6 + 20 + 2.5]);
  });

  it("accuses nothing that can be annotated in no other way", () => {
    table.opinions.theta.odds[1] = Number.NEGATIVE_INFINITY;
    expect(additiveLogOdds(table, features, { slopes, calibration })[1]).toBe(Number.NEGATIVE_INFINITY);
    expect(singleEvidence(table, features, { slopes, constant: [0, 0], share: 0.1, beyond: null })[1]).toBe(
      Number.NEGATIVE_INFINITY,
    );
  });

  it("refuses a slope of a feature that it is not given", () => {
    expect(() => additiveLogOdds(table, features, { slopes: { c: [[1], [1]] }, calibration })).toThrow(
      'no feature is called "c"',
    );
  });
});

it("what the reference's own tagger says against a label grows no further than what it has seen of the label", () => {
  const table = emptyTable(candidatesOf(rows));
  for (const opinion of [table.opinions.joint, table.opinions.referenceOnly]) {
    opinion.odds.fill(9);
    opinion.doubt.set([1, -3]);
  }
  const reference = (labels: string[], label: number[]) => {
    const ints = Int32Array.from(label, () => 0);
    return { count: label.length, sentence: ints, start: ints, end: ints, label: Int32Array.from(label), labels };
  };
  const valuesOf = (labels: string[], label: number[]) => {
    const features = featuresOf(table, variation, corpus, null, reference(labels, label));
    return ["odds.referenceOnly", "doubt.referenceOnly", "odds.joint"].map((name) => [
      ...features.find((one) => one.name === name)!.values,
    ]);
  };
  // What stands outside of segments is known.
  expect(valuesOf(["Y"], [0, 0])).toEqual([
    [0, 9],
    [0, -3],
    [9, 9],
  ]);
  expect(valuesOf(["Y", "X"], [1, 0, 1, 1])).toEqual([
    [Math.log(4), 9],
    [1, -3],
    [9, 9],
  ]);
});

describe("the models of the score", () => {
  const { segments, plain } = coefficients.models;
  it.each([
    ["alone", false, segments.alone, ["theta"], null],
    ["compared", false, segments.compared, ["theta", "joint", "referenceOnly"], null],
    ["channel", false, segments.channel, ["theta", "joint", "referenceOnly", "channel"], column(0.2, 0, 0.9)],
    ["alone, plain", true, plain.alone, ["theta"], null],
    ["compared, plain", true, plain.compared, ["theta", "joint", "referenceOnly"], null],
  ] as const)(
    "have a slope for every piece of features that there are, none of them falling: %s",
    (_, isPlain, model, taggers, wrong) => {
      const table = emptyTable(candidatesOf(rows), taggers);
      const features = featuresOf(table, variation, corpus, wrong, null);
      expect(modelFor(features, isPlain)).toBe(model);
      for (const [feature, sides] of Object.entries(model.slopes)) {
        const knots = features.find((one) => one.name === feature)?.knots;
        for (const slopes of sides) expect(slopes).toHaveLength(1 + (knots?.length ?? Number.NaN));
        expect(Math.min(...sides.flat())).toBeGreaterThanOrEqual(0);
      }
      expect([...additiveLogOdds(table, features, model)].every(Number.isFinite)).toBe(true);
    },
  );
});
