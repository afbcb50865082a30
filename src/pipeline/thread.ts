import type { Readable } from "node:stream";
import { Worker } from "node:worker_threads";
import { SeginfError } from "../errors.js";
import type { AuditReport } from "../findings/report.js";
import { valueError } from "../valueError.js";
import { type AuditJob, ENDED, FLAGS, type FromAudit, type ToAudit, WRITING } from "./messages.js";
import type { AuditFilesOptions } from "./options.js";
import { requestOf } from "./settings.js";
import { threadFile } from "./threadFile.js";

/**
 * Does what `seginf audit` does: reads two files, trains a tagger on the first, and ranks its segments by the probability that
 * they are wrong. It runs in its own thread, and an aborted signal ends it at once, also during training and solving. It
 * prints nothing and does not change the process.
 *
 * @param train path, or "-" for standard input
 * @param reference a corpus of the same kind that is trusted more; null to audit the first alone
 * @throws SeginfError for whatever is wrong with the files or the options; the signal's reason where it is aborted;
 *   what `onStep` throws
 */
export async function auditFiles(
  train: string,
  reference: string | null,
  options: AuditFilesOptions = {},
): Promise<AuditReport> {
  if (typeof options !== "object" || options === null) throw valueError("options", options, "give an object");
  const { signal, onStep, onWarning, cache = null, stdin, ...settings } = options;
  requireFiles(train, reference);
  // Before a thread is started, and before what no thread can be sent.
  requestOf(settings);
  signal?.throwIfAborted();
  const flags = new Int32Array(new SharedArrayBuffer(4 * FLAGS));
  const workerData: AuditJob = {
    train,
    reference,
    settings,
    directory: process.cwd(),
    cache: cache?.directory ?? null,
    flags,
  };
  const worker = new Worker(threadFile(), { workerData, execArgv: [] });
  return new Promise((resolve, reject) => {
    let result: AuditEnd | undefined;
    const end = (error: unknown): void => {
      if (result !== undefined) return;
      result = { error };
      Atomics.store(flags, ENDED, 1);
      // What is being written to the cache is written to its end; the message about it ends the thread.
      if (Atomics.load(flags, WRITING) === 0) void worker.terminate();
    };
    const abort = (): void => end(signal?.reason);
    signal?.addEventListener("abort", abort);

    const listen = (message: FromAudit): void => {
      if (message.kind === "step") onStep?.(message.step);
      else if (message.kind === "note") cache?.note(message.text);
      else if (message.kind === "warning") onWarning?.(message.text);
    };

    worker.on("message", (message: FromAudit) => {
      if (result !== undefined) {
        if (message.kind === "written" && "error" in result) void worker.terminate();
        return;
      }
      result = endOf(message);
      if (result !== undefined) return;
      try {
        listen(message);
      } catch (error) {
        end(error);
      }
    });
    worker.on("error", (error) => {
      result ??= { error };
    });
    worker.on("exit", () => {
      signal?.removeEventListener("abort", abort);
      if (result === undefined) reject(new Error("the thread of the audit has ended"));
      else if ("report" in result) resolve(result.report);
      else reject(result.error);
    });
    if (train === "-" || reference === "-") void feed(worker, stdin ?? process.stdin);
  });
}

/** @throws SeginfError where a file is not named by a string */
function requireFiles(train: unknown, reference: unknown): void {
  const isName = (file: unknown): boolean => typeof file === "string" && file !== "";
  if (isName(train) && (reference === null || isName(reference))) return;
  throw new SeginfError("a file is named by a string", {}, "give the path of each, and null for no reference");
}

/** How an audit ended. */
type AuditEnd = { readonly report: AuditReport } | { readonly error: unknown };

/** The end that a message reports; undefined where the audit goes on. */
function endOf(message: FromAudit): AuditEnd | undefined {
  if (message.kind === "report") return { report: message.report };
  if (message.kind === "refused") {
    const { what, place, hint, faults } = message;
    return { error: new SeginfError(what, place, hint, { faults }) };
  }
  return message.kind === "failed" ? { error: message.error } : undefined;
}

/** Hands standard input on, a piece at a time. */
async function feed(worker: Worker, stdin: Readable): Promise<void> {
  const send = (message: ToAudit): void => worker.postMessage(message);
  try {
    for await (const piece of stdin) send({ stdin: typeof piece === "string" ? Buffer.from(piece) : piece });
    send({ stdin: null });
  } catch (error) {
    send({ stdinFailed: error instanceof Error ? error.message : String(error) });
  }
}
