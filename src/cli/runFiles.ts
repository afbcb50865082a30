import { type BigIntStats, fstatSync } from "node:fs";
import type { CommandName } from "../options/commands.js";
import type { Kind } from "../options/kinds.js";
import { keyOf } from "../options/row.js";
import { optionsOf } from "../options/table.js";

/** What a run reads and writes, by the names that the user gave. */
export interface RunFiles {
  /** Files and patterns; "-" for standard input. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Whether a result goes to standard output as well, where there may be files. */
  readonly prints: boolean;
}

/** Options that name a file which is read and written again. */
const UPDATED: Partial<Record<CommandName, string>> = {
  "baseline write": "baseline",
  "baseline update": "baseline",
  fix: "verdicts",
};

/**
 * The files that a command line names. Which options are files, and which of them are written, the table says.
 *
 * @param args the arguments that are files
 */
export function filesNamed(
  name: CommandName,
  args: readonly string[],
  flags: Readonly<Record<string, unknown>>,
): RunFiles {
  const inputs = [...args];
  const outputs: string[] = [];
  for (const { flags: spelling, kind, details } of optionsOf(name)) {
    const key = keyOf(spelling);
    // The configuration file has been found already.
    if (kind.relocate === undefined || kind.isDirectory || key === "config") continue;
    // Has a default, and is a file of a review alone.
    if (key === "verdicts" && flags.interactive !== true) continue;
    const files = textsIn(flags[key]).flatMap((value) => filesIn(kind, value));
    (details.group === "Output" || UPDATED[name] === key ? outputs : inputs).push(...files);
  }
  const isBare = name === "validate" || (name === "audit" && textsIn(flags.format).some((one) => !one.includes("=")));
  return { inputs, outputs, prints: isBare && flags.output === undefined };
}

/** The files that a value of an option names: those that move with a configuration file. */
function filesIn({ relocate }: Kind<unknown>, value: string): string[] {
  const files: string[] = [];
  relocate?.(value, (file) => {
    files.push(file);
    return file;
  });
  return files;
}

/** The texts of a value: itself, or those of a list. */
export function textsIn(value: unknown): string[] {
  return [value].flat().filter((one): one is string => typeof one === "string");
}

/** A regular file, whatever it is called; null for what is none. */
export function identityOf(found: BigIntStats): string | null {
  return found.isFile() ? `${found.dev}:${found.ino}` : null;
}

/** The file behind a standard stream, null where it is none. */
export function fileBehind(stream: object): string | null {
  const { fd } = stream as { readonly fd?: unknown };
  if (typeof fd !== "number") return null;
  try {
    return identityOf(fstatSync(fd, { bigint: true }));
  } catch {
    // Closed.
    return null;
  }
}
