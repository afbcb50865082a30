import type * as BullMq from "bullmq";
import type * as IoRedis from "ioredis";
import { SeginfError } from "../../errors.js";

/** The queue that audits go through. */
export const QUEUE = "seginf";

/** BullMQ, and the client that it uses: optional peers. @throws SeginfError that says what to install */
async function peer<T>(name: "bullmq" | "ioredis"): Promise<T> {
  try {
    // By a variable: to whoever reads imports, a literal is a dependency that has to be there.
    return (await import(name)) as T;
  } catch (cause) {
    const hint = "npm install bullmq ioredis next to seginf, or leave --queue out";
    throw new SeginfError(`for --queue, the package ${name} is needed`, {}, hint, { cause });
  }
}

/**
 * BullMQ, and how it connects to the server at a URL, which has answered.
 *
 * @throws SeginfError where a package is not installed, or nothing answers
 */
export async function openQueue(url: string): Promise<{
  readonly bullMq: typeof BullMq;
  readonly connection: BullMq.ConnectionOptions;
}> {
  const bullMq = await peer<typeof BullMq>("bullmq");
  const { Redis } = await peer<typeof IoRedis>("ioredis");
  // Without a second try, so that a wrong address is known at once; what works goes on trying.
  const probe = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null });
  let refusal: NodeJS.ErrnoException | undefined;
  probe.on("error", (error: NodeJS.ErrnoException) => {
    refusal ??= error;
  });
  try {
    await probe.connect();
    await probe.ping();
  } catch (cause) {
    const { code, message } = refusal ?? (cause as NodeJS.ErrnoException);
    const hint = "start Redis there, or correct --queue";
    throw new SeginfError(`no Redis answers at ${placeOf(url)} (${code ?? message})`, {}, hint, { cause });
  } finally {
    // One that has ended already would keep the process for seconds.
    if (probe.status !== "end") probe.disconnect();
  }
  return { bullMq, connection: { url, maxRetriesPerRequest: null } };
}

/** Host and port, without what may be a password. */
function placeOf(url: string): string {
  const { hostname, port } = new URL(url);
  return `${hostname}:${port || 6379}`;
}
