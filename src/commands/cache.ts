import { defineCommand } from "../cli/command.js";
import type { Context } from "../cli/context.js";
import { counted } from "../report/numbers.js";
import { visible } from "../report/visible.js";
import type { Cache } from "../storage/index.js";

export const cacheLs = defineCommand({
  name: "cache ls",
  summary: "list the entries",
  description: "list the entries, tab-separated: kind, bytes, what it is",
  arguments: [],
  examples: ["seginf cache ls", "seginf cache ls --cache .seginf"],
  async run(context, _, flags) {
    const output = context.output(flags.quiet);
    const entries = await open(context, flags.cache).list();
    await output.write(entries.map(({ kind, bytes, description }) => `${kind}\t${bytes}\t${visible(description)}\n`));
    output.note(
      sizeOf(
        entries.length,
        entries.reduce((sum, { bytes }) => sum + bytes, 0),
      ),
    );
  },
});

export const cacheClear = defineCommand({
  name: "cache clear",
  summary: "remove every entry",
  description: "remove every entry",
  arguments: [],
  examples: ["seginf cache clear"],
  async run(context, _, flags) {
    const output = context.output(flags.quiet);
    const { count, bytes } = await open(context, flags.cache).clear();
    output.note(`removed ${sizeOf(count, bytes)}`);
  },
});

function open(context: Context, directory: string | undefined): Cache {
  return context.cache(directory) as Cache;
}

function sizeOf(entries: number, bytes: number): string {
  return `${entries === 1 ? "1 entry" : `${entries} entries`}, ${counted(bytes, "byte")}`;
}
