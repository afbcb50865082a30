import { type Command, Option } from "commander";
import type { CommandName } from "../options/commands.js";
import { GROUPS, keyOf, longName, type Row } from "../options/row.js";
import { optionsOf } from "../options/table.js";

/** Gives a command of commander's the options that the table has for it. */
export function declareOptions(command: Command, name: CommandName): void {
  const rows = optionsOf(name);
  for (const group of GROUPS) {
    const heading = `${group}:`;
    command.optionsGroup(heading);
    for (const row of rows.filter(({ details }) => details.group === group)) {
      command.addOption(optionFrom(row));
      const { negated } = row.details;
      if (negated !== undefined) command.option(`--no-${longName(row.flags)}`, negated);
      // A flag that a configuration file sets can be taken back.
      else if (row.kind.parse === undefined && !row.details.onlyCommandLine) {
        command.addOption(new Option(`--no-${longName(row.flags)}`).hideHelp());
      }
    }
  }
}

function optionFrom({ flags, kind, help, details }: Row): Option {
  const { default: value, unset, required, conflicts } = details;
  const option = new Option(flags, value === undefined && unset !== undefined ? `${help} (default: ${unset})` : help);
  const words = kind.schema.enum ?? kind.schema.items?.enum;
  // Sets the list that help shows; the kind's own parser goes on top.
  if (words) option.choices(words);
  const { parse, isList } = kind;
  if (parse) {
    let given: readonly unknown[] = [];
    option.argParser((text) => {
      if (!isList) return parse(text);
      given = [...given, ...(parse(text) as readonly unknown[])];
      return given;
    });
  }
  if (value !== undefined) option.default(value, unset);
  if (required) option.makeOptionMandatory();
  if (conflicts) option.conflicts(conflicts.map((other) => keyOf(other)));
  return option;
}
