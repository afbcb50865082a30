import { SeginfError } from "../errors.js";
import type { BatchAudit } from "../findings/batch.js";
import { makeDirectories } from "../storage/directories.js";
import { auditArguments } from "./arguments.js";
import { type Outcome, type ProcessHost, runAudit } from "./auditProcess.js";
import { keepResult, keptSuccess, reportFigures } from "./result.js";
import { type Plan, pathFrom, resultsOf, type Task } from "./task.js";

/** How audits are run. */
export interface Running extends ProcessHost {
  /** Of an audit whose options do not say. */
  readonly threads: number;
  /** Times that an audit is run again whose process was killed. */
  readonly retries: number;
}

/** The process of an audit was killed as often as it may be. */
export class AuditKilled extends Error {}

/**
 * The result of a task: the one that is kept, unless it is a failure, else that of its audit, which is kept then.
 *
 * @param key of the task, see InputReader
 * @throws AuditKilled where the audit's process was killed each time
 */
export async function runTask(plan: Plan, task: Task, key: string, running: Running): Promise<BatchAudit> {
  const kept = await keptSuccess(plan, task, key);
  if (kept !== null) return kept;
  await makeDirectory(plan, resultsOf(plan, task));
  const args = auditArguments(plan, task, running.threads);
  const warn = (line: string): void => running.warn(`${task.name}: ${line}`);
  for (let attempt = 0; ; attempt++) {
    const outcome = await runAudit(args, plan.directory, { env: running.env, warn });
    if (outcome.kind !== "killed") return await keep(plan, task, key, outcome);
    if (attempt >= running.retries) throw new AuditKilled(outcome.message);
    warn(`${outcome.message}; it is run again`);
  }
}

async function keep(plan: Plan, task: Task, key: string, outcome: Outcome): Promise<BatchAudit> {
  if (outcome.kind !== "done") return await keepFailure(plan, task, key, outcome.message);
  const figures = await reportFigures(plan, task);
  const status = outcome.findings ? "findings" : "clean";
  return keepResult(plan, task, { schemaVersion: 1, key, audit: { ...headOf(task), status, error: null, figures } });
}

/** Keeps that a task has no result, and why. */
export async function keepFailure(plan: Plan, task: Task, key: string, error: string): Promise<BatchAudit> {
  await makeDirectory(plan, resultsOf(plan, task));
  return keepResult(plan, task, { schemaVersion: 1, key, audit: failureOf(task, error) });
}

/** A task that has no result. */
export function failureOf(task: Task, error: string): BatchAudit {
  return { ...headOf(task), status: "failed", error, figures: null };
}

const headOf = ({ name, train, reference }: Task) => ({ name, train, reference });

/** Makes a directory of the plan's, and those above it. @throws SeginfError */
export async function makeDirectory(plan: Plan, path: string): Promise<void> {
  const directory = pathFrom(plan, path);
  try {
    await makeDirectories(directory, 0o777);
  } catch (cause) {
    const what = "this directory for results cannot be made";
    throw new SeginfError(what, { file: directory }, "choose another with --output", { cause });
  }
}
