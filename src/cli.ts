import type { Host } from "./cli/host.js";
import { createWriter } from "./cli/writer.js";
import { SeginfError } from "./errors.js";
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
  // What a closed or full stderr does not take is lost, and nobody can be told.
  host.stderr.on("error", () => {});
  if (args.length === 1 && args.every((arg) => VERSION_FLAGS.includes(arg))) {
    return printVersion(host);
  }
  const { runProgram } = await import("./cli/program.js");
  return runProgram(argv, host, await import("./commands/index.js"));
}

async function printVersion({ stdout, stderr }: Host): Promise<number> {
  try {
    await createWriter(stdout)([`${version}\n`]);
    return 0;
  } catch (error) {
    if (!(error instanceof SeginfError)) throw error;
    stderr.write(`error: ${error.summary}\n`);
    return 2;
  }
}
