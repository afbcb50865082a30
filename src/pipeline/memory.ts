import { totalmem } from "node:os";
import { estimatedMemory, type Size } from "../tagger/memory.js";
import type { Environment } from "./environment.js";

/** Bytes that a process may have: those of the machine, or fewer where a control group (a container) grants fewer. */
export function grantedMemory(constrained: number | undefined, machine: number = totalmem()): number {
  // 0 where there is no limit; a version 1 group without one has nearly 2^63.
  return constrained ? Math.min(constrained, machine) : machine;
}

/** Warns, before anything large is allocated, of a run that needs more memory than there is. */
export function warnOfMemory(
  size: Size,
  referenceTokens: number,
  { memory, warn }: Pick<Environment, "memory" | "warn">,
): void {
  const needed = estimatedMemory(size, referenceTokens);
  if (needed <= memory) return;
  const hint = "take fewer labels (see seginf inspect), raise --min-count, or give a part of the corpus";
  warn(`this run needs about ${inGigabytes(needed)} of memory, and there are ${inGigabytes(memory)}; ${hint}`);
}

function inGigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
