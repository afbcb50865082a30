import type { CommandName } from "./commands.js";

/** The options that -h shows of a command, by their long names; all where it is not listed. --help always shows all. */
export const BRIEF: Readonly<Partial<Record<CommandName, readonly string[]>>> = {
  audit: [
    "label-column",
    "reference",
    "threshold",
    "limit",
    "select",
    "ignore",
    "baseline",
    "diff-base",
    "statistics",
    "group-by",
    "verbose",
    "fix",
    "exit-zero",
    "format",
    "output",
  ],
};
