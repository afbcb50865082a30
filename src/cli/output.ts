import type { Writable } from "node:stream";
import { Chalk } from "chalk";
import { visible } from "../report/visible.js";
import { createWriter } from "./writer.js";

/** A standard stream, or what stands for one in a test. */
export type OutputStream = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** Where output goes and how it may look. */
export interface OutputOptions {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly quiet: boolean;
  /** Prints while a progress bar is out of the way (`Progress.around`). */
  readonly around?: (print: () => void) => void;
}

/** The program's two voices: results on stdout, remarks on stderr. */
export interface Output {
  /** Whether stdout takes colour. */
  readonly color: boolean;
  /** Columns of the terminal behind stdout; 80 where there is none. */
  readonly width: number;
  /** Writes results at the reader's pace; ends quietly, without asking for more, once the reader has gone. */
  write(chunks: Iterable<string | Uint8Array>): Promise<void>;
  /** A remark, one line on stderr; silent when quiet. */
  note(message: string): void;
  /** A warning, one line on stderr, quiet or not. */
  warn(message: string): void;
  /** A failure, one line on stderr, and one more for each of its faults. */
  error(message: string, faults?: readonly string[]): void;
}

/** Decides colour and width for each stream and returns the ways to print. */
export function createOutput({ stdout, stderr, env, quiet, around = (print) => print() }: OutputOptions): Output {
  const paint = new Chalk({ level: takesColor(stderr, env) ? 1 : 0 });
  // A closed stderr has nobody to complain to, and without a listener it would end the run.
  stderr.on("error", () => {});
  const say = (line: string): void => around(() => stderr.write(`${line}\n`));
  return {
    color: takesColor(stdout, env),
    width: stdout.isTTY && stdout.columns ? stdout.columns : 80,
    write: createWriter(stdout),
    note: (message) => {
      if (!quiet) say(paint.dim(singleLine(message)));
    },
    warn: (message) => say(`${paint.yellow("warning:")} ${singleLine(message)}`),
    error(message, faults = []) {
      say(
        [`${paint.red("error:")} ${singleLine(message)}`, ...faults.map((fault) => `  ${singleLine(fault)}`)].join(
          "\n",
        ),
      );
    },
  };
}

/** NO_COLOR (no-color.org) over FORCE_COLOR over what the stream is. */
export function takesColor(stream: OutputStream, env: OutputOptions["env"]): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== "0" && env.FORCE_COLOR !== "false";
  return stream.isTTY === true && env.TERM !== "dumb";
}

/** Characters of a line on stderr: a message may quote labels and words, which are as long as a file makes them. */
const LONGEST_LINE = 4000;
/** Of those, the last: they say what to do. */
const LINE_END = 500;

function singleLine(message: string): string {
  const line = visible(message.trim().replace(/\s*[\r\n]+\s*/g, " "));
  if (line.length <= LONGEST_LINE) return line;
  return `${line.slice(0, LONGEST_LINE - LINE_END)} … ${line.slice(-LINE_END)}`;
}
