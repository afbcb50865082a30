import { EventEmitter } from "node:events";
import { jest } from "@jest/globals";
import { type AuditJob, ENDED, type FromAudit, WRITING } from "../../src/pipeline/messages.js";

/** The thread that `auditFiles` has started, which does what the test says. */
class FakeWorker extends EventEmitter {
  static last: FakeWorker;
  ended = false;
  readonly flags: Int32Array<SharedArrayBuffer>;

  constructor(_entry: URL, { workerData }: { workerData: AuditJob }) {
    super();
    this.flags = workerData.flags;
    FakeWorker.last = this;
  }

  says(message: FromAudit): void {
    this.emit("message", message);
  }

  terminate(): void {
    this.ended = true;
    this.emit("exit");
  }
}

jest.unstable_mockModule("node:worker_threads", () => ({ Worker: FakeWorker }));
const { auditFiles } = await import("../../src/pipeline/thread.js");

function started() {
  const controller = new AbortController();
  const result = auditFiles("train", null, { signal: controller.signal });
  const outcome = result.catch((error: unknown) => error);
  return { controller, outcome, worker: FakeWorker.last };
}

it("ends the thread at once where nothing is being written", async () => {
  const { controller, outcome, worker } = started();
  controller.abort("enough");
  expect([worker.ended, Atomics.load(worker.flags, ENDED)]).toEqual([true, 1]);
  expect(await outcome).toBe("enough");
});

it("lets the thread write to the end, and ends it then", async () => {
  const { controller, outcome, worker } = started();
  Atomics.store(worker.flags, WRITING, 1);
  controller.abort("enough");
  expect([worker.ended, Atomics.load(worker.flags, ENDED)]).toEqual([false, 1]);
  worker.says({ kind: "step", step: { stage: "training", done: 1, total: null } });
  expect(worker.ended).toBe(false);
  worker.says({ kind: "written" });
  expect(worker.ended).toBe(true);
  expect(await outcome).toBe("enough");
});

it("does not end the thread for what it writes while the audit goes on", async () => {
  const { outcome, worker } = started();
  worker.says({ kind: "written" });
  expect(worker.ended).toBe(false);
  worker.says({ kind: "failed", error: new Error("of its own") });
  worker.emit("exit");
  expect(await outcome).toEqual(new Error("of its own"));
});
