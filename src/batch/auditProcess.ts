import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** How the process of an audit ended. */
export type Outcome =
  /** It has a report, with findings that count or without. */
  | { readonly kind: "done"; readonly findings: boolean }
  /** It refused, in these words: the same would come of it again. */
  | { readonly kind: "refused"; readonly message: string }
  /** It was killed, or could not be started. */
  | { readonly kind: "killed"; readonly message: string };

/** Next to this file in the bundle that is published, in bin of a checkout. */
const bundled = new URL("./seginf.js", import.meta.url);
const PROGRAM = fileURLToPath(existsSync(bundled) ? bundled : new URL("../../bin/seginf.js", import.meta.url));

const running = new Set<ChildProcess>();

/** What an audit's process is given, and what it has to say. */
export interface ProcessHost {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Receives each warning of the audit. */
  warn(line: string): void;
}

/**
 * Runs `seginf …args` as a process of its own.
 *
 * @param directory where it runs
 */
export function runAudit(args: readonly string[], directory: string, { env, warn }: ProcessHost): Promise<Outcome> {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    cwd: directory,
    env: { ...env, NO_COLOR: "1" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  running.add(child);
  const stderr: Buffer[] = [];
  child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
  return new Promise((resolve) => {
    child.once("error", (error: NodeJS.ErrnoException) => {
      running.delete(child);
      resolve({ kind: "killed", message: `its process could not be started (${error.code ?? error.message})` });
    });
    child.once("close", (code, signal) => {
      running.delete(child);
      const lines = Buffer.concat(stderr).toString().split("\n");
      for (const line of lines) if (line.startsWith(WARNING)) warn(line.slice(WARNING.length));
      resolve(outcomeOf(code, signal, lines));
    });
  });
}

/** Ends the audits that run: for a handler of a signal that is about to exit. */
export function endAudits(): void {
  for (const child of running) child.kill("SIGTERM");
}

const WARNING = "warning: ";
const ERROR = "error: ";

function outcomeOf(code: number | null, signal: NodeJS.Signals | null, lines: readonly string[]): Outcome {
  if (code === 0 || code === 1) return { kind: "done", findings: code === 1 };
  const error = lines.find((line) => line.startsWith(ERROR))?.slice(ERROR.length);
  if (code === 2) return { kind: "refused", message: error ?? lines.find((line) => line !== "") ?? "it failed" };
  const how = signal === null ? `with exit code ${code}` : `by ${signal}`;
  return { kind: "killed", message: `its process was ended ${how}; it may need more memory than there is` };
}
