import { plainKernels } from "../../src/kernels/plain.js";
import { createWasmKernels } from "../../src/kernels/wasm.js";
import { random } from "../helpers/random.js";
import { distance, type Options, runAdded, runGather, runGatherNumbers, runLattice, runMultiply } from "./shapes.js";

/** What the twins may differ by, relative to an array's largest element: they order sums and take exp differently. */
const TOLERANCE = 2e-13;

const drawn = (seed: number): Options => {
  const next = random(seed);
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  const labels = [between(1, 16), between(1, 60), between(61, 200)][seed % 3];
  return {
    labels,
    lengths: Array.from({ length: labels > 60 ? 3 : 9 }, (_, i) => (i === 0 ? 1 : between(1, 60))),
    groups: between(1, 6),
    spread: [0.5, 4, 50][between(0, 2)],
    shards: between(1, 5),
    hasTagScores: seed % 2 === 1,
  };
};

describe("the compiled kernels against plain TypeScript", () => {
  const kernels = createWasmKernels({ threads: 1 });

  const agree = (seed: number, options: Options) => {
    const plain = runLattice(plainKernels, seed, options);
    const wasm = runLattice(kernels, seed, options);
    expect(Math.abs(wasm.loss - plain.loss)).toBeLessThanOrEqual(TOLERANCE * Math.max(1, Math.abs(plain.loss)));
    for (const [name, rows] of Object.entries(plain.rows)) {
      expect({ name, seed, options, far: distance(rows, wasm.rows[name]) > TOLERANCE }).toMatchObject({ far: false });
    }
  };

  it("agree on random shapes", () => {
    for (let seed = 0; seed < 60; seed++) agree(seed, drawn(seed));
  });

  it.each(Array.from({ length: 34 }, (_, i) => i + 1))("agree with %i labels", (labels) => {
    agree(labels, { labels, lengths: [1, 2, 17, 5], groups: 5, spread: 3, shards: 2 });
  });

  it("agree where logits lie hundreds apart, so that exp underflows", () => {
    for (const labels of [2, 7, 49]) agree(labels, { labels, lengths: [1, 20, 6], groups: 3, spread: 900, shards: 2 });
  });

  it.each([2, 3, 4, 5, 17])(
    "differentiate along %i directions at once as along each alone, to the bit",
    (directions) => {
      for (const labels of [1, 2, 7, 10, 27, 50]) {
        const options = { labels, lengths: [1, 12, 5, 3], groups: 3, spread: 4, shards: 2, directions };
        agree(labels + directions, options);
        const { rows } = runLattice(kernels, labels + directions, options);
        for (let k = 0; k < directions; k++) {
          expect(rows[`dErrors${k}`]).toEqual(rows[`aloneErrors${k}`]);
          expect(rows[`dEdges${k}`]).toEqual(rows[`aloneEdges${k}`]);
        }
      }
    },
  );

  it("give the same errors, sums and Hessian products, to the bit, where the lattice is not kept", () => {
    for (const labels of [1, 2, 7, 12, 49]) {
      const options = { labels, lengths: [3, 1, 20, 7], groups: 2, spread: 4, shards: 3, directions: 2 };
      for (const one of [kernels, plainKernels]) {
        const kept = runLattice(one, labels, options);
        const { loss, rows } = runLattice(one, labels, { ...options, isForgotten: true });
        expect(loss).toBe(kept.loss);
        for (const name of ["errors", "edges", "dErrors0", "dEdges0", "dErrors1", "dEdges1"]) {
          expect(rows[name]).toEqual(kept.rows[name]);
        }
        expect(rows.alpha.every((x) => x === 0)).toBe(true);
      }
    }
  });

  it("leave the padding of error rows 0", () => {
    for (const labels of [1, 3, 7, 13, 49]) {
      const { rows } = runLattice(kernels, labels, { labels, lengths: [1, 9, 4], groups: 2, spread: 5, shards: 2 });
      for (const name of ["errors", "channelErrors", "dErrors0", "alpha", "leave"]) {
        const padding = rows[name].filter((_, i) => i % (labels + 1) === labels);
        expect(padding.every((x) => x === 0)).toBe(true);
      }
    }
  });

  it.each([2, 4, 6, 8, 10, 12, 14, 26, 50, 200])("gather rows of %i doubles to the bit", (stride) => {
    const plain = runGather(plainKernels, stride, stride, 300, 200);
    expect(runGather(kernels, stride, stride, 300, 200)).toEqual(plain);
  });

  it.each([1, 3, 7, 8, 12, 200])("gather rows of up to %i numbers, to the bit", (longest) => {
    const plain = runGatherNumbers(plainKernels, longest, 300, longest);
    expect(runGatherNumbers(kernels, longest, 300, longest)).toEqual(plain);
    expect(distance(runGather(plainKernels, longest, 1, 300, longest), plain)).toBeLessThanOrEqual(TOLERANCE);
  });

  it.each([1, 2, 6, 8, 12, 14, 50])("add rows of %i doubles in steps to the bits of one", (stride) => {
    const whole = runGather(plainKernels, stride, stride, 300, 200);
    for (const one of [kernels, plainKernels]) expect(runAdded(one, stride, stride, 300, 200)).toEqual(whole);
  });

  it.each([2, 4, 6, 8, 10, 14, 26, 50, 200])("multiply by rows of %i doubles", (stride) => {
    for (const [rows, inner] of [
      [1, 1],
      [7, 3],
      [33, 100],
      [100, 700],
    ]) {
      const plain = runMultiply(plainKernels, rows, inner, stride);
      expect(distance(plain, runMultiply(kernels, rows, inner, stride))).toBeLessThanOrEqual(TOLERANCE);
    }
  });
});
