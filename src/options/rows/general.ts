import { COMMANDS } from "../commands.js";
import { directory, flag, path } from "../kinds.js";
import { option } from "../row.js";

/** General options. */
export const general = [
  option("--cache <dir>", directory, "the cache directory", {
    on: ["cache ls", "cache prune", "cache clear"],
    group: "Options",
    unset: "the user's cache directory",
  }),
  option("--config <file>", path, "read settings from this file", {
    on: COMMANDS,
    group: "Options",
    unset: "the nearest seginf.config.json, or seginf in package.json, here or above",
    negated: "ignore configuration files",
    onlyCommandLine: true,
  }),
  option("-q, --quiet", flag, "no notes and no progress bars; warnings stay", { on: COMMANDS, group: "Options" }),
] as const;
