import { Readable } from "node:stream";
import type { MessagePort } from "node:worker_threads";
import { SeginfError } from "../errors.js";
import { createKernels } from "../kernels/index.js";
import type { Kernels } from "../kernels/types.js";
import { allocationFailure } from "../storage/allocation.js";
import { Cache } from "../storage/index.js";
import { audit } from "./audit.js";
import type { Environment } from "./environment.js";
import { grantedMemory } from "./memory.js";
import { type AuditJob, ENDED, type FromAudit, type ToAudit, WRITING } from "./messages.js";
import { requestOf } from "./settings.js";

/** Runs an audit for another thread and reports it there. @param port where progress and the report go, and input comes from */
export async function runAuditJob(port: MessagePort, job: AuditJob): Promise<void> {
  const { train, reference, settings, directory, cache, flags } = job;
  const tell = (message: FromAudit): void => port.postMessage(message);
  /** Made once: reading a corpus needs none. */
  let kernels: Kernels | undefined;
  const environment: Environment = {
    stdin: input(port),
    directory,
    memory: grantedMemory(process.constrainedMemory?.()),
    cache: cache === null ? null : new GuardedCache(cache, flags, tell),
    async kernels(threads) {
      kernels ??= await createKernels({ kind: "auto", ...(threads === undefined ? {} : { threads }) });
      return kernels;
    },
    stage: async (stage, total = null) => ({
      update: (done, _detail, known) => tell({ kind: "step", step: { stage, done, total: known ?? total } }),
      done: () => {},
    }),
    note: () => {},
    warn: (text) => tell({ kind: "warning", text }),
  };

  try {
    const { report } = await audit({ train, reference }, requestOf(settings), environment);
    tell({ kind: "report", report });
  } catch (error) {
    const known = allocationFailure(error) ?? error;
    if (known instanceof SeginfError) {
      const { what, place, hint, faults } = known;
      tell({ kind: "refused", what, place, hint, faults });
    } else tell({ kind: "failed", error });
  } finally {
    kernels?.close();
  }
  port.close();
}

/** A cache whose entries are written to the end before the thread may be ended. */
class GuardedCache extends Cache {
  constructor(
    directory: string,
    private readonly flags: AuditJob["flags"],
    private readonly tell: (message: FromAudit) => void,
  ) {
    super(directory, (text) => tell({ kind: "note", text }));
  }

  override async store(...entry: Parameters<Cache["store"]>): Promise<void> {
    // Set before the look at the other flag, as the caller does it the other way round: one of the two sees the other.
    Atomics.store(this.flags, WRITING, 1);
    try {
      if (Atomics.load(this.flags, ENDED) === 0) await super.store(...entry);
    } finally {
      Atomics.store(this.flags, WRITING, 0);
      this.tell({ kind: "written" });
    }
  }
}

/** What the caller's standard input holds, as it comes. */
function input(port: MessagePort): Readable {
  const stream = new Readable({ read() {} });
  port.on("message", (message: ToAudit) => {
    if ("stdin" in message) stream.push(message.stdin);
    else stream.destroy(new Error(message.stdinFailed));
  });
  return stream;
}
