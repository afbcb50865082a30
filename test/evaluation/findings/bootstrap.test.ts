import { bootstrap, interval } from "../../../src/evaluation/findings/bootstrap.js";
import { ranked } from "../../../src/evaluation/findings/metrics.js";
import { random } from "../../helpers/random.js";

/** Two hundred clusters of one unit each, a third of them wrong, ranked with some noise. */
const next = random(7);
const families = Uint8Array.from({ length: 200 }, () => (next() < 1 / 3 ? 1 : 0));
const values = Float64Array.from(families, (family) => family + 2 * next());
const one = ranked(values, families, Int32Array.from(families.keys()));
const aucs = (seed: number) => bootstrap([one], 200, 400, seed)[0].map(({ auroc }) => auroc);

it("draws the same for the same seed, and otherwise for another", () => {
  expect(aucs(1)).toEqual(aucs(1));
  expect(aucs(1)).not.toEqual(aucs(2));
});

it("draws as many clusters as there are", () => {
  for (const { units } of bootstrap([one], 200, 5, 1)[0]) expect(units).toBe(200);
});

it("spreads as the theory of the area has it (Hanley and McNeil 1982)", () => {
  const drawn = aucs(3);
  const mean = drawn.reduce((sum, a) => sum + a, 0) / drawn.length;
  const deviation = Math.sqrt(drawn.reduce((sum, a) => sum + (a - mean) ** 2, 0) / drawn.length);
  const wrong = families.reduce((sum, family) => sum + family, 0);
  const right = families.length - wrong;
  const [q1, q2] = [mean / (2 - mean), (2 * mean ** 2) / (1 + mean)];
  const variance =
    (mean * (1 - mean) + (wrong - 1) * (q1 - mean ** 2) + (right - 1) * (q2 - mean ** 2)) / (wrong * right);
  expect(deviation / Math.sqrt(variance)).toBeGreaterThan(0.8);
  expect(deviation / Math.sqrt(variance)).toBeLessThan(1.25);
});

it("intervals are the middle 95 per cent, without the draws that had no error", () => {
  const figures = Array.from({ length: 1000 }, (_, i) => i);
  expect(interval([...figures, Number.NaN], 0)).toEqual([25, 975]);
  expect(interval([Number.NaN], 0.25)).toEqual([0.25, 0.25]);
});
