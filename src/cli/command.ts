import { dirname } from "node:path";
import { Argument, type Command, Help } from "commander";
import { SeginfError } from "../errors.js";
import { BRIEF } from "../options/brief.js";
import type { CommandName } from "../options/commands.js";
import { foldsOfSetting } from "../options/kinds.js";
import { keyOf } from "../options/row.js";
import { FILE_SETTINGS, type FileSetting } from "../options/settings.js";
import { type FlagsOf, optionsOf } from "../options/table.js";
import { removeLeftovers } from "../storage/index.js";
import { type Configuration, configurationFor } from "./config/effective.js";
import { CONFIG_NAME } from "./config/find.js";
import type { Context } from "./context.js";
import { declareOptions } from "./declareOptions.js";
import { fileBehind, filesNamed, textsIn } from "./runFiles.js";
import { startingAgain } from "./startingAgain.js";

/**
 * "<file>", "[file]" or "[files...]", and what it is. With a setting: where the command line gives none of the arguments
 * that have one, those of the configuration file stand in.
 */
type ArgumentRow = readonly [usage: string, help: string, setting?: FileSetting];

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
  /** Whether the arguments are no files. */
  readonly withoutFiles?: true;
  /** Whether these flags make it write its first argument again. */
  rewrites?(flags: FlagsOf<N>): boolean;
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
export interface AnyCommand extends Omit<CommandSpec<CommandName, readonly ArgumentRow[]>, "run" | "rewrites"> {
  rewrites?(flags: unknown): boolean;
  run(context: Context, given: readonly unknown[], flags: unknown): Promise<number | undefined> | Promise<void>;
}

/** Every command, and the words that stand before subcommands. */
export interface CommandTable {
  readonly commands: readonly AnyCommand[];
  readonly families: Readonly<Record<string, { readonly summary: string; readonly description: string }>>;
}

export function defineCommand<N extends CommandName, const A extends readonly ArgumentRow[]>(
  spec: CommandSpec<N, A>,
): AnyCommand {
  return spec as unknown as AnyCommand;
}

/**
 * Adds the command to its parent.
 *
 * @param isBrief whether help is asked for by -h, which shows the options that matter most
 * @param done receives the exit code
 */
export function addCommand(
  parent: Command,
  spec: AnyCommand,
  context: Context,
  isBrief: boolean,
  done: (code: number) => void,
): void {
  const command = parent
    .command(spec.name.slice(spec.name.indexOf(" ") + 1))
    .summary(spec.summary)
    .description(spec.description);
  for (const [usage, help] of spec.arguments) command.addArgument(new Argument(usage, help));
  declareOptions(command, spec.name);
  const brief = isBrief ? BRIEF[spec.name] : undefined;
  if (brief) showOnly(command, brief);
  const rest = brief ? `\n\nseginf ${spec.name} --help shows all ${optionsOf(spec.name).length} options.` : "";
  command.addHelpText("after", afterwords(spec) + rest).action(async (...all: unknown[]) => {
    const { config } = command.opts<{ config?: string | false }>();
    const configuration = await configurationFor(context.host.cwd(), config);
    configure(command, spec.name, configuration);
    // Commander hands over the arguments, the options, and itself.
    const given = withFiles(spec, all.slice(0, -2), configuration, command);
    await requireFiles(context, spec, given, configuration, command.opts());
    const code = await startingAgain(context, given, async () => spec.run(context, given, command.opts()));
    if (code !== undefined) done(code);
  });
}

/** Makes sure, before the work, that all that is written can be, and is none of what is read. */
async function requireFiles(
  context: Context,
  spec: AnyCommand,
  given: readonly unknown[],
  { file }: Configuration,
  flags: Readonly<Record<string, unknown>>,
): Promise<void> {
  const args = spec.withoutFiles ? [] : given.flatMap(textsIn);
  const named = filesNamed(spec.name, args, flags);
  await sweep(context, [...args, ...named.outputs], flags.quiet === true);
  const { host } = context;
  const isRewritten = spec.rewrites?.(flags) ?? false;
  if (named.outputs.length === 0 && !isRewritten && fileBehind(host.stdout) === null) return;
  const { expandFiles } = await import("../corpus/index.js");
  const { encoderFiles, requireSeparateFiles } = await import("./separate.js");
  const { requireWritable } = await import("./destination.js");
  const rewritten = isRewritten && args[0] && args[0] !== "-" ? await expandFiles(args[0]) : [];
  // What is written in place of a settings file may be the one that was found.
  const settings = file === null || spec.name === "init" ? [] : [file];
  const encoder = await encoderFiles(textsIn(flags.encoder));
  const inputs = [...named.inputs.slice(isRewritten ? 1 : 0), ...settings, ...encoder];
  const outputs = [...named.outputs, ...rewritten];
  await requireSeparateFiles({ ...named, inputs, outputs }, host);
  for (const output of outputs) await requireWritable(output);
}

/** Removes what killed runs left next to the files of this one. */
async function sweep(context: Context, files: readonly string[], quiet: boolean): Promise<void> {
  for (const directory of new Set(files.filter((file) => file !== "-").map((file) => dirname(file)))) {
    const { count } = await removeLeftovers(directory);
    const what = count === 1 ? "1 file that a killed run left" : `${count} files that killed runs left`;
    if (count > 0) context.output(quiet).note(`removed ${what} in ${directory}`);
  }
}

/** Leaves all other options out of the help. @param names long, without dashes */
function showOnly(command: Command, names: readonly string[]): void {
  const { visibleOptions } = new Help();
  command.configureHelp({
    visibleOptions: (one) =>
      visibleOptions.call(new Help(), one).filter(({ long }) => names.includes(long?.slice(2) ?? "")),
  });
}

/** Puts the configuration's values where the command line gave none. */
function configure(command: Command, name: CommandName, { values }: Configuration): void {
  for (const { flags, details } of optionsOf(name)) {
    const key = keyOf(flags);
    const configured = values.get(key);
    if (details.onlyCommandLine || !configured || command.getOptionValueSource(key) === "cli") continue;
    command.setOptionValueWithSource(key, configured.value, "config");
  }
}

/**
 * The arguments, those of the configuration where the command line gives none. In place of a reference it may ask for
 * cross-fit, which is an option; the command line's --reference goes before both.
 */
function withFiles(
  spec: AnyCommand,
  given: readonly unknown[],
  { values }: Configuration,
  command: Command,
): readonly unknown[] {
  if (given.some((value, i) => spec.arguments[i]?.[2] !== undefined && value !== undefined)) return given;
  const reference = values.get("reference")?.value;
  const folds = foldsOfSetting(reference);
  const isAsked = command.getOptionValueSource("reference") === "cli";
  if (folds !== undefined && !isAsked) command.setOptionValueWithSource("reference", folds, "config");
  return given.map((value, i) => {
    const setting = spec.arguments[i]?.[2];
    if (setting === "reference") return folds !== undefined || isAsked ? undefined : reference;
    return setting === undefined ? value : values.get(setting)?.value;
  });
}

/** @throws SeginfError where neither the command line nor the configuration names the file */
export function requireFile(file: string | undefined, setting: FileSetting): string {
  if (file !== undefined) return file;
  const hint = `name it on the command line, or set "${setting}" in ${CONFIG_NAME} (seginf init writes one)`;
  throw new SeginfError(`missing argument: ${setting}, ${FILE_SETTINGS[setting]}`, {}, hint);
}

function afterwords({ exitCodes, examples }: AnyCommand): string {
  const codes = Object.entries(exitCodes ?? {}).map(([code, meaning]) => `  ${code}  ${meaning}\n`);
  const parts = [
    codes.length > 0 ? `\nExit codes:\n${codes.join("")}` : "",
    examples.length > 0 ? `\nExamples:\n${examples.map((example) => `  ${example}\n`).join("")}` : "",
  ];
  return parts.join("").trimEnd();
}
