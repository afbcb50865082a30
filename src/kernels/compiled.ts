import { existsSync, readFileSync } from "node:fs";
import { type SharedWasmMemory, type WasmModule, webAssembly } from "./webassembly.js";

/** What the compiled module exports; src/kernels/assembly/index.ts. Pointers and counts are 32-bit integers. */
export interface Exports {
  work(pass: number, job: number, tasks: number, counter: number, thread: number): void;
  reduceShards(
    edges: number,
    shardEdges: number,
    bytes: number,
    step: number,
    shardLoss: number,
    shards: number,
    loss: number,
  ): number;
  expRow(x: number, out: number, bytes: number): void;
}

/** A built file: next to this one in dist; there too when this one runs from src, as it does under jest. */
export function builtFile(name: string): URL {
  const near = new URL(name, import.meta.url);
  return existsSync(near) ? near : new URL(`../../dist/kernels/${name}`, import.meta.url);
}

let compiled: WasmModule | undefined;

/** The kernels' module, compiled once a process. */
export function kernelModule(): WasmModule {
  compiled ??= new webAssembly!.Module(readFileSync(builtFile("kernels.wasm")));
  return compiled;
}

export function instantiate(module: WasmModule, memory: SharedWasmMemory): Exports {
  return new webAssembly!.Instance(module, { env: { memory } }).exports as Exports;
}

/**
 * Whether this runtime has 128-bit SIMD and threads: it then accepts a module with a shared memory and a function
 * `v128.const 0; drop`.
 */
export function supportsKernels(): boolean {
  const header = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  const types = [1, 4, 1, 0x60, 0, 0];
  const functions = [3, 2, 1, 0];
  const sharedMemory = [5, 4, 1, 3, 1, 1];
  const body = [0, 0xfd, 12, ...new Array<number>(16).fill(0), 0x1a, 0x0b];
  const code = [10, body.length + 2, 1, body.length, ...body];
  const module = [...header, ...types, ...functions, ...sharedMemory, ...code];
  return webAssembly?.validate(Uint8Array.from(module)) ?? false;
}
