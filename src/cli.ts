import { version } from "./version.js";

const VERSION_FLAGS = ["--version", "-V"];

/**
 * Runs the command line and returns the exit code. Here, and here alone, the process and its streams are touched.
 * The version is told without loading the commands, which takes as long as starting Node does.
 */
export async function main(argv: readonly string[]): Promise<number> {
  const [, , ...args] = argv;
  if (args.length === 1 && VERSION_FLAGS.includes(args[0])) {
    process.stdout.write(`${version}\n`);
    return 0;
  }
  const { runProgram } = await import("./cli/program.js");
  return runProgram(argv, process, await import("./commands/index.js"));
}
