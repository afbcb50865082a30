/** Where in the user's input something is wrong. Lines count from 1. */
export interface Place {
  readonly file?: string | undefined;
  readonly line?: number | undefined;
}

/**
 * A failure that the user can fix. The command line prints `message` as one line on stderr and exits with code 2;
 * any other error is a bug of ours and keeps its stack.
 */
export class SeginfError extends Error {
  override readonly name = "SeginfError";

  /**
   * @param what what is wrong, as a clause without a full stop
   * @param hint what the user can do about it
   */
  constructor(
    readonly what: string,
    readonly place: Place = {},
    readonly hint: string = "",
    options?: { cause?: unknown },
  ) {
    super(oneLine(what, place, hint), options);
  }
}

function oneLine(what: string, { file, line }: Place, hint: string): string {
  const where = file === undefined ? "" : line === undefined ? `${file}: ` : `${file}:${line}: `;
  const text = hint === "" ? `${where}${what}` : `${where}${what}; ${hint}`;
  return text.replace(/\s*[\r\n]+\s*/g, " ");
}
