import { createKernels, KernelMemoryError } from "../../src/kernels/index.js";
import { SharedMemory } from "../../src/kernels/memory.js";

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

  it("refuses arrays from elsewhere", () => {
    const kernels = createKernels({ kind: "wasm", threads: 1 });
    const matrix = { rows: 1, start: kernels.int32(2), index: kernels.int32(0) };
    expect(() => kernels.gatherRows(matrix, new Float64Array(2), kernels.float64(2), 2)).toThrow(TypeError);
  });
});

describe("createKernels", () => {
  it("takes WebAssembly where it runs, and plain TypeScript on demand", () => {
    expect(createKernels().name).toBe("wasm");
    expect(createKernels({ threads: 3 }).threads).toBe(3);
    expect(createKernels({ kind: "plain" }).name).toBe("plain");
  });
});
