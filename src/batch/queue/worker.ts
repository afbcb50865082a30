import { availableParallelism } from "node:os";
import type { Job } from "bullmq";
import { SeginfError } from "../../errors.js";
import type { BatchAudit, BatchResult } from "../../findings/batch.js";
import { shaped } from "../../findings/shape.js";
import type { ProcessHost } from "../auditProcess.js";
import { InputReader } from "../inputs.js";
import { runTask } from "../run.js";
import { openQueue, QUEUE } from "./connect.js";
import { type JobData, jobSchema } from "./job.js";
import { oncePerText } from "./submit.js";

/** How a worker works. */
export interface WorkerOptions extends ProcessHost {
  /** Audits at once. */
  readonly jobs: number;
  /** Seconds without a sign after which the others take its audits over. */
  readonly lease: number;
  /** Times that an audit is taken over. */
  readonly takeovers: number;
  /** In place of the cache that the submitter names: a directory from that of the plan, or false. */
  readonly cache: string | false | undefined;
  onEnd(audit: BatchAudit): void;
}

/**
 * Runs audits of a queue until the process ends. Each may be run more than once, where a worker was killed or was silent for
 * too long: its files are written atomically, and the same however often.
 *
 * @throws SeginfError where no server answers
 */
export async function work(url: string, options: WorkerOptions): Promise<never> {
  const { bullMq, connection } = await openQueue(url);
  const lease = 1000 * options.lease;
  const run = async ({ data }: Job<JobData>): Promise<BatchResult> => {
    try {
      return await runJob(data, options);
    } catch (error) {
      // The same would come of it again.
      if (error instanceof SeginfError) throw new bullMq.UnrecoverableError(error.summary);
      throw error;
    }
  };
  const worker = new bullMq.Worker<JobData, BatchResult>(QUEUE, run, {
    connection,
    concurrency: options.jobs,
    lockDuration: lease,
    stalledInterval: lease,
    maxStalledCount: options.takeovers,
  });
  worker.on("error", oncePerText(options.warn));
  return new Promise<never>(() => {});
}

async function runJob(data: unknown, { jobs, env, warn, cache, onEnd }: WorkerOptions): Promise<BatchResult> {
  const job = shaped(jobSchema, data, "the job", ({ what }) => {
    throw new SeginfError(`not a job of this version of seginf: ${what}`, {}, "submit it again");
  });
  const { directory, output, task } = job;
  const plan = { directory, output, cache: cache ?? job.cache, tasks: [task] };
  const { key } = await new InputReader(plan).read(task);
  if (key !== job.key) {
    const what = "its worker sees other files than the submitter, or is of another version of seginf";
    throw new SeginfError(what, {}, `check that ${directory} is the same on both`);
  }
  const threads = Math.max(1, Math.floor(availableParallelism() / jobs));
  const audit = await runTask(plan, task, key, { env, warn, threads, retries: 0 });
  onEnd(audit);
  return { schemaVersion: 1, key, audit };
}
