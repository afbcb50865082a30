import { Anchors } from "../../../src/audit/patterns/anchors.js";
import type { Chosen } from "../../../src/audit/patterns/choose.js";
import { Census, type Evidence, type PatternCandidates } from "../../../src/audit/patterns/counts.js";
import { posteriorOf } from "../../../src/audit/patterns/posterior.js";

/** The figures of docs/method/patterns.md, and not those of coefficients.json, which a change would take along. */
const [temper, unasked, surest] = [2, 0.85, 0.97];
const anchors = new Anchors();
const anchor = anchors.number("lower", "bonn");

const rows = (count: number, from = 0) => Array.from({ length: count }, (_, i) => from + i);
const chosen = (own: number, others: number): Chosen => ({
  ...{ change: 0, anchor, rows: rows(own), others: rows(others, own), there: own + others },
  ...{ gain: 9, tried: 500, pValue: 1e-4 },
});
/** 1 / (1 + exp(−(gain − log tried) / temper)). */
const systematic = 1 / (1 + Math.exp(-(9 - Math.log(500)) / temper));

/** Segments at the anchor: as they stand, ORG, and as suggested, LOC. */
function census(standing: number, suggested: number): Census {
  const counted = new Census();
  for (const [label, count] of [
    ["ORG", standing],
    ["LOC", suggested],
  ] as const) {
    if (count > 0) counted.see(label, [anchor], count);
  }
  return counted;
}

const evidence = (train: Census, reference: Census | null, doubt: Float64Array | null = null): Evidence => ({
  candidates: { changes: [{ kind: "label", label: "ORG", suggestion: "LOC" }], doubt } as unknown as PatternCandidates,
  ...{ anchors, rows: new Int32Array(), census: train, reference, expected: new Census() },
});

describe("posteriorOf", () => {
  it("is the share that errors have where no reference tells, and says nothing of the others", () => {
    const { probability, othersProbability } = posteriorOf(chosen(6, 4), evidence(census(10, 3), null));
    expect(probability).toBeCloseTo(systematic * unasked, 14);
    expect(othersProbability).toBe(0);
  });

  it("is the share of the candidates by which the training corpus exceeds the reference", () => {
    // b = 10, a = 3, l = 2, m = 2: b − (a + b) (l + ½) / (l + m + 1)
    const excess = 10 - (13 * 2.5) / 5;
    const { probability, othersProbability } = posteriorOf(chosen(6, 4), evidence(census(10, 3), census(2, 2)));
    expect(probability).toBeCloseTo((systematic * excess) / 10, 14);
    expect(othersProbability).toBe(0);
  });

  it("reaches the others by what the candidates of the change do not account for", () => {
    // The reference has LOC eight times and ORG never.
    const excess = 10 - (13 * 0.5) / 9;
    const { probability, othersProbability } = posteriorOf(chosen(6, 4), evidence(census(10, 3), census(0, 8)));
    expect(probability).toBeCloseTo((systematic * excess) / 10, 14);
    expect(othersProbability).toBeCloseTo((systematic * (excess - 6)) / 4, 14);
  });

  it("is no likelier than the tagger of the reference alone finds the segments wrong", () => {
    const doubt = Float64Array.of(0.1, 0, 0.2, 0, 0, 0.3, Number.NaN, 0.4, 0, 0);
    for (const reference of [census(0, 8), null]) {
      const { probability } = posteriorOf(chosen(6, 4), evidence(census(10, 3), reference, doubt));
      expect(probability).toBeCloseTo(0.6 / 6, 14);
    }
    const { othersProbability } = posteriorOf(chosen(6, 4), evidence(census(10, 3), census(0, 8), doubt));
    expect(othersProbability).toBeCloseTo(0.4 / 3, 14);
    const unknown = posteriorOf(chosen(6, 4), evidence(census(10, 3), null, new Float64Array(10).fill(Number.NaN)));
    expect(unknown.probability).toBeCloseTo(systematic * unasked, 14);
  });

  it("is never surer than `surest`, of errors or of none", () => {
    const sure = posteriorOf(chosen(3, 1), evidence(census(10, 3), census(0, 8)));
    expect(sure.probability).toBeCloseTo(systematic * surest, 14);
    expect(sure.othersProbability).toBeCloseTo(systematic * surest, 14);
    const none = posteriorOf(chosen(6, 4), evidence(census(10, 3), census(20, 1)));
    expect(none.probability).toBeCloseTo(systematic * (1 - surest), 14);
  });
});
