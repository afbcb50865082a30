import { emptyTable } from "../../../src/audit/candidates/table.js";
import { coefficients, type ErrorModels } from "../../../src/audit/coefficients/coefficients.js";
import type { Column } from "../../../src/audit/score/features.js";
import { featuresOf } from "../../../src/audit/score/features.js";
import { mixtureLogOdds, sharesOf } from "../../../src/audit/score/mixture.js";
import { variationOf } from "../../../src/audit/signals/variation.js";
import { candidatesOf } from "../../helpers/candidates.js";
import { corpusOf } from "../../helpers/corpora.js";
import { random } from "../../helpers/random.js";

const rows = (count: number, missed: (i: number) => boolean) =>
  emptyTable(
    candidatesOf(
      Array.from({ length: count }, (_, i) => ({
        ...{ sentence: 0, start: i, end: i + 1, label: missed(i) ? "O" : "X", previous: -1, next: 0 },
      })),
    ),
  );
const column = (name: string, values: readonly number[]): Column => ({ name, values: Float64Array.from(values) });
const probability = (logOdds: number) => 1 / (1 + Math.exp(-logOdds));

describe("sharesOf", () => {
  it("finds about how many there are of each sort, with a prior that speaks for few", () => {
    // Two sorts at x = ±3, the rest at 0; densities of unit variance around those.
    const next = random(3);
    const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
    const x = Array.from({ length: 6000 }, (_, i) => normal() + (i < 1200 ? 5 : i < 1500 ? -5 : 0));
    const ratio = (m: number) => Float64Array.from(x, (one) => Math.exp(m * one - (m * m) / 2));
    const [many, few, none] = sharesOf([ratio(5), ratio(-5), ratio(12)]);
    // Three times as many right candidates as there are candidates are the prior, which leaves a quarter of what is there.
    expect(many).toBeGreaterThan(0.04);
    expect(many).toBeLessThan(0.06);
    expect(few).toBeGreaterThan(0.01);
    expect(few).toBeLessThan(0.015);
    expect(none).toBeLessThan(0.001);
  });
});

describe("mixtureLogOdds", () => {
  const models: ErrorModels = {
    loud: { constant: [-1, -2], a: [2, 0], b: [0, 1] },
    quiet: { constant: [-3, -3], a: [0, 0], b: [1, 1] },
  };
  const table = rows(4, (i) => i === 3);
  const evidence = [column("a", [-2, 0, 3, 3]), column("b", [0, 1, -1, 2])];

  it("adds up what each sort's evidence says, by the definition", () => {
    const odds = mixtureLogOdds(table, evidence, models);
    const ratios = [[-5, -1, 5, 0].map(Math.exp), [-3, -2, -4, -1].map(Math.exp)];
    const shares = sharesOf(ratios.map((ratio) => Float64Array.from(ratio)));
    const right = 1 - shares[0] - shares[1];
    odds.forEach((found, i) => {
      const wrong = shares[0] * ratios[0][i] + shares[1] * ratios[1][i];
      expect(Math.abs(probability(found) - wrong / (wrong + right))).toBeLessThan(1e-12);
    });
  });

  it("rises with evidence that speaks for an error", () => {
    const at = (a: number) => mixtureLogOdds(table, [column("a", [a, 0, 3, 3]), evidence[1]], models)[0];
    expect(at(-1)).toBeLessThan(at(0));
    expect(at(0)).toBeLessThan(at(5));
    // Whatever the evidence, no figure is beyond all bounds.
    expect(Number.isFinite(at(1e6))).toBe(true);
    expect(Number.isFinite(at(-1e6))).toBe(true);
  });

  it("cannot say of what has no other annotation that another is right", () => {
    const stuck = rows(2, () => false);
    stuck.opinions.joint.odds[1] = Number.NEGATIVE_INFINITY;
    const odds = mixtureLogOdds(stuck, [column("a", [5, 5]), column("b", [5, 5])], models);
    expect(odds[0]).toBeGreaterThan(0);
    expect(odds[1]).toBe(Number.NEGATIVE_INFINITY);
  });

  it("takes a feature without a coefficient for 0, and refuses a coefficient without a feature", () => {
    const more = [...evidence, column("c", [1, 2, 3, 4])];
    expect(mixtureLogOdds(table, more, models)).toEqual(mixtureLogOdds(table, evidence, models));
    expect(() => mixtureLogOdds(table, evidence.slice(1), models)).toThrow('"a"');
  });

  it("has coefficients for all the evidence there is", () => {
    const corpus = corpusOf("a/B-X b/O c/B-X d/O");
    const blank = rows(4, () => false);
    for (let i = 0; i < 4; i++) blank.proposals.push(null);
    const none = { count: 0, sentence: NONE, start: NONE, end: NONE, label: NONE, labels: ["X"] };
    const variation = variationOf({ corpus, segments: none }, blank.candidates, { corpus, segments: none });
    expect(mixtureLogOdds(blank, featuresOf(blank, variation, corpus), coefficients.models.segments)).toHaveLength(4);
  });
});

const NONE = new Int32Array(0);
