import type * as BullMq from "bullmq";
import { SeginfError } from "../../errors.js";

/** The queue that audits go through. */
export const QUEUE = "seginf";

/** BullMQ, an optional peer. @throws SeginfError that says what to install */
export async function bullMq(): Promise<typeof BullMq> {
  // Each by a name that bundlers and tests do not take for a dependency.
  for (const name of ["bullmq", "ioredis"]) {
    try {
      await import(name);
    } catch (cause) {
      const hint = "npm install bullmq ioredis next to seginf, or leave --queue out";
      throw new SeginfError(`for --queue, the package ${name} is needed`, {}, hint, { cause });
    }
  }
  const name: string = "bullmq";
  return (await import(name)) as typeof BullMq;
}

/**
 * The connection to the server at a URL, once it has answered.
 *
 * @throws SeginfError where nothing answers there
 */
export async function connectionTo(url: string): Promise<BullMq.ConnectionOptions> {
  const { Queue } = await bullMq();
  // Without a second try, so that a wrong address is known at once; what works goes on trying.
  const probe = new Queue(QUEUE, { connection: { url, maxRetriesPerRequest: 0, retryStrategy: () => null } });
  probe.on("error", () => {});
  try {
    await probe.waitUntilReady();
    await probe.getJobCounts("waiting");
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const hint = "start Redis there, or correct --queue";
    throw new SeginfError(`no Redis answers at ${placeOf(url)} (${code ?? message})`, {}, hint, { cause });
  } finally {
    await probe.close().catch(() => {});
  }
  return { url, maxRetriesPerRequest: null };
}

/** Host and port, without what may be a password. */
function placeOf(url: string): string {
  const { hostname, port } = new URL(url);
  return `${hostname}:${port || 6379}`;
}
