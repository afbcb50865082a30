/** Every command, a subcommand after its parent's name. The order is that of `seginf --help`. */
export const COMMANDS = [
  // One a line, so that two new ones do not collide.
  "audit",
  "batch",
  "worker",
  "explain",
  "inspect",
  "train",
  "tag",
  "evaluate",
  "validate",
  "score",
  "agreement",
  "fix",
  "report",
  "rule",
  "baseline write",
  "baseline update",
  "baseline check",
  "review",
  "export",
  "import",
  "cache ls",
  "cache prune",
  "cache clear",
  "init",
  "config",
  "completions",
] as const;

export type CommandName = (typeof COMMANDS)[number];

/** The commands that audit: whatever changes findings is an option of all of them. */
export const AUDITING = [
  "audit",
  "baseline write",
  "baseline update",
  "baseline check",
] as const satisfies readonly CommandName[];

/** The commands that read a corpus with its labels. */
export const READING = [
  ...AUDITING,
  "explain",
  "train",
  "evaluate",
  "validate",
  "score",
  "fix",
] as const satisfies readonly CommandName[];

/** The commands that may train a tagger. */
export const TRAINING = [...AUDITING, "explain", "train", "validate"] as const satisfies readonly CommandName[];

/** The commands that compute influence. */
export const INFLUENCE = [...AUDITING, "explain", "validate"] as const satisfies readonly CommandName[];
