import { totalmem } from "node:os";
import type { InputFile, TaskInputs } from "./inputs.js";
import type { Task } from "./task.js";

/** MB that a process takes before it reads anything. */
const BASE = 200;

/** MB for each token: a million tokens with the labels of named entities take 0.8 GB. */
const PER_TOKEN = 0.8e-3;

/** Share of the machine that audits may take together. */
const SHARE = 0.75;

/** Bytes of a line of columns at most, in the mean: longer lines are records of many tokens, or compressed. */
const LONGEST_LINE = 100;

/** Bytes of a token in running text, compressed or not. */
const TOKEN_BYTES = 4;

/** MB that a task's audit takes: what the plan says, else an estimate, which tag sets of dozens of labels exceed. */
export function memoryNeed({ memory }: Task, { corpora }: TaskInputs): number {
  return memory ?? Math.ceil(BASE + PER_TOKEN * corpora.reduce((sum, file) => sum + tokensOf(file), 0));
}

function tokensOf({ bytes, lines }: InputFile): number {
  return bytes <= lines * LONGEST_LINE ? lines : bytes / TOKEN_BYTES;
}

/** MB that this process and its children may use: the machine's, or its container's, but for a quarter. */
export function memoryBudget(): number {
  const constrained = process.constrainedMemory?.() ?? 0;
  const total = constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
  return Math.floor((SHARE * total) / 1e6);
}
