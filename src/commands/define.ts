import { Argument, type Command } from "commander";
import type { CommandName } from "../options/commands.js";
import { declareOptions } from "../options/declare.js";
import type { FlagsOf } from "../options/table.js";
import type { Context } from "./context.js";

/** "<file>", "[file]" or "[files...]", and what it is. */
type ArgumentRow = readonly [usage: string, help: string];

type ArgumentValue<U> = U extends `${string}...${string}`
  ? readonly string[]
  : U extends `<${string}>`
    ? string
    : string | undefined;

/** A command: what help says of it, and what it does. Its options stand in src/options/rows/. */
export interface CommandSpec<N extends CommandName, A extends readonly ArgumentRow[]> {
  readonly name: N;
  /** A few words for the list of commands. */
  readonly summary: string;
  /** What it does, in one sentence. */
  readonly description: string;
  readonly arguments: A;
  /** Exit codes with what they mean here, where they are more than success and failure. */
  readonly exitCodes?: Readonly<Record<number, string>>;
  readonly examples: readonly string[];
  /**
   * Imports what computes by itself, so that other commands start fast.
   * @returns the exit code, 0 where it is nothing
   */
  run(
    context: Context,
    given: { readonly [I in keyof A]: ArgumentValue<A[I][0]> },
    flags: FlagsOf<N>,
  ): Promise<number | undefined> | Promise<void>;
}

/** A command whose types have been checked. */
export interface AnyCommand extends Omit<CommandSpec<CommandName, readonly ArgumentRow[]>, "run"> {
  run(context: Context, given: readonly unknown[], flags: unknown): Promise<number | undefined> | Promise<void>;
}

export function defineCommand<N extends CommandName, const A extends readonly ArgumentRow[]>(
  spec: CommandSpec<N, A>,
): AnyCommand {
  return spec as unknown as AnyCommand;
}

/**
 * Adds the command to its parent.
 *
 * @param done told the exit code
 */
export function addCommand(parent: Command, spec: AnyCommand, context: Context, done: (code: number) => void): void {
  const command = parent
    .command(spec.name.slice(spec.name.indexOf(" ") + 1))
    .summary(spec.summary)
    .description(spec.description);
  for (const [usage, help] of spec.arguments) command.addArgument(new Argument(usage, help));
  declareOptions(command, spec.name);
  command.addHelpText("after", afterwords(spec)).action(async (...all: unknown[]) => {
    // Commander hands over the arguments, the options, and itself.
    const code = await spec.run(context, all.slice(0, -2), command.opts());
    if (code !== undefined) done(code);
  });
}

function afterwords({ exitCodes, examples }: AnyCommand): string {
  const codes = Object.entries(exitCodes ?? {}).map(([code, meaning]) => `  ${code}  ${meaning}\n`);
  const parts = [
    codes.length > 0 ? `\nExit codes:\n${codes.join("")}` : "",
    examples.length > 0 ? `\nExamples:\n${examples.map((example) => `  ${example}\n`).join("")}` : "",
  ];
  return parts.join("").trimEnd();
}
