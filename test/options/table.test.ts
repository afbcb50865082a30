import { Option } from "commander";
import { commands, families } from "../../src/commands/index.js";
import { COMMANDS } from "../../src/options/commands.js";
import { keyOf, type Row } from "../../src/options/row.js";
import { defaultOf, type FlagsOf, OPTIONS, optionsOf } from "../../src/options/table.js";

const rows: readonly Row[] = OPTIONS;

it("has options for commands that are there, and all of them", () => {
  expect(commands.map(({ name }) => name)).toEqual(COMMANDS);
  const parents = COMMANDS.filter((name) => name.includes(" ")).map((name) => name.split(" ")[0]);
  expect(new Set(parents)).toEqual(new Set(Object.keys(families)));
});

it.each(COMMANDS)("gives %s each option once", (command) => {
  const keys = optionsOf(command).map(({ flags }) => keyOf(flags));
  expect(new Set(keys).size).toBe(keys.length);
  const letters = optionsOf(command).flatMap(({ flags }) => /^-(\w),/.exec(flags)?.[1] ?? []);
  expect(new Set(letters).size).toBe(letters.length);
});

it.each(rows.map((row) => [row.flags, row] as const))("%s: names, values and defaults are in keeping", (flags, row) => {
  expect(new Option(flags).attributeName()).toBe(keyOf(flags));
  expect(flags.includes("<")).toBe(row.kind.parse !== undefined);
  const { default: value, conflicts = [] } = row.details;
  if (value !== undefined && row.kind.parse) expect(row.kind.parse(String(value))).toEqual(value);
  for (const command of row.details.on) {
    const others = optionsOf(command).map(({ flags }) => keyOf(flags));
    for (const other of conflicts) expect(others).toContain(keyOf(other));
  }
});

it("says one thing of a key in a configuration file, whatever the command", () => {
  const schemas = new Map<string, unknown>();
  for (const { flags, kind, details } of rows) {
    if (details.onlyCommandLine) continue;
    const known = schemas.get(keyOf(flags));
    if (known) expect({ flags, schema: kind.schema }).toEqual({ flags, schema: known });
    schemas.set(keyOf(flags), kind.schema);
  }
});

it("types what a command is given", () => {
  const flags = {} as FlagsOf<"audit">;
  const limit: () => number = () => flags.limit;
  const scheme: () => string | undefined = () => flags.scheme;
  const cache: () => string | false | undefined = () => flags.cache;
  const given = {} as FlagsOf<"tag">;
  // @ts-expect-error tag has no limit
  const none = () => given.limit;
  // @ts-expect-error nor can a command take what it was not given
  const model: () => string = () => flags.model;
  expect([limit, scheme, cache, none, model]).toHaveLength(5);
  expect(defaultOf("audit", "limit")).toBe(25);
});
