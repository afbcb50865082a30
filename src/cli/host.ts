import type { Readable } from "node:stream";
import type { OutputStream } from "./output.js";

/** What the commands may use of the process. */
export interface Host {
  readonly stdin: Readable;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly pid: number;
  on(event: NodeJS.Signals, listener: () => void): unknown;
  off(event: NodeJS.Signals, listener: () => void): unknown;
  kill(pid: number, signal: NodeJS.Signals): unknown;
  exit(code: number): never;
  cwd(): string;
  /** Bytes that the system grants the process; 0 or absent where it sets no limit. */
  constrainedMemory?(): number | undefined;
}
