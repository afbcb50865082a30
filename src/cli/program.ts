import { Command, CommanderError } from "commander";
import { SeginfError } from "../errors.js";
import { allocationFailure } from "../storage/allocation.js";
import { version } from "../version.js";
import { addCommand, type CommandTable } from "./command.js";
import { familyOf } from "./completions/model.js";
import { createContext } from "./context.js";
import type { Host } from "./host.js";
import type { OutputStream } from "./output.js";

/** Exit codes: nothing at or above the threshold, findings, failure. */
export const EXIT = { clean: 0, findings: 1, failure: 2 } as const;

const EXAMPLES = [
  "seginf audit train.conll dev.conll",
  "seginf audit train.conll dev.conll --format html=report.html",
  "seginf audit train.conll dev.conll --format json -o findings.json",
  "seginf review findings.json",
  "seginf fix train.conll verdicts.json --in-place",
  "seginf init && seginf baseline write",
];

/** Runs a command line with these commands and returns the exit code. */
export async function runProgram(
  argv: readonly string[],
  host: Host,
  { commands, families }: CommandTable,
): Promise<number> {
  const context = createContext(host);
  let exitCode: number = EXIT.clean;
  const help: string[] = [];
  const program = new Command("seginf")
    .description("Find the annotation errors that teach your tagger wrong.")
    .version(version, "-V, --version")
    .usage("<command> [options]")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => help.push(text),
      writeErr: (text) => host.stderr.write(text),
      getOutHelpWidth: () => widthOf(host.stdout),
      getErrHelpWidth: () => widthOf(host.stderr),
    })
    .addHelpText(
      "after",
      `\nExamples:\n${EXAMPLES.map((line) => `  ${line}\n`).join("")}\nseginf <command> --help shows the options of a command, with examples.`,
    );
  const isBrief = argv.includes("-h") && !argv.includes("--help");
  for (const command of commands) {
    addCommand(parentOf(program, command.name, families), command, context, isBrief, (code) => {
      exitCode = code;
    });
  }
  for (const command of [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)]) {
    const hint = `${fullName(command)} --help lists the ${command.commands.length > 0 ? "commands" : "options"}`;
    const outputError = (text: string): void => context.output().error(`${oneLine(text)}; ${hint}`);
    command.configureOutput({ ...command.configureOutput(), outputError });
  }
  try {
    const code = await parsed(program, argv);
    await context.output().write(help);
    return code ?? exitCode;
  } catch (error) {
    const known = allocationFailure(error) ?? error;
    if (known instanceof SeginfError) context.output().error(known.summary, known.faults);
    else host.stderr.write(`${stackOf(error)}\nThis is a bug in seginf ${version}: please report it.\n`);
    return EXIT.failure;
  } finally {
    context.close();
  }
}

/** Runs what the command line says. The exit code where commander ends it: with help, or for a mistake. */
async function parsed(program: Command, argv: readonly string[]): Promise<number | undefined> {
  try {
    await program.parseAsync([...argv]);
    return undefined;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT.clean : EXIT.failure;
  }
}

/** The program itself, or the family that a subcommand belongs to. */
function parentOf(program: Command, name: string, families: CommandTable["families"]): Command {
  const [family = name, subcommand] = name.split(" ");
  if (subcommand === undefined) return program;
  const { summary, description } = familyOf(families, family);
  return (
    program.commands.find((command) => command.name() === family) ??
    program.command(family).summary(summary).description(description)
  );
}

/** Commander's "error: unknown command 'audi'\n(Did you mean audit?)" as a line without its first word and full stop. */
function oneLine(text: string): string {
  return text
    .trim()
    .replace(/^error: /, "")
    .replace("\n(Did you mean", " (did you mean")
    .replace(/\.$/, "");
}

/** Columns of a terminal; Commander's own choice, 80, where the stream is none. */
function widthOf({ isTTY, columns }: OutputStream): number {
  return (isTTY ? columns : undefined) ?? 80;
}

function fullName(command: Command): string {
  return command.parent ? `${fullName(command.parent)} ${command.name()}` : command.name();
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
