import { homedir } from "node:os";
import type { Kernels } from "../kernels/types.js";
import { Cache, cacheDirectory } from "../storage/index.js";
import type { Host } from "./host.js";
import { createOutput, type Output, type OutputStream } from "./output.js";
import { createProgress, type Progress } from "./progress.js";
import { interruptibly } from "./signals.js";

/** The surroundings of one run; each part is made when a command first asks for it. */
export interface Context {
  readonly host: Host;
  output(quiet?: boolean): Output;
  progress(quiet?: boolean): Progress;
  /**
   * @param choice the user's --cache: a directory, false for --no-cache, undefined for the platform's convention
   * @param megabytes the user's --cache-size
   */
  cache(choice: string | false | undefined, megabytes?: number): Cache | null;
  /** The compiled kernels where they run and their memory has sufficed so far; SEGINF_KERNELS=js takes the plain ones. */
  kernels(threads: number | undefined): Promise<Kernels>;
  /** From now on the plain kernels. False where those are in use already. */
  usePlainKernels(): boolean;
  /** From now on no threads besides this one, whatever is asked for. False where that is so already. */
  useOneThread(): boolean;
  /** Does work that writes files, so that a signal meanwhile leaves nothing half-written. */
  writing<T>(work: () => Promise<T>): Promise<T>;
  /** Removes the progress bar and ends threads, on every way out. */
  close(): void;
}

export function createContext(host: Host): Context {
  let quiet = false;
  let output: Output | undefined;
  let progress: Progress | undefined;
  let kernels: Kernels | undefined;
  let plain = host.env.SEGINF_KERNELS === "js";
  let alone = false;
  const context: Context = {
    host,
    output(isQuiet = quiet) {
      quiet = isQuiet;
      output ??= createOutput({ ...streams(host), quiet, around: (print) => context.progress().around(print) });
      return output;
    },
    progress(isQuiet = quiet) {
      quiet = isQuiet;
      progress ??= wrapping(createProgress({ stream: host.stderr, quiet }), host.stderr);
      return progress;
    },
    cache(choice, megabytes) {
      if (choice === false) return null;
      const directory = choice ?? cacheDirectory(host.env, host.platform, homedir());
      const limit = megabytes === undefined ? undefined : megabytes * 1e6;
      const cache = new InterruptibleCache(host, directory, (message) => context.output().warn(message), limit);
      if (plain) cache.kernels = "plain";
      return cache;
    },
    async kernels(threads) {
      const { createKernels } = await import("../kernels/index.js");
      kernels ??= createKernels({
        kind: plain ? "plain" : "auto",
        threads: alone ? 1 : threads,
        limit: memoryLimit(host),
      });
      return kernels;
    },
    usePlainKernels() {
      if (plain || kernels?.name === "plain") return false;
      plain = true;
      kernels?.close();
      kernels = undefined;
      return true;
    },
    useOneThread() {
      if (alone) return false;
      alone = true;
      kernels?.close();
      kernels = undefined;
      return true;
    },
    writing: (work) => interruptibly(host, work),
    close() {
      progress?.stop();
      kernels?.close();
    },
  };
  return context;
}

/** SEGINF_KERNEL_MEMORY, in MB: a bound on the compiled kernels' memory for machines that have less than 4 GB to spare. */
function memoryLimit({ env }: Host): number | undefined {
  const megabytes = Number(env.SEGINF_KERNEL_MEMORY);
  return megabytes > 0 && megabytes < 4096 ? megabytes * 1e6 : undefined;
}

class InterruptibleCache extends Cache {
  constructor(
    private readonly host: Host,
    ...where: ConstructorParameters<typeof Cache>
  ) {
    super(...where);
  }

  override store(...entry: Parameters<Cache["store"]>): Promise<void> {
    return interruptibly(this.host, () => super.store(...entry));
  }
}

const WRAP_LINES = "\x1b[?7h";

/** Bars turn the terminal's line wrapping off until they end; a run that is killed could not turn it on again. */
function wrapping(progress: Progress, stream: OutputStream): Progress {
  if (stream.isTTY !== true) return progress;
  return {
    async stage(name, total) {
      const stage = await progress.stage(name, total);
      stream.write(WRAP_LINES);
      return stage;
    },
    around: (print) => progress.around(print),
    stop: () => progress.stop(),
  };
}

function streams({ stdout, stderr, env }: Host) {
  return { stdout, stderr, env };
}
