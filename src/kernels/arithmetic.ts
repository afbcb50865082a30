import { supportsKernels } from "./compiled.js";
import { SharedMemory } from "./memory.js";

/**
 * What numbers are computed with: the kernels that "auto" or "plain" takes here, the engine, whose exponentials and logarithms
 * may differ from another's in the last digit, and the processor.
 */
export function arithmeticOf(kind: "auto" | "plain"): string {
  const kernels = kind === "plain" || !runsCompiled() ? "plain" : "compiled";
  const engine = process.versions.v8?.split(".").slice(0, 2).join(".") ?? process.version;
  return `${kernels} kernels, V8 ${engine}, ${process.arch}`;
}

let compiledRun: boolean | undefined;

/** Whether the compiled kernels run here: the process may be forbidden to reserve their 4 GB of addresses. */
function runsCompiled(): boolean {
  compiledRun ??= supportsKernels() && canReserve();
  return compiledRun;
}

function canReserve(): boolean {
  try {
    new SharedMemory();
    return true;
  } catch {
    return false;
  }
}
