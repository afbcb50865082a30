import { setTimeout } from "node:timers/promises";
import type { Kernels } from "../../src/kernels/types.js";
import { createWasmKernels } from "../../src/kernels/wasm.js";
import { digest, runGather, runLattice, runMultiply } from "./shapes.js";

/** Large enough that every pass is shared out. */
const large = {
  labels: 7,
  lengths: Array.from({ length: 1500 }, (_, i) => 1 + ((i * 37) % 40)),
  groups: 5,
  spread: 4,
  shards: 32,
  directions: 3,
};

const results = (kernels: Kernels): string => {
  const { loss, rows } = runLattice(kernels, 1, large);
  const forgotten = runLattice(kernels, 2, { ...large, directions: 1, isForgotten: true });
  return digest({
    loss: loss + forgotten.loss,
    rows: {
      ...rows,
      errors2: forgotten.rows.errors,
      edges2: forgotten.rows.edges,
      gathered: runGather(kernels, 1, 8, 20_000, 300),
      product: runMultiply(kernels, 3000, 100, 8),
    },
  });
};

describe("threads", () => {
  it("give the same bits, however many", async () => {
    const alone = createWasmKernels({ threads: 1 });
    const expected = results(alone);
    for (const threads of [2, 3, 4]) {
      const kernels = createWasmKernels({ threads });
      expect(kernels.threads).toBe(threads);
      // The first pass starts the workers, later ones find them up.
      for (let i = 0; i < 2; i++) {
        expect(results(kernels)).toBe(expected);
        await setTimeout(60);
      }
      kernels.close();
    }
  });

  it("refuse to run once they are closed", () => {
    const kernels = createWasmKernels({ threads: 2 });
    kernels.close();
    kernels.close();
    expect(() => runGather(kernels, 1, 8, 10, 10)).toThrow("closed");
  });
});
