import type { Completed, CompletedOption } from "./model.js";

/** A completion script for fish. */
export function fish({ first, families, commands }: Completed): string {
  const lines = ["# fish completion for seginf: seginf completions fish | source"];
  const add = (condition: string, rest: string): void => {
    lines.push(`complete -c seginf -n ${quoted(condition)} ${rest}`);
  };
  for (const { name, summary } of first) add("__fish_use_subcommand", `-f -a ${name} -d ${quoted(summary)}`);
  for (const [family, members] of families) {
    const names = members.map(({ name }) => name).join(" ");
    const condition = `__fish_seen_subcommand_from ${family}; and not __fish_seen_subcommand_from ${names}`;
    for (const { name, summary } of members) add(condition, `-f -a ${name} -d ${quoted(summary)}`);
  }
  for (const { name, options } of commands) {
    const condition = name
      .split(" ")
      .map((word) => `__fish_seen_subcommand_from ${word}`)
      .join("; and ");
    for (const option of options) add(condition, described(option));
  }
  return `${lines.join("\n")}\n`;
}

function described({ names, help, value, words }: CompletedOption): string {
  const flags = names.map((name) => (name.startsWith("--") ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  const taken = { none: "", words: ` -x -a ${quoted(words.join(" "))}`, file: " -r -F", other: " -x" }[value];
  return `${flags.join(" ")}${taken} -d ${quoted(help)}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
