/** Names of the formats, as `--format` takes them. What makes them stands in registry.ts, which is loaded when needed. */
export const FORMATS = [
  "text",
  "json",
  "jsonl",
  "csv",
  "tsv",
  "sarif",
  "github",
  "gitlab",
  "junit",
  "markdown",
  "html",
] as const;

/** The name of an output format. */
export type FormatName = (typeof FORMATS)[number];

/**
 * Formats for programs that keep findings from run to run: they take every finding at or above the threshold, whatever
 * --limit says, and nothing below it. The others show as many candidates as --limit says.
 */
export const COMPLETE: readonly FormatName[] = ["sarif", "gitlab", "junit"];

/** Formats that are kept to work on later: beyond --limit they hold the findings that patterns are made of. */
export const KEPT: readonly FormatName[] = ["json", "html"];

/** Formats that hold findings and nothing else, so that they cannot say how many more there are. */
export const BARE: readonly FormatName[] = ["jsonl", "csv", "tsv"];

/** Formats that show the reference segments that a finding opposes; of the others, text does with --verbose. */
const WITH_OPPOSED: readonly FormatName[] = ["json", "jsonl", "csv", "tsv", "sarif", "junit", "html"];

/** Whether a report in this format shows what is solved for the first findings: what they oppose, and their self-influence. */
export function showsOpposed(format: FormatName, verbose: boolean): boolean {
  return WITH_OPPOSED.includes(format) || (format === "text" && verbose);
}

/** What a format is to be written to: a file, or null for standard output. */
export interface Destination {
  readonly format: FormatName;
  readonly file: string | null;
}

/** Reads NAME or NAME=FILE; undefined where there is no such format, or no file after the sign. */
export function parseDestination(given: string): Destination | undefined {
  const at = given.indexOf("=");
  const format = FORMATS.find((name) => name === (at < 0 ? given : given.slice(0, at)));
  if (format === undefined || at === given.length - 1) return undefined;
  return { format, file: at < 0 ? null : given.slice(at + 1) };
}
