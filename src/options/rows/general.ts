import { COMMANDS } from "../commands.js";
import { flag, path } from "../kinds.js";
import { option } from "../row.js";

/** What remains. */
export const general = [
  option("--cache <dir>", path, "the cache's directory", {
    on: ["cache ls", "cache clear"],
    group: "Options",
    unset: "the user's cache directory",
  }),
  option("-q, --quiet", flag, "no notes and no progress bars; warnings stay", { on: COMMANDS, group: "Options" }),
] as const;
