import { valueError } from "../valueError.js";
import { supportsKernels } from "./compiled.js";
import { KernelMemoryError } from "./memory.js";
import { plainKernels } from "./plain.js";
import type { Kernels } from "./types.js";
import { createWasmKernels } from "./wasm.js";

export { KernelMemoryError } from "./memory.js";
export { KernelThreadError } from "./threadPool.js";
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
export function createKernels(options: KernelOptions = {}): Kernels {
  if (typeof options !== "object" || options === null) throw valueError("options", options, "give an object");
  const { threads, kind = "auto", limit } = options;
  if (threads !== undefined && !(Number.isSafeInteger(threads) && threads > 0)) {
    throw valueError("threads", threads, "give a whole number from 1 on");
  }
  if (limit !== undefined && !(typeof limit === "number" && limit > 0))
    throw valueError("limit", limit, "give a number of bytes");
  if (!["auto", "plain", "wasm"].includes(kind)) throw valueError("kind", kind, "give auto, plain or wasm");
  if (kind === "plain" || (kind === "auto" && !supportsKernels())) return plainKernels;
  try {
    return createWasmKernels({ threads, limit });
  } catch (error) {
    if (kind === "auto" && error instanceof KernelMemoryError) return plainKernels;
    throw error;
  }
}
