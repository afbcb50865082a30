import { instantiate, kernelModule } from "../../src/kernels/compiled.js";
import { SharedMemory } from "../../src/kernels/memory.js";
import { random } from "../helpers/random.js";

const shared = new SharedMemory();
const { expRow } = instantiate(kernelModule(), shared.memory);

function exp(values: readonly number[]): Float64Array {
  const x = shared.float64(values.length + (values.length % 2));
  const out = shared.float64(x.length);
  x.set(values);
  expRow(shared.pointer(x), shared.pointer(out), x.byteLength);
  return Float64Array.from(out.subarray(0, values.length));
}

/** The distance of two positive doubles in units of their last place. */
function ulps(a: number, b: number): number {
  const bits = new BigInt64Array(Float64Array.of(a, b).buffer);
  return Math.abs(Number(bits[0] - bits[1]));
}

describe("the vector exp", () => {
  it.each([
    ["near 0", 1],
    ["over logits", 50],
    ["over its whole range", 708],
  ])("is within one unit in the last place of Math.exp %s", (_, range) => {
    const next = random(range);
    const x = Array.from({ length: 100_000 }, () => -range * next());
    const y = exp(x);
    expect(x.reduce((most, xi, i) => Math.max(most, ulps(y[i], Math.exp(xi))), 0)).toBeLessThanOrEqual(1);
    const exact = x.filter((xi, i) => y[i] === Math.exp(xi)).length;
    expect(exact / x.length).toBeGreaterThan(0.85);
  });

  it("is exact at 0, 0 at −∞ and where the result would be subnormal", () => {
    expect([...exp([0, -0, Number.NEGATIVE_INFINITY, -708.4, -1e300])]).toEqual([1, 1, 0, 0, 0]);
  });

  it("hands NaN on", () => {
    expect([...exp([Number.NaN, 0])]).toEqual([Number.NaN, 1]);
  });
});
