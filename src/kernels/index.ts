import { SeginfError } from "../errors.js";
import { supportsKernels } from "./compiled.js";
import { KernelMemoryError } from "./memory.js";
import { plainKernels } from "./plain.js";
import type { Kernels } from "./types.js";
import { createWasmKernels } from "./wasm.js";

export { KernelMemoryError } from "./memory.js";
export type * from "./types.js";

/** How kernels are made. Results do not depend on any of it. */
export interface KernelOptions {
  /** The main thread included; default all cores. */
  readonly threads?: number | undefined;
  /** "auto" takes WebAssembly where it runs, else plain TypeScript. */
  readonly kind?: "auto" | "plain" | "wasm" | undefined;
  /** Bytes that the WebAssembly kernels may hold, at most and by default 4 GB. */
  readonly limit?: number | undefined;
}

/**
 * The kernels to compute with. WebAssembly ones hold at most 4 GB: their arrays throw KernelMemoryError beyond that, and
 * the plain ones serve then.
 *
 * @throws SeginfError for an option that it cannot have; KernelMemoryError with kind "wasm" where the process may not reserve 4 GB of addresses; "auto" takes plain there
 */
export function createKernels({ threads, kind = "auto", limit }: KernelOptions = {}): Kernels {
  if (threads !== undefined && !(Number.isSafeInteger(threads) && threads > 0)) {
    throw new SeginfError(`"threads" is ${threads}`, {}, "give a whole number from 1 on");
  }
  if (limit !== undefined && !(limit > 0)) throw new SeginfError(`"limit" is ${limit}`, {}, "give a number of bytes");
  if (!["auto", "plain", "wasm"].includes(kind))
    throw new SeginfError(`"kind" is ${kind}`, {}, "give auto, plain or wasm");
  if (kind === "plain" || (kind === "auto" && !supportsKernels())) return plainKernels;
  try {
    return createWasmKernels({ threads, limit });
  } catch (error) {
    if (kind === "auto" && error instanceof KernelMemoryError) return plainKernels;
    throw error;
  }
}
