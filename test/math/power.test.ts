import { createHash } from "node:crypto";
import { power } from "../../src/math/power.js";
import { random } from "../helpers/random.js";

/** The first digits of a digest of f's values, bit by bit. */
function digestOf(f: (x: number) => number, from: number, to: number): string {
  const next = random(11);
  const values = Float64Array.from({ length: 100_000 }, () => f(from + (to - from) * next()));
  return createHash("sha256").update(values).digest("hex").slice(0, 16);
}

it("is x^p to rounding", () => {
  const next = random(3);
  for (let i = 0; i < 1000; i++) {
    const x = 10 ** (20 * next() - 10);
    for (const p of [-1 / 8, -1 / 4, -1 / 3, 1 / 2]) expect(Math.abs(power(x, p) / x ** p - 1)).toBeLessThan(1e-14);
  }
  expect(power(1, -1 / 3)).toBe(1);
});

// What reports are computed with has the same bits in all engines: where one has others, its reports differ, and this tells.
it.each([
  ["exp", Math.exp, -40, 40],
  ["log", Math.log, 1e-9, 50],
  ["log1p", Math.log1p, -0.999, 50],
  ["sqrt", Math.sqrt, 0, 50],
  ["power", (x: number) => power(x, -1 / 8), 1e-9, 50],
] as const)("has the same bits in every engine: %s", (name, f, from, to) => {
  expect({ name, digest: digestOf(f, from, to) }).toMatchSnapshot();
});
