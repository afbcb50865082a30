import fc from "fast-check";
import { SharedMemory } from "../../src/kernels/memory.js";
import { plainKernels } from "../../src/kernels/plain.js";
import { borrowKernels, createWasmKernels } from "../../src/kernels/wasm.js";
import { runGather } from "./shapes.js";

/** A side (0 or 1) takes an array of so many numbers, or releases one that it has. */
const steps = fc.array(
  fc.record({ side: fc.nat({ max: 1 }), length: fc.nat({ max: 40_000 }), isRelease: fc.boolean(), which: fc.nat() }),
  { minLength: 1, maxLength: 40 },
);

describe("two instances over one memory", () => {
  it("never hand out the same address, and what is new is zero", () => {
    fc.assert(
      fc.property(steps, (all) => {
        const one = new SharedMemory();
        const sides = [one, new SharedMemory(one.limit, one.memory)];
        const held: { side: number; mark: number; array: Float64Array }[] = [];
        all.forEach(({ side, length, isRelease, which }, i) => {
          const own = held.filter((array) => array.side === side);
          if (isRelease && own.length > 0) {
            const [gone] = held.splice(held.indexOf(own[which % own.length]), 1);
            sides[side].release(gone.array as Float64Array<SharedArrayBuffer>);
            return;
          }
          const array = sides[side].float64(length);
          expect(array.every((x) => x === 0)).toBe(true);
          held.push({ side, mark: i + 1, array: array.fill(i + 1) });
        });
        for (const { mark, array } of held) expect(array.every((x) => x === mark)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("have it all back in the end", () => {
    const one = new SharedMemory();
    one.float64(1000);
    const two = new SharedMemory(one.limit, one.memory);
    two.float64(1_000_000).fill(5);
    const size = one.size;
    one.take(two.grown);
    expect(one.float64(1_000_000).every((x) => x === 0)).toBe(true);
    expect(one.size).toBe(size);
  });
});

describe("kernels that are lent", () => {
  it("compute the same over the lender's arrays and over their own", () => {
    const kernels = createWasmKernels({ threads: 3 });
    const expected = [...runGather(kernels, 1, 8, 20_000, 300)];
    const loan = kernels.lend();
    if (loan === null) throw new Error("nothing was lent");
    const borrowed = borrowKernels(structuredClone(loan.terms));
    expect([...runGather(borrowed.kernels, 1, 8, 20_000, 300)]).toEqual(expected);

    const source = kernels.float64(4).fill(2);
    const [start, index] = [kernels.int32(2), kernels.int32(1)];
    start[1] = 1;
    const matrix = { rows: 1, start, index };
    const out = borrowed.kernels.float64(2);
    expect(() => borrowed.kernels.gatherRows(matrix, source, out, 2)).toThrow("not in the kernels' memory");
    for (const array of [start, index, source]) borrowed.adopt(array);
    borrowed.kernels.gatherRows(matrix, source, out, 2);
    expect([...out]).toEqual([2, 2]);

    loan.end(borrowed.giveBack());
    expect([...runGather(kernels, 1, 8, 20_000, 300)]).toEqual(expected);
    expect(kernels.lend()).not.toBeNull();
    kernels.close();
  });

  it("have half of the threads, all while the other side waits, and none at the end", async () => {
    const kernels = createWasmKernels({ threads: 5 });
    const loan = kernels.lend();
    const { shares } = loan?.terms ?? { shares: [] };
    expect([...shares]).toEqual([3, 2]);
    const during = loan?.wait(Promise.resolve().then(() => [...shares]));
    expect([...shares]).toEqual([3, 5]);
    await expect(during).resolves.toEqual([3, 5]);
    expect([...shares]).toEqual([3, 2]);
    loan?.end([]);
    expect(shares[0]).toBe(5);
    kernels.close();
  });

  it("are not lent where there is nothing to share", () => {
    expect(plainKernels.lend()).toBeNull();
    const alone = createWasmKernels({ threads: 1 });
    const crowded = createWasmKernels({ threads: 2, limit: 1e6 });
    crowded.float64(40_000);
    expect([alone.lend(), crowded.lend()]).toEqual([null, null]);
  });
});
