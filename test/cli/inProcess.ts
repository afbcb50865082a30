import { EventEmitter } from "node:events";
import { Readable, Writable } from "node:stream";
import type { Host } from "../../src/cli/host.js";
import { main } from "../../src/cli.js";
import type { Run } from "./run.js";

/** What a run may know of its process. */
interface Surroundings {
  readonly input: string | Buffer | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly constrainedMemory?: number | undefined;
}

/** The working directory is the whole process's, so runs wait for one another. */
let last: Promise<unknown> = Promise.resolve();

/** Runs a command line from the sources, its process being an object: quick, for nothing is started or loaded twice. */
export function runInProcess(args: readonly string[], surroundings: Surroundings): Promise<Run> {
  const run = last.then(() => runAlone(args, surroundings));
  last = run.catch(() => {});
  return run;
}

async function runAlone(args: readonly string[], { input, env, cwd, constrainedMemory }: Surroundings): Promise<Run> {
  const stdout = new Captured();
  const stderr = new Captured();
  const signals = new EventEmitter();
  const host: Host = {
    stdin: Readable.from(input === undefined || input.length === 0 ? [] : [Buffer.from(input)], { objectMode: false }),
    stdout,
    stderr,
    env,
    // Where the cache is follows from XDG_CACHE_HOME on every machine, so that no run finds its user's.
    platform: "linux",
    on: (event, listener) => signals.on(event, listener),
    off: (event, listener) => signals.off(event, listener),
    pid: process.pid,
    kill: (_pid, signal) => signals.emit(signal),
    exit: (code) => {
      throw new Error(`exit(${code}) in a run without signals`);
    },
    cwd: () => cwd,
    constrainedMemory: () => constrainedMemory,
  };
  const before = process.cwd();
  process.chdir(cwd);
  try {
    const code = await main([process.execPath, "seginf", ...args], host);
    return { code, stdout: stdout.text, stderr: stderr.text };
  } finally {
    process.chdir(before);
  }
}

/** A stream that keeps what is written to it. */
class Captured extends Writable {
  private readonly chunks: Buffer[] = [];

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.chunks.push(chunk);
    done();
  }

  get text(): string {
    return Buffer.concat(this.chunks).toString();
  }
}
