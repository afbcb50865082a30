import { memoryBudget, memoryNeed } from "../../src/batch/memory.js";
import type { Task } from "../../src/batch/task.js";

const task: Task = { index: 0, name: "a", train: "a.conll", reference: null, options: {}, memory: null };
const needOf = (bytes: number, lines: number, memory: number | null = null) =>
  memoryNeed({ ...task, memory }, { key: "", corpora: [{ digest: "", bytes, lines }] });

it("is estimated from the lines of columns: 1 GB for a million", () => {
  expect(needOf(10_000_000, 1_000_000)).toBe(1000);
  expect(needOf(0, 0)).toBe(200);
});

it("is estimated from the bytes of records and of what is compressed", () => {
  expect(needOf(4_000_000, 1000)).toBe(1000);
});

it("is what the plan says", () => {
  expect(needOf(10_000_000, 1_000_000, 3000)).toBe(3000);
});

it("is bounded by the machine", () => {
  expect(memoryBudget()).toBeGreaterThan(0);
});
