import type { Command } from "commander";
import type { Cache } from "../storage/index.js";
import type { Context } from "./context.js";

export function addCache(program: Command, context: Context): void {
  const command = program.command("cache").description("look after the taggers and solves that audits keep");
  const open = (directory: string | undefined) => context.cache(directory) as Cache;
  command
    .command("ls")
    .description("list the entries: kind, bytes, what it is")
    .option("--cache <dir>", "the cache's directory (default: the user's cache directory)")
    .action(async (flags: { readonly cache?: string }) => {
      const entries = await open(flags.cache).list();
      await context
        .output()
        .write(entries.map(({ kind, bytes, description }) => `${kind}\t${bytes}\t${description}\n`));
    });
  command
    .command("clear")
    .description("remove every entry")
    .option("--cache <dir>", "the cache's directory (default: the user's cache directory)")
    .action(async (flags: { readonly cache?: string }) => {
      const { count, bytes } = await open(flags.cache).clear();
      context.output().note(`removed ${count} entries, ${bytes} bytes`);
    });
}
