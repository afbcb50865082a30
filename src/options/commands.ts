/** Every command, a subcommand after its parent's name. The order is that of `seginf --help`. */
export const COMMANDS = [
  // One a line, so that two new ones do not collide.
  "audit",
  "explain",
  "train",
  "tag",
  "evaluate",
  "validate",
  "score",
  "fix",
  "report",
  "cache ls",
  "cache clear",
  "init",
  "config",
] as const;

export type CommandName = (typeof COMMANDS)[number];

/** The commands that read a corpus with its labels. */
export const READING = [
  "audit",
  "explain",
  "train",
  "evaluate",
  "validate",
  "score",
  "fix",
] as const satisfies readonly CommandName[];

/** The commands that may train a tagger. */
export const TRAINING = ["audit", "explain", "train", "validate"] as const satisfies readonly CommandName[];

/** The commands that work out influence. */
export const INFLUENCE = ["audit", "explain", "validate"] as const satisfies readonly CommandName[];
