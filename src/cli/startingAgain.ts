import { SeginfError } from "../errors.js";
import type { Context } from "./context.js";

/**
 * Runs a command; where its corpus does not fit into the memory that WebAssembly can address, once more with the plain
 * kernels, which need none; where a kernel thread fails, once more with one thread. Standard input cannot be read twice.
 *
 * @param given the arguments
 */
export async function startingAgain<T>(
  context: Pick<Context, "output" | "usePlainKernels" | "useOneThread">,
  given: readonly unknown[],
  run: () => Promise<T>,
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof SeginfError) || given.includes("-")) throw error;
    const { KernelMemoryError, KernelThreadError } = await import("../kernels/index.js");
    const again = (how: string): Promise<T> => {
      context.output().note(`${error.what}: starting again ${how}`);
      return startingAgain(context, given, run);
    };
    if (error instanceof KernelMemoryError && context.usePlainKernels())
      return again("without it, several times slower");
    if (error instanceof KernelThreadError && context.useOneThread()) return again("with one thread");
    throw error;
  }
}
