import { setTimeout as wait } from "node:timers/promises";
import type { Job, Queue } from "bullmq";
import type { BatchAudit } from "../../findings/batch.js";
import type { Prepared } from "../local.js";
import { checkedResult, keptSuccess } from "../result.js";
import { keepFailure } from "../run.js";
import type { Plan } from "../task.js";
import { openQueue, QUEUE } from "./connect.js";
import { type JobData, jobId, jobOf } from "./job.js";

/** Milliseconds between two looks at the queue. */
const POLL = 500;

/** Milliseconds before an audit whose process was killed is run again. */
const BACKOFF = 1000;

/** What a submitter does with what it hears. */
export interface Submission {
  readonly retries: number;
  onEnd(audit: BatchAudit): void;
  warn(line: string): void;
}

/**
 * Hands tasks to the workers of a queue and waits for their results. Jobs that are there are not added again, so that a
 * submitter which was killed goes on where it was; jobs that the server lost are.
 *
 * @throws SeginfError where no server answers
 */
export async function submit(
  plan: Plan,
  tasks: readonly Prepared[],
  url: string,
  { retries, onEnd, warn }: Submission,
): Promise<void> {
  const { bullMq, connection } = await openQueue(url);
  const queue: Queue<JobData> = new bullMq.Queue(QUEUE, { connection });
  queue.on("error", oncePerText(warn));
  const add = ({ task, key }: Prepared): Promise<Job<JobData>> =>
    queue.add("audit", jobOf(plan, task, key), {
      jobId: jobId(plan, task, key),
      attempts: retries + 1,
      backoff: { type: "fixed", delay: BACKOFF },
    });
  try {
    // What ended before, and is wanted again, has lost its result since, or failed.
    for (const prepared of tasks) {
      const job = await queue.getJob(jobId(plan, prepared.task, prepared.key));
      if (job && ["completed", "failed"].includes(await job.getState())) await job.remove();
      await add(prepared);
    }
    for (let pending = [...tasks]; pending.length > 0; ) {
      const still: Prepared[] = [];
      for (const prepared of pending) {
        const job = await queue.getJob(jobId(plan, prepared.task, prepared.key));
        // A job that is gone was lost by the server, or another submitter of the same plan has its result.
        const ended = await (job ? resultOf(plan, prepared, job) : keptSuccess(plan, prepared.task, prepared.key));
        if (ended === null) still.push(prepared);
        else onEnd(ended);
        if (ended === null && !job) await add(prepared);
      }
      pending = still;
      if (pending.length > 0) await wait(POLL);
    }
  } finally {
    await queue.close();
  }
}

/** What a job ended with, which then goes; null while it has not. */
async function resultOf(plan: Plan, { task, key }: Prepared, job: Job<JobData>): Promise<BatchAudit | null> {
  // Of the job as it was read: it has a time of its end once it has ended, with all that there is to say.
  if (job.finishedOn === undefined) return null;
  const result = await checkedResult(job.returnvalue);
  const why = job.failedReason ? reasonOf(job.failedReason) : "its worker sent no result";
  const ended = result?.key === key ? result.audit : await keepFailure(plan, task, key, why);
  await job.remove();
  return ended;
}

const STALLED = /stalled/;

function reasonOf(failedReason: string): string {
  return STALLED.test(failedReason) ? "its workers died while it ran, more often than --retries allows" : failedReason;
}

/** Reports each text once: a connection that is lost says so at each try. */
export function oncePerText(warn: (line: string) => void): (error: Error) => void {
  const said = new Set<string>();
  return ({ message }) => {
    if (!said.has(message)) warn(`the queue: ${message}`);
    said.add(message);
  };
}
