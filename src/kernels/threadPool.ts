import { Worker } from "node:worker_threads";
import { SeginfError } from "../errors.js";
import { CONTROL_WORDS, COUNTER, closeBarrier, failureIn, openBarrier, type Pass, stopWorkers } from "./barrier.js";
import { builtFile, type Exports, instantiate, kernelModule } from "./compiled.js";
import type { WorkerData } from "./kernelWorker.js";
import type { SharedMemory } from "./memory.js";

/** A thread has failed in the middle of a pass, whose results are lost: a caller can start again with one thread. */
export class KernelThreadError extends SeginfError {
  constructor(what: string, cause?: unknown) {
    super(what, {}, "run with --threads 1, and report it", { cause });
  }
}

/** Multiply-adds from which on waking the workers pays: about half a millisecond of work. */
const WORTH_SHARING = 1 << 20;

/** The threads of one instance: the main thread, and workers that start at the first pass that is worth sharing. */
export class ThreadPool {
  readonly exports: Exports;
  private readonly control: Int32Array<ArrayBufferLike>;
  private readonly counter: number;
  private workers: Worker[] = [];
  private failure: KernelThreadError | undefined;
  private closed = false;

  /**
   * @param threads the main thread included
   * @param active how many of them take part at present, where another instance has the rest
   */
  constructor(
    private readonly shared: SharedMemory,
    readonly threads: number,
    private readonly active: () => number,
  ) {
    this.exports = instantiate(kernelModule(), shared.memory);
    this.control = shared.int32(CONTROL_WORDS);
    this.counter = this.control.byteOffset + 4 * COUNTER;
  }

  /**
   * Runs all tasks of a pass and returns when they are done.
   *
   * @param cost multiply-adds of the whole pass, roughly
   * @throws KernelThreadError where a worker has failed, now or since the last pass; Error where the pool is closed
   */
  run(pass: Pass, cost: number): void {
    if (this.closed) throw new Error("these kernels are closed");
    if (this.failure) throw this.failure;
    Atomics.store(this.control, COUNTER, 0);
    const active = Math.min(this.threads, this.active());
    if (active === 1 || pass.tasks < 2 || cost < WORTH_SHARING) this.work(pass);
    else this.share(pass, active);
  }

  /** Ends the workers; they are gone a moment later. */
  close(): void {
    this.closed = true;
    if (this.workers.length > 0) stopWorkers(this.control);
    this.workers = [];
  }

  private share(pass: Pass, active: number): void {
    while (this.workers.length < active - 1) this.workers.push(this.start(this.workers.length + 1));
    openBarrier(this.control, pass, active);
    const began = performance.now();
    try {
      this.work(pass);
    } finally {
      // Once no task is left, a worker has at most the rest of one to do.
      const patience = 60_000 + 20 * (performance.now() - began);
      if (!closeBarrier(this.control, patience))
        this.failure = new KernelThreadError("a kernel thread does not answer");
    }
    const why = failureIn(this.control);
    if (why !== null) this.failure ??= new KernelThreadError(`a kernel thread has failed (${why})`);
    if (this.failure) throw this.failure;
  }

  private work({ pass, job, tasks }: Pass): void {
    this.exports.work(pass, job, tasks, this.counter, 0);
  }

  private start(thread: number): Worker {
    const workerData: WorkerData = {
      module: kernelModule(),
      memory: this.shared.memory,
      control: this.control,
      thread,
    };
    const worker = new Worker(builtFile("kernelWorker.js"), { workerData, execArgv: [] });
    worker.on("error", (cause) => {
      this.failure ??= new KernelThreadError(`a kernel thread has failed (${cause.message})`, cause);
    });
    worker.unref();
    return worker;
  }
}
