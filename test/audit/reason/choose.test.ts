import { strongest } from "../../../src/audit/reason/choose.js";
import { bothDoubt, heldOut, lastResort, sameWords, tagger } from "../../../src/audit/reason/evidence.js";
import type { Reason } from "../../../src/findings/reason.js";

const loss = (value: number): Reason => ({ kind: "loss", loss: value });
const counts = (...entries: [string, number][]) => new Map(entries);

describe("strongest", () => {
  it("is what adds most to the log odds of an error, the first of several", () => {
    expect(strongest([1, 3, 2, 3].map((weight, i) => ({ weight, reason: loss(i) })))).toEqual(loss(1));
  });

  it("is nothing where nothing speaks for an error", () => {
    expect(strongest([])).toBeNull();
    expect(strongest([0, -1].map((weight) => ({ weight, reason: loss(0) })))).toBeNull();
  });
});

describe("evidence", () => {
  it("of the same words grows with how many there are, and with how many agree", () => {
    const weightOf = (...given: [string, number][]) =>
      sameWords("training", ["a"], "X", counts(...given), 1)[0]?.weight;
    expect(weightOf()).toBeUndefined();
    expect(weightOf(["X", 2], ["Y", 2])).toBe(0);
    expect(weightOf(["X", 1])).toBeCloseTo(Math.log(3));
    expect(weightOf(["X", 12])).toBeCloseTo(Math.log(25));
    expect(weightOf(["Y", 12])).toBeCloseTo(-Math.log(25));
  });

  it("of the label as it stands is the other way round", () => {
    const [one] = sameWords("training", ["a"], "Y", counts(["X", 12]), -1);
    expect(one?.weight).toBeCloseTo(Math.log(25));
    expect(one?.reason).toEqual({ kind: "sameWords", corpus: "training", words: ["a"], label: "X", count: 12, of: 12 });
  });

  it("of a tagger is half its log odds, bounded; none where the suggestion is not known", () => {
    expect(tagger("both", "X", 0.9, 0.1)[0]?.weight).toBeCloseTo(Math.log(9) / 2);
    expect(tagger("both", "X", 1, 0)[0]?.weight).toBe(6);
    expect(tagger("both", "X", Number.NaN, 0.1)).toEqual([]);
  });

  it("of two opinions is a quarter of the lesser one's log odds; none where one of them has none", () => {
    const opinions = { withoutStates: 0.9, withStates: 0.8 };
    expect(bothDoubt(opinions)).toEqual([
      { weight: expect.closeTo(Math.log(4) / 4), reason: { kind: "opinions", ...opinions } },
    ]);
    expect(bothDoubt({ withoutStates: 0.9, withStates: 0.2 })[0]?.weight).toBeLessThan(0);
    expect(bothDoubt({ withoutStates: null, withStates: 0.8 })).toEqual([]);
  });

  it("of held-out folds is of the label as it stands", () => {
    expect(heldOut("X", null)).toEqual([]);
    expect(heldOut("X", Math.log(10))[0]?.weight).toBeCloseTo(Math.log(9) / 2);
    expect(heldOut("X", Math.log(10))[0]?.reason).toMatchObject({ probability: null, standing: expect.closeTo(0.1) });
  });
});

test("the last resort is a large influence, places like it, a tagger in doubt, a large loss, or that nothing stands out", () => {
  const seen = sameWords(
    "training",
    ["Lisbon"],
    "LOC",
    new Map([
      ["LOC", 1],
      ["ORG", 3],
    ]),
    1,
  );
  expect(lastResort(seen, "LOC", 0.1, 2)).toEqual({ kind: "influence", share: 0.1 });
  for (const share of [null, 0, -0.1, 0.00003]) {
    expect(lastResort(seen, "LOC", share, 2)).toMatchObject({ kind: "sameWords", count: 1, of: 4 });
    expect(lastResort(seen, "PER", share, 2)).toEqual({ kind: "loss", loss: 2 });
    expect(lastResort([], "LOC", share, 0.5)).toEqual({ kind: "several" });
  }
  const doubts = [
    ...tagger("training", "LOC", 0.23, 0.55),
    ...tagger("both", "LOC", 0.001, 0.96),
    ...heldOut("LOC", -Math.log(0.8)),
  ];
  expect(lastResort(doubts, "LOC", null, 2)).toMatchObject({ trainedOn: "training", probability: 0.23 });
  expect(lastResort(doubts.slice(1), "LOC", null, 2)).toMatchObject({ trainedOn: "otherFolds", probability: null });
  expect(lastResort(doubts.slice(1, 2), "LOC", null, 0.5)).toEqual({ kind: "several" });
});
