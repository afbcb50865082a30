import { Command, CommanderError } from "commander";
import { addAudit } from "./commands/audit.js";
import { addCache } from "./commands/cache.js";
import { createContext } from "./commands/context.js";
import { addEvaluate } from "./commands/evaluate.js";
import { addTag } from "./commands/tag.js";
import { addTrain } from "./commands/train.js";
import { SeginfError } from "./errors.js";
import { version } from "./version.js";

/** Exit codes: nothing at or above the threshold, findings, failure. */
export const EXIT = { clean: 0, findings: 1, failure: 2 } as const;

/** Runs the command line and returns the exit code. Here, and here alone, the process and its streams are touched. */
export async function main(argv: readonly string[]): Promise<number> {
  const context = createContext(process);
  let exitCode: number = EXIT.clean;
  const program = new Command("seginf")
    .description("Find the annotation errors that teach your tagger wrong.")
    .version(version, "-V, --version")
    .showHelpAfterError("(seginf --help lists the commands and options)")
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, "error: ")) });
  const commands = [addAudit, addTrain, addTag, addEvaluate, addCache];
  for (const add of commands) {
    add(program, context, (code) => {
      exitCode = code;
    });
  }
  try {
    await program.parseAsync([...argv]);
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.clean : EXIT.failure;
    if (!(error instanceof SeginfError)) throw error;
    context.output().error(error.message);
    return EXIT.failure;
  } finally {
    context.close();
  }
}
