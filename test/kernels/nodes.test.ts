import { plainKernels } from "../../src/kernels/plain.js";
import { createWasmKernels } from "../../src/kernels/wasm.js";
import { random } from "../helpers/random.js";
import { type NodeOptions, runDense, runNodes } from "./nodes.js";
import { digest, distance, runGather } from "./shapes.js";

const TOLERANCE = 2e-13;

const drawn = (seed: number): NodeOptions => {
  const next = random(seed);
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return {
    labels: between(1, 60),
    lengths: Array.from({ length: 8 }, () => between(1, 25)),
    share: [0, 0.1, 0.5, 1][between(0, 3)],
    spread: [0.5, 4, 50][between(0, 2)],
    shards: between(1, 4),
  };
};

describe("passes over nodes", () => {
  const kernels = createWasmKernels({ threads: 1 });

  it("are the dense ones over the same labels, whatever they are", () => {
    for (let seed = 0; seed < 40; seed++) {
      const options = drawn(seed);
      const nodes = runNodes(plainKernels, seed, options);
      const dense = runDense(plainKernels, seed, options);
      expect(Math.abs(nodes.loss - dense.loss)).toBeLessThanOrEqual(TOLERANCE * Math.max(1, Math.abs(dense.loss)));
      for (const [name, rows] of Object.entries(dense.rows)) {
        expect({ name, seed, options, far: distance(rows, nodes.rows[name]) > TOLERANCE }).toMatchObject({
          far: false,
        });
      }
    }
  });

  it("are the same compiled as in plain TypeScript", () => {
    for (let seed = 0; seed < 60; seed++) {
      const options = drawn(100 + seed);
      const plain = runNodes(plainKernels, seed, options);
      const wasm = runNodes(kernels, seed, options);
      expect(Math.abs(wasm.loss - plain.loss)).toBeLessThanOrEqual(TOLERANCE * Math.max(1, Math.abs(plain.loss)));
      for (const [name, rows] of Object.entries(plain.rows)) {
        expect({ name, seed, options, far: distance(rows, wasm.rows[name]) > TOLERANCE }).toMatchObject({ far: false });
      }
    }
  });

  it("give the same bits for any number of threads", () => {
    const options = { labels: 20, share: 0.2, spread: 4, shards: 16 };
    const lengths = Array.from({ length: 900 }, (_, i) => 1 + ((i * 37) % 40));
    const expected = digest(runNodes(kernels, 1, { ...options, lengths }));
    for (const threads of [2, 4]) {
      const team = createWasmKernels({ threads });
      for (let i = 0; i < 2; i++) expect(digest(runNodes(team, 1, { ...options, lengths }))).toBe(expected);
      team.close();
    }
  });

  it("gather and scale single numbers as plain TypeScript does, to the bit", () => {
    expect(runGather(kernels, 3, 1, 300, 200)).toEqual(runGather(plainKernels, 3, 1, 300, 200));
    for (const n of [1, 2, 7, 9000, 20_001]) {
      const next = random(n);
      const draw = () => Array.from({ length: n }, () => next() - 0.5);
      const [x, scale, rows] = [draw(), draw(), draw()];
      const scaled = [plainKernels, kernels].map((one) => {
        const share = (values: readonly number[]) => {
          const array = one.float64(n);
          array.set(values);
          return array;
        };
        const [a, b] = [one.float64(n), one.float64(n)];
        one.scaleRows(share(rows), share(scale), 1, a);
        one.addScaledRows(0.7, share(x), share(rows), share(scale), 1, b);
        return [Array.from(a), Array.from(b)];
      });
      expect(scaled[1]).toEqual(scaled[0]);
    }
  });
});
