import type { Host } from "./cli/host.js";
import { version } from "./version.js";

const VERSION_FLAGS = ["--version", "-V"];

/**
 * Runs the command line and returns the exit code. The version is printed without loading the commands, which takes as long
 * as starting Node does.
 *
 * @param host the process, or what stands for it in a test
 */
export async function main(argv: readonly string[], host: Host = process): Promise<number> {
  const [, , ...args] = argv;
  if (args.length === 1 && args.every((arg) => VERSION_FLAGS.includes(arg))) {
    host.stdout.write(`${version}\n`);
    return 0;
  }
  const { runProgram } = await import("./cli/program.js");
  return runProgram(argv, host, await import("./commands/index.js"));
}
