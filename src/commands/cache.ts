import type { Command } from "commander";
import { counted } from "../report/numbers.js";
import type { Cache } from "../storage/index.js";
import type { Context } from "./context.js";
import { addQuiet, type QuietOption } from "./options.js";

interface CacheFlags extends QuietOption {
  readonly cache?: string;
}

const DIRECTORY = ["--cache <dir>", "the cache's directory (default: the user's cache directory)"] as const;

export function addCache(program: Command, context: Context): void {
  const command = program
    .command("cache")
    .summary("list or clear what audits keep")
    .description("look after the taggers and solves that audits keep");
  const open = (directory: string | undefined) => context.cache(directory) as Cache;
  addQuiet(
    command
      .command("ls")
      .description("list the entries, tab-separated: kind, bytes, what it is")
      .option(...DIRECTORY),
  ).action(async (flags: CacheFlags) => {
    const output = context.output(flags.quiet ?? false);
    const entries = await open(flags.cache).list();
    await output.write(entries.map(({ kind, bytes, description }) => `${kind}\t${bytes}\t${description}\n`));
    output.note(
      sizeOf(
        entries.length,
        entries.reduce((sum, { bytes }) => sum + bytes, 0),
      ),
    );
  });
  addQuiet(
    command
      .command("clear")
      .description("remove every entry")
      .option(...DIRECTORY),
  ).action(async (flags: CacheFlags) => {
    const output = context.output(flags.quiet ?? false);
    const { count, bytes } = await open(flags.cache).clear();
    output.note(`removed ${sizeOf(count, bytes)}`);
  });
}

function sizeOf(entries: number, bytes: number): string {
  return `${entries === 1 ? "1 entry" : `${entries} entries`}, ${counted(bytes, "byte")}`;
}
