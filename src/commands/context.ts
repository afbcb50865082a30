import { homedir } from "node:os";
import type { Readable } from "node:stream";
import type { Kernels } from "../kernels/types.js";
import { createOutput, type Output, type OutputStream } from "../output.js";
import { createProgress, type Progress } from "../progress.js";
import { abandonWrites, Cache, cacheDirectory } from "../storage/index.js";

/** What the commands may use of the process. */
export interface Host {
  readonly stdin: Readable;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  once(event: "SIGINT" | "SIGTERM", listener: () => void): unknown;
  exit(code: number): never;
}

/** The surroundings of one run; each part is made when a command first asks for it. */
export interface Context {
  readonly host: Host;
  output(quiet?: boolean): Output;
  progress(quiet?: boolean): Progress;
  /** @param choice the user's --cache: a directory, false for --no-cache, undefined for the platform's convention */
  cache(choice: string | false | undefined): Cache | null;
  kernels(threads: number | undefined): Promise<Kernels>;
  /** Removes the progress bar and ends threads, on every way out. */
  close(): void;
}

export function createContext(host: Host): Context {
  let quiet = false;
  let output: Output | undefined;
  let progress: Progress | undefined;
  let kernels: Kernels | undefined;
  const context: Context = {
    host,
    output(isQuiet = quiet) {
      quiet = isQuiet;
      output ??= createOutput({ ...streams(host), quiet, around: (print) => context.progress().around(print) });
      return output;
    },
    progress(isQuiet = quiet) {
      quiet = isQuiet;
      progress ??= createProgress({ stream: host.stderr, quiet });
      return progress;
    },
    cache(choice) {
      if (choice === false) return null;
      const directory = choice ?? cacheDirectory(host.env, host.platform, homedir());
      return new Cache(directory, (message) => context.output().warn(message));
    },
    async kernels(threads) {
      const { createKernels } = await import("../kernels/index.js");
      const kind = host.env.SEGINF_KERNELS === "js" ? "plain" : "auto";
      kernels ??= createKernels({ kind, ...(threads === undefined ? {} : { threads }) });
      return kernels;
    },
    close() {
      progress?.stop();
      kernels?.close();
    },
  };
  const interrupted = (code: number) => () => {
    abandonWrites();
    context.close();
    host.exit(code);
  };
  host.once("SIGINT", interrupted(130));
  host.once("SIGTERM", interrupted(143));
  return context;
}

function streams({ stdout, stderr, env }: Host) {
  return { stdout, stderr, env };
}
