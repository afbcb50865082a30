import type { CommandName } from "../../options/commands.js";
import { longName } from "../../options/row.js";
import { optionsOf } from "../../options/table.js";

/** An option as a shell completes it. */
export interface CompletedOption {
  /** "--model", "-m" */
  readonly names: readonly string[];
  readonly help: string;
  /** none: a flag. words: one of some. file: a path. other: something that nobody can guess. */
  readonly value: "none" | "words" | "file" | "other";
  readonly words: readonly string[];
}

export interface CompletedCommand {
  /** One word, or two for a subcommand. */
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CompletedOption[];
}

/** What there is to complete. */
export interface Completed {
  /** What may follow "seginf", with a summary: commands, and families of subcommands. */
  readonly first: readonly { readonly name: string; readonly summary: string }[];
  /** What may follow a family's name. */
  readonly families: ReadonlyMap<string, readonly { readonly name: string; readonly summary: string }[]>;
  readonly commands: readonly CompletedCommand[];
}

/** @throws Error where a subcommand's family is not declared */
export function familyOf<F>(families: Readonly<Record<string, F>>, name: string): F {
  const family = families[name];
  if (family === undefined) throw new Error(`the commands' family "${name}" is not declared`);
  return family;
}

/** Gathers it from the commands and the options table. */
export function completedFrom(
  commands: readonly { readonly name: CommandName; readonly summary: string }[],
  families: Readonly<Record<string, { readonly summary: string }>>,
): Completed {
  const first: { name: string; summary: string }[] = [];
  const members = new Map<string, { name: string; summary: string }[]>();
  for (const { name, summary } of commands) {
    const [family = name, member] = name.split(" ");
    if (member === undefined) first.push({ name, summary });
    else if (members.has(family)) members.get(family)?.push({ name: member, summary });
    else {
      members.set(family, [{ name: member, summary }]);
      first.push({ name: family, summary: familyOf(families, family).summary });
    }
  }
  const full = commands.map(({ name, summary }) => ({ name, summary, options: completedOptions(name) }));
  return { first, families: members, commands: full };
}

function completedOptions(command: CommandName): CompletedOption[] {
  return optionsOf(command).flatMap(({ flags, kind, help, details }) => {
    const short = /^-\w/.exec(flags)?.[0];
    const names = [`--${longName(flags)}`, ...(short === undefined ? [] : [short])];
    const words = kind.suggestions ?? kind.schema.enum ?? kind.schema.items?.enum ?? [];
    const value = !kind.parse ? "none" : words.length > 0 ? "words" : kind.relocate ? "file" : "other";
    const option: CompletedOption = { names, help, value, words };
    if (details.negated === undefined) return [option];
    const negated: CompletedOption = {
      names: [`--no-${longName(flags)}`],
      help: details.negated,
      value: "none",
      words: [],
    };
    return [option, negated];
  });
}
