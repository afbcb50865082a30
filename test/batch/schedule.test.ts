import { setImmediate as turn } from "node:timers/promises";
import { runBounded } from "../../src/batch/schedule.js";

/** Runs pieces of these needs, and keeps which of them ran at once. */
async function record(needs: readonly number[], bounds: { jobs: number; memory: number }) {
  const together: number[][] = [];
  const running = new Set<number>();
  const order: number[] = [];
  await runBounded(
    needs.map((need, i) => ({
      need,
      async run() {
        running.add(i);
        order.push(i);
        together.push([...running]);
        // The first takes longest.
        for (let turns = 0; turns < 10 * (needs.length - i); turns++) await turn();
        running.delete(i);
      },
    })),
    bounds,
  );
  return { together, order };
}

it("runs everything, and never more at once than it may", async () => {
  const { together, order } = await record([1, 1, 1, 1, 1, 1, 1], { jobs: 3, memory: 100 });
  expect([...order].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(Math.max(...together.map(({ length }) => length))).toBe(3);
});

it("keeps the sum of what runs within the memory", async () => {
  const needs = [5, 4, 3, 6, 2, 1, 8];
  const { together } = await record(needs, { jobs: 7, memory: 9 });
  for (const set of together) expect(set.reduce((sum, i) => sum + needs[i], 0)).toBeLessThanOrEqual(9);
  expect(Math.max(...together.map(({ length }) => length))).toBeGreaterThan(1);
});

it("begins the first that fits, and what never fits alone", async () => {
  const { together, order } = await record([6, 6, 3, 20], { jobs: 4, memory: 10 });
  expect(order).toEqual([0, 2, 1, 3]);
  expect(together.at(-1)).toEqual([3]);
});

it("throws an error once what runs has ended, and begins nothing more", async () => {
  const ended: number[] = [];
  const work = [0, 1, 2, 3].map((i) => ({
    need: 1,
    async run() {
      await turn();
      if (i === 0) throw new Error("no disk");
      for (let turns = 0; turns < 20; turns++) await turn();
      ended.push(i);
    },
  }));
  await expect(runBounded(work, { jobs: 2, memory: 9 })).rejects.toThrow("no disk");
  expect(ended).toEqual([1]);
});

it("does nothing where there is nothing to do", async () => {
  await expect(runBounded([], { jobs: 1, memory: 1 })).resolves.toBeUndefined();
});
