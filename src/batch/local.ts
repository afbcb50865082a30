import { availableParallelism } from "node:os";
import type { BatchAudit } from "../findings/batch.js";
import type { ProcessHost } from "./auditProcess.js";
import { InputReader } from "./inputs.js";
import { memoryNeed } from "./memory.js";
import { keptSuccess } from "./result.js";
import { AuditKilled, keepFailure, runTask } from "./run.js";
import { runBounded } from "./schedule.js";
import type { Plan, Task } from "./task.js";

/** A task whose files have been read. */
export interface Prepared {
  readonly task: Task;
  /** Of its result, see InputReader. */
  readonly key: string;
  /** MB. */
  readonly need: number;
}

/** Reads the files of the plan's tasks. */
export async function prepare(plan: Plan, tasks: readonly Task[] = plan.tasks): Promise<Prepared[]> {
  const reader = new InputReader(plan);
  const prepared: Prepared[] = [];
  for (const task of tasks) {
    const inputs = await reader.read(task);
    prepared.push({ task, key: inputs.key, need: memoryNeed(task, inputs) });
  }
  return prepared;
}

/** The tasks by whether their results are there; those of failures are not. */
export async function splitKept(
  plan: Plan,
  tasks: readonly Prepared[],
): Promise<{ readonly kept: readonly BatchAudit[]; readonly open: readonly Prepared[] }> {
  const kept: BatchAudit[] = [];
  const open: Prepared[] = [];
  for (const prepared of tasks) {
    const audit = await keptSuccess(plan, prepared.task, prepared.key);
    if (audit === null) open.push(prepared);
    else kept.push(audit);
  }
  return { kept, open };
}

/** What a batch on this machine may use, and what it does with what it hears. */
export interface LocalRun extends ProcessHost {
  readonly jobs: number;
  /** MB. */
  readonly memory: number;
  readonly retries: number;
  onEnd(audit: BatchAudit): void;
}

/** Runs tasks on this machine, one process each. An audit that cannot run does not keep the others from running. */
export async function runLocally(plan: Plan, tasks: readonly Prepared[], run: LocalRun): Promise<void> {
  const { jobs, memory, onEnd } = run;
  const threads = Math.max(1, Math.floor(availableParallelism() / Math.min(jobs, Math.max(tasks.length, 1))));
  const work = tasks.map(({ task, key, need }) => ({
    need,
    run: async () => {
      const audit = await runTask(plan, task, key, { ...run, threads }).catch((error: unknown) => {
        if (error instanceof AuditKilled) return keepFailure(plan, task, key, error.message);
        throw error;
      });
      onEnd(audit);
    },
  }));
  await runBounded(work, { jobs, memory });
}
