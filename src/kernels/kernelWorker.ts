import { workerData } from "node:worker_threads";
import { COUNTER, serve } from "./barrier.js";
import { instantiate } from "./compiled.js";
import type { SharedWasmMemory, WasmModule } from "./webassembly.js";

/** What a worker thread gets from its pool. */
export interface WorkerData {
  readonly module: WasmModule;
  readonly memory: SharedWasmMemory;
  readonly control: Int32Array<ArrayBufferLike>;
  /** 1, 2, …; the main thread is 0. */
  readonly thread: number;
}

const { module, memory, control, thread } = workerData as WorkerData;
const { work } = instantiate(module, memory);
const counter = control.byteOffset + 4 * COUNTER;
serve(control, thread, ({ pass, job, tasks }) => work(pass, job, tasks, counter, thread));
