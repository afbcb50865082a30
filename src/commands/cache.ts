import { defineCommand } from "../cli/command.js";
import type { Context } from "../cli/context.js";
import { counted } from "../report/numbers.js";
import { visible } from "../report/visible.js";
import type { Cache, Removed } from "../storage/index.js";

export const cacheLs = defineCommand({
  name: "cache ls",
  summary: "list the entries",
  description: "list the entries, tab-separated: kind, bytes, what it is",
  arguments: [],
  examples: ["seginf cache ls", "seginf cache ls --cache .seginf"],
  async run(context, _, flags) {
    const output = context.output(flags.quiet);
    const cache = open(context, flags.cache);
    const leftovers = await cache.sweep();
    const entries = await cache.list();
    await output.write(entries.map(({ kind, bytes, description }) => `${kind}\t${bytes}\t${visible(description)}\n`));
    output.note(
      sizeOf(
        entries.length,
        entries.reduce((sum, { bytes }) => sum + bytes, 0),
      ),
    );
    if (leftovers.count > 0) output.note(`removed ${leftoversOf(leftovers)}`);
  },
});

export const cachePrune = defineCommand({
  name: "cache prune",
  summary: "remove what was not used for longest",
  description: "remove the entries that were not used for longest, until the rest is within --cache-size",
  arguments: [],
  examples: ["seginf cache prune", "seginf cache prune --cache-size 500"],
  async run(context, _, flags) {
    const output = context.output(flags.quiet);
    const { count, bytes } = await open(context, flags.cache, flags.cacheSize).prune();
    output.note(`removed ${sizeOf(count, bytes)}`);
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
    const cache = open(context, flags.cache);
    const leftovers = await cache.sweep();
    const { count, bytes } = await cache.clear();
    output.note(`removed ${sizeOf(count, bytes)}`);
    if (leftovers.count > 0) output.note(`removed ${leftoversOf(leftovers)}`);
  },
});

function open(context: Context, directory: string | undefined, megabytes?: number): Cache {
  return context.cache(directory, megabytes) as Cache;
}

function sizeOf(entries: number, bytes: number): string {
  return `${entries === 1 ? "1 entry" : `${entries} entries`}, ${counted(bytes, "byte")}`;
}

function leftoversOf({ count, bytes }: Removed): string {
  return `${counted(count, "file")} that killed runs left, ${counted(bytes, "byte")}`;
}
