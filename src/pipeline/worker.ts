import { Readable } from "node:stream";
import { parentPort, workerData } from "node:worker_threads";
import { SeginfError } from "../errors.js";
import { Cache } from "../storage/index.js";
import { type AuditJob, ENDED, type FromAudit, type ToAudit, WRITING } from "./messages.js";
import { runAudit } from "./run.js";

const { train, reference, settings, cache, flags } = workerData as AuditJob;
const port = parentPort as NonNullable<typeof parentPort>;
const tell = (message: FromAudit): void => port.postMessage(message);

/** A cache whose entries are written to the end before the thread may be ended. */
class GuardedCache extends Cache {
  override async store(...entry: Parameters<Cache["store"]>): Promise<void> {
    // Set before the look at the other flag, as the caller does it the other way round: one of the two sees the other.
    Atomics.store(flags, WRITING, 1);
    try {
      if (Atomics.load(flags, ENDED) === 0) await super.store(...entry);
    } finally {
      Atomics.store(flags, WRITING, 0);
      tell({ kind: "written" });
    }
  }
}

/** What the caller's standard input holds, as it comes. */
function input(): Readable {
  const stream = new Readable({ read() {} });
  port.on("message", (message: ToAudit) => {
    if ("stdin" in message) stream.push(message.stdin);
    else stream.destroy(new Error(message.stdinFailed));
  });
  return stream;
}

try {
  const report = await runAudit(train, reference, settings, {
    stdin: input(),
    cache: cache === null ? null : new GuardedCache(cache, (text) => tell({ kind: "note", text })),
    step: (stage, done, total = null) => tell({ kind: "step", step: { stage, done, total } }),
  });
  tell({ kind: "report", report });
} catch (error) {
  if (error instanceof SeginfError) {
    const { what, place, hint } = error;
    tell({ kind: "refused", what, place, hint });
  } else tell({ kind: "failed", error });
}
port.close();
