/** Where in the user's input something is wrong. Lines count from 1. */
export interface Place {
  readonly file?: string | undefined;
  readonly line?: number | undefined;
}

/**
 * A failure that the user can fix. The command line prints `message` on stderr and exits with code 2; any other error is
 * a bug of ours and keeps its stack. The message is one line, and one more for each of the faults that it sums up.
 */
export class SeginfError extends Error {
  override readonly name = "SeginfError";
  /** Single faults that this failure sums up, one line each; mostly none. */
  readonly faults: readonly string[];
  /** The first line of the message. */
  readonly summary: string;

  /**
   * @param what what is wrong, as a clause without a full stop
   * @param hint what the user can do about it
   */
  constructor(
    readonly what: string,
    readonly place: Place = {},
    readonly hint: string = "",
    options?: { readonly cause?: unknown; readonly faults?: readonly string[] },
  ) {
    const summary = summed(what, place, hint);
    const faults = (options?.faults ?? []).map(joined);
    super([summary, ...faults.map((fault) => `  ${fault}`)].join("\n"), options);
    this.faults = faults;
    this.summary = summary;
  }
}

function summed(what: string, { file, line }: Place, hint: string): string {
  const where = file === undefined ? "" : line === undefined ? `${file}: ` : `${file}:${line}: `;
  return joined(hint === "" ? `${where}${what}` : `${where}${what}; ${hint}`);
}

function joined(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, " ");
}
