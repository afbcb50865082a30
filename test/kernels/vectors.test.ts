import { createWasmKernels } from "../../src/kernels/wasm.js";
import { heapVectors } from "../../src/math/heapVectors.js";
import type { VectorSpace } from "../../src/math/space.js";
import { random } from "../helpers/random.js";

/** Relative to the sum of the terms' sizes: the spaces add in different orders. */
const TOLERANCE = 1e-14;

/** Everything that a space computes, on random vectors of a length; sums beside the sum of their terms' sizes. */
function results(space: VectorSpace, n: number, pairs: number) {
  const next = random(n + pairs);
  const vector = (from: () => number) => {
    const x = space.vector(n);
    for (let i = 0; i < n; i++) x[i] = from();
    return x;
  };
  const signed = () => 2 * next() - 1;
  const single = () => {
    const x = space.single(n);
    for (let i = 0; i < n; i++) x[i] = signed();
    return x;
  };
  const [x, r, p, q, out] = [0, 1, 2, 3, 4].map(() => vector(signed));
  const m = vector(() => 0.5 + next());
  const s = Array.from({ length: pairs }, single);
  const y = Array.from({ length: pairs }, single);
  const sums: number[] = [];
  sums.push(space.dot(x, r));
  space.sumScaled(out, x, -0.3, r);
  space.sumScaled(x, x, 0.7, p);
  sums.push(...space.step(x, r, 0.25, p, q, m));
  space.updateDirection(p, 1.5, m, r);
  // The last pair is the one that is written.
  const slot = pairs > 0 ? y[pairs - 1] : space.single(n);
  sums.push(...space.difference(slot, m, x, r, { s, y }));
  const coefficients = Float64Array.from({ length: 2 * pairs }, signed);
  const oldest = pairs > 0 ? s[0] : space.single(n);
  sums.push(...space.direction(q, oldest, m, x, 0.6, coefficients, { s, y }));
  const [xs, ys] = [
    [x, r, p],
    [q, out, x],
  ];
  // All of them stand for products that are symmetric; both spaces compute those with j ≥ i.
  const wide = [...xs, ...ys.slice(0, 2), ...xs];
  sums.push(...space.gram(xs, ys), ...space.gram(xs, ys, m), ...space.gram(wide, wide, m));
  const c = Float64Array.from({ length: 9 }, signed);
  // In place, and with the blocks overlapping.
  space.combine(xs, ys, c, xs, m);
  space.combine(ys, ys, c, [out, q, p]);
  const wider = Float64Array.from({ length: 25 }, signed);
  space.combine([x, r, p, q, out], [x, r, p, q, out], wider, [q, out, x, p, r], m);
  return { sums, vectors: [x, r, p, q, out, slot, oldest].map((v) => [...v]), all: [x, r, p, q, m, out, ...s, ...y] };
}

const lengths = [0, 1, 2, 3, 8, 255, 257, 8191, 8192, 8193, 20_001];

describe("vectors in the kernels' memory", () => {
  const space = createWasmKernels({ threads: 1 }).vectors;

  it.each(lengths)("are worked on as on the heap, of length %i", (n) => {
    for (const pairs of [0, 1, 6, 20]) {
      const ours = results(space, n, pairs);
      const plain = results(heapVectors, n, pairs);
      for (const [i, expected] of plain.sums.entries()) {
        expect(Math.abs(ours.sums[i] - expected)).toBeLessThanOrEqual(TOLERANCE * 10 * Math.max(1, n));
      }
      plain.vectors.forEach((expected, i) => {
        // Single precision where it is rounded: one unit of its last place.
        const off = expected.reduce((most, e, j) => Math.max(most, Math.abs(e - ours.vectors[i][j])), 0);
        expect(off).toBeLessThanOrEqual(i >= 5 || i === 3 ? 2e-6 : 1e-14);
      });
      space.release(...ours.all);
    }
  });

  it("give the same bits for any number of threads", () => {
    const digest = (threads: number) => {
      const kernels = createWasmKernels({ threads });
      const { sums, vectors } = results(kernels.vectors, 400_000, 6);
      kernels.close();
      return { sums, first: vectors.map((v) => v.filter((_, i) => i % 997 === 0)) };
    };
    const alone = digest(1);
    for (const threads of [2, 3, 4]) expect(digest(threads)).toEqual(alone);
  });

  it("must lie there", () => {
    expect(() => space.dot(new Float64Array(4), space.vector(4))).toThrow(TypeError);
    expect(space.holds(new Float64Array(4))).toBe(false);
    expect(space.holds(space.vector(4))).toBe(true);
  });

  it("are zero when they are handed out again", () => {
    const x = space.vector(100).fill(3);
    space.release(x);
    expect([...space.vector(100)]).toEqual(new Array(100).fill(0));
  });
});
