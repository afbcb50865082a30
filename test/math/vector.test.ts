import { addScaled, dot, norm, scale, sumScaled } from "../../src/math/vector.js";
import { random, uniformVector } from "../helpers/random.js";

// The dot product runs in four interleaved sums with a tail: lengths on both sides of every remainder.
describe.each([0, 1, 2, 3, 4, 5, 7, 8, 33])("vectors of length %i", (n) => {
  const x = uniformVector(n, random(n + 1));
  const y = uniformVector(n, random(n + 100));

  it("multiplies and measures", () => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += x[i] * y[i];
    expect(Math.abs(dot(x, y) - sum)).toBeLessThan(1e-14);
    expect(Math.abs(norm(x) ** 2 - dot(x, x))).toBeLessThan(1e-14);
  });

  it("adds in place and elsewhere", () => {
    const expected = Array.from(x, (xi, i) => xi - 3 * y[i]);
    const into = Float64Array.from(x);
    addScaled(into, -3, y);
    expect([...into]).toEqual(expected);
    const out = new Float64Array(n).fill(Number.NaN);
    sumScaled(out, x, -3, y);
    expect([...out]).toEqual(expected);
    scale(out, 2);
    expect([...out]).toEqual(expected.map((e) => 2 * e));
  });
});
