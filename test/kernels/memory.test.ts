import { Allocator } from "../../src/kernels/allocator.js";
import { createKernels, KernelMemoryError } from "../../src/kernels/index.js";
import { SharedMemory } from "../../src/kernels/memory.js";
import { solveBySurrogate } from "../../src/math/surrogate/blockSolve.js";
import { surrogateDescent } from "../../src/math/surrogate/descent.js";
import { flexibleConjugateGradients } from "../../src/math/surrogate/flexibleCg.js";
import { optimise } from "../../src/tagger/optimise.js";
import { PrunedLoss } from "../../src/tagger/surrogate/prunedLoss.js";
import { random } from "../helpers/random.js";
import { sparse } from "../helpers/sparse.js";
import { objectiveOf, tiny } from "../helpers/tiny.js";

describe("the shared memory", () => {
  it("hands out zeroed, aligned arrays that stay valid while it grows", () => {
    const shared = new SharedMemory();
    const first = shared.float64(10);
    first.fill(3);
    const second = shared.int32(2_000_000);
    const third = shared.float64(5);
    expect(second.reduce((sum, x) => sum + Math.abs(x), 0)).toBe(0);
    expect([first, second, third].map((array) => shared.pointer(array) % 64)).toEqual([0, 0, 0]);
    first[1] = 4;
    const again = new Float64Array(shared.memory.buffer, shared.pointer(first), 10);
    expect([...again]).toEqual([3, 4, 3, 3, 3, 3, 3, 3, 3, 3]);
    expect(third.buffer).not.toBe(first.buffer);
  });

  it("says so when 4 GB are not enough, and goes on handing out what fits", () => {
    const kernels = createKernels({ kind: "wasm", threads: 1 });
    expect(() => kernels.float64(2 ** 29)).toThrow(KernelMemoryError);
    expect(kernels.float64(4)).toHaveLength(4);
  });

  it("keeps to a limit, and what is released counts no more", () => {
    const kernels = createKernels({ kind: "wasm", threads: 1, limit: 1e6 });
    const scope = kernels.scope();
    expect(scope.float64(50_000)).toHaveLength(50_000);
    expect(() => kernels.float64(80_000)).toThrow("1 MB that WebAssembly may take");
    scope.close();
    expect(kernels.float64(80_000)).toHaveLength(80_000);
  });

  it("refuses arrays from elsewhere", () => {
    const kernels = createKernels({ kind: "wasm", threads: 1 });
    const matrix = { rows: 1, start: kernels.int32(2), index: kernels.int32(0) };
    expect(() => kernels.gatherRows(matrix, new Float64Array(2), kernels.float64(2), 2)).toThrow(TypeError);
  });
});

describe("released memory", () => {
  it("is handed out again, zeroed", () => {
    const shared = new SharedMemory();
    const first = shared.float64(1000).fill(7);
    const second = shared.float64(10).fill(7);
    const at = shared.pointer(first);
    shared.release(first);
    const again = shared.int32(500);
    expect(shared.pointer(again)).toBe(at);
    expect(again.every((x) => x === 0)).toBe(true);
    expect([...second]).toEqual(new Array(10).fill(7));
    shared.release(second);
    expect([...shared.float64(2000)].every((x) => x === 0)).toBe(true);
  });

  it("is handed out as it is where nobody asks for zeros, but for what stands behind an array", () => {
    const shared = new SharedMemory();
    const first = shared.float64(24).fill(7);
    const at = shared.pointer(first);
    shared.release(first);
    const again = shared.scratch(19);
    expect(shared.pointer(again)).toBe(at);
    expect([...again.subarray(0, 16)]).toEqual(new Array(16).fill(7));
    expect([...new Float64Array(shared.memory.buffer, at + 19 * 8, 5)]).toEqual([0, 0, 0, 0, 0]);
  });

  it("leaves nothing in what is computed there", () => {
    const [clean, left] = [0, Number.NaN].map((content) => {
      const kernels = createKernels({ kind: "wasm", threads: 1 });
      const before = kernels.scope();
      before.float64(1_000_000).fill(content);
      before.close();
      const objective = objectiveOf(tiny(5), 0.7, kernels);
      const { theta } = optimise(objective, { tolerance: 1e-8, maxIterations: 200 });
      const pruned = {
        dimension: objective.dimension,
        space: kernels.vectors,
        at(x: Float64Array, gradient: Float64Array) {
          const lattice = objective.at(x, gradient);
          const { value } = lattice;
          return { value, surrogate: () => new PrunedLoss([lattice]), close: () => lattice.close() };
        },
      };
      const bounds = { goal: 1e-6, near: 0.5, corrected: 0.1, stepsPerSurrogate: 2, maxIterations: 40 };
      const descended = surrogateDescent(pruned, new Float64Array(theta.length), bounds);
      const lattice = objective.at(theta);
      const surrogate = new PrunedLoss([lattice]);
      const limits = { tolerance: 1e-6, maxIterations: 100 };
      const flexible = flexibleConjugateGradients(lattice.hessian, surrogate, theta, limits);
      const solutions = solveBySurrogate(lattice.hessian, surrogate, [sparse(theta)], limits);
      const [block] = Array.from(solutions, (one) => ({ x: one.x.slice() }));
      return [theta, descended.x, flexible.x, block.x].map((x) => [...x]);
    });
    expect(clean.flat().every(Number.isFinite)).toBe(true);
    expect(clean.flat().some((x) => x !== 0)).toBe(true);
    expect(left).toEqual(clean);
  });

  it("may not be used or released once more", () => {
    const shared = new SharedMemory();
    const array = shared.float64(8);
    shared.release(array);
    expect(() => shared.pointer(array)).toThrow("released");
    expect(() => shared.release(array)).toThrow("released");
  });

  it("keeps blocks apart and ends empty, in whatever order they come and go", () => {
    const next = random(11);
    const heap = new Allocator(64, 64);
    const blocks: { at: number; size: number }[] = [];
    for (let i = 0; i < 5000; i++) {
      if (blocks.length > 0 && next() < 0.5) {
        const [{ at, size }] = blocks.splice(Math.floor(next() * blocks.length), 1);
        heap.give(at, size);
        continue;
      }
      const size = heap.sizeOf(Math.floor(10_000 * next() ** 3));
      const at = heap.place(size);
      expect(heap.take(size)).toBe(at);
      expect(at % 64).toBe(0);
      expect(blocks.every((other) => other.at + other.size <= at || at + size <= other.at)).toBe(true);
      expect(at + size).toBeLessThanOrEqual(heap.end);
      blocks.push({ at, size });
    }
    for (const { at, size } of blocks) heap.give(at, size);
    expect(heap.end).toBe(64);
  });

  it("lets any number of objectives come and go in bounded memory", () => {
    const kernels = createKernels({ kind: "wasm", threads: 1 });
    // Whatever lies at the end lies past everything that is in use.
    const end = () => {
      const scope = kernels.scope();
      const { byteOffset } = scope.float64(1 << 16);
      scope.close();
      return byteOffset;
    };
    const values: number[] = [];
    const ends: number[] = [];
    for (let i = 0; i < 20; i++) {
      const objective = objectiveOf(tiny(3), 0.7, kernels);
      const theta = new Float64Array(objective.dimension).fill(0.1);
      const out = new Float64Array(theta.length);
      values.push(objective.evaluate(theta, out));
      const lattices = [objective.at(theta), objective.at(theta)];
      lattices[0].hessian.apply(theta, out);
      for (const lattice of lattices) lattice.close();
      const view = objective.with({ weight: objective.problem.chains.weight });
      view.evaluate(theta, out);
      view.close();
      objective.close();
      ends.push(end());
    }
    expect(new Set(values).size).toBe(1);
    expect(new Set(ends.slice(1)).size).toBe(1);
  });

  it("is not read by an objective that is closed", () => {
    const objective = objectiveOf(tiny(3), 0.7, createKernels({ kind: "wasm", threads: 1 }));
    const theta = new Float64Array(objective.dimension);
    const lattice = objective.at(theta);
    const view = objective.with({});
    objective.close();
    expect(() => objective.evaluate(theta, theta)).toThrow("this objective is closed");
    expect(() => view.evaluate(theta, theta)).toThrow("this objective is closed");
    expect(() => lattice.hessian.apply(theta, theta)).toThrow("this lattice is closed");
    lattice.close();
    objective.close();
  });
});

describe("createKernels", () => {
  it("takes WebAssembly where it runs, and plain TypeScript on demand", () => {
    expect(createKernels().name).toBe("wasm");
    expect(createKernels({ threads: 3 }).threads).toBe(3);
    expect(createKernels({ kind: "plain" }).name).toBe("plain");
  });
});
