import { Hypergeometric } from "../../src/math/hypergeometric.js";

/** Every way to draw n of N balls, the first K of which are black: the share with at least k black ones. */
function counted(k: number, n: number, K: number, N: number): number {
  let all = 0;
  let enough = 0;
  for (let drawn = 0; drawn < 1 << N; drawn++) {
    const bits = Array.from({ length: N }, (_, i) => (drawn >> i) & 1);
    if (bits.reduce((sum, bit) => sum + bit, 0) !== n) continue;
    all++;
    if (bits.slice(0, K).reduce((sum, bit) => sum + bit, 0) >= k) enough++;
  }
  return enough / all;
}

it("is the share of all draws", () => {
  const chances = new Hypergeometric(9);
  for (const N of [1, 4, 9]) {
    for (let K = 0; K <= N; K++) {
      for (let n = 0; n <= N; n++) {
        for (let k = 0; k <= n + 1; k++) {
          expect(chances.atLeast(k, n, K, N)).toBeCloseTo(k === 0 ? 1 : counted(k, n, K, N), 12);
        }
      }
    }
  }
});

it("keeps its precision far out", () => {
  // All 20 of 20 draws black, of 20 black balls among 1,000: 1 / C(1000, 20).
  const chance = new Hypergeometric(1000).atLeast(20, 20, 20, 1000);
  const logChoose = Array.from({ length: 20 }, (_, i) => Math.log((1000 - i) / (i + 1))).reduce((a, b) => a + b, 0);
  expect(Math.log(chance)).toBeCloseTo(-logChoose, 8);
});
