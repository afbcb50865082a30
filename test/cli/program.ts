import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runInProcess } from "./inProcess.js";
import type { Run } from "./run.js";

/** The built program: `npm test` builds it first. */
export const PROGRAM = fileURLToPath(new URL("../../bin/seginf.js", import.meta.url));

/** What a run is given besides its arguments. */
export interface Given {
  readonly input?: string | Buffer | undefined;
  readonly env?: Record<string, string> | undefined;
  /** Where it runs, within the desk's directory. */
  readonly cwd?: string | undefined;
  /** Bytes that the system grants the run; no limit where absent. In this process only. */
  readonly constrainedMemory?: number | undefined;
}

/** A directory for a file's runs, with a cache and a home of its own, removed at the end. */
export class Desk {
  readonly directory = mkdtempSync(join(tmpdir(), "seginf-cli-"));
  readonly cache = join(this.directory, ".cache", "seginf");

  constructor(files: Readonly<Record<string, string | Buffer>> = {}) {
    for (const [name, content] of Object.entries(files)) this.write(name, content);
  }

  write(name: string, content: string | Buffer): void {
    writeFileSync(join(this.directory, name), content);
  }

  read(name: string): string {
    return readFileSync(join(this.directory, name), "utf8");
  }

  /** Runs `seginf …args` in this process, from the sources. */
  run(args: readonly string[], { input, env, cwd = ".", constrainedMemory }: Given = {}): Promise<Run> {
    const where = { env: this.environment(env), cwd: join(this.directory, cwd) };
    return runInProcess(args, { input, ...where, constrainedMemory });
  }

  /** Starts the built program as a process of its own: for what only a process has. */
  start(args: readonly string[], { input, env, cwd }: Given = {}): Run {
    return this.spawn(process.execPath, [PROGRAM, ...args], { input, env, cwd });
  }

  /** Runs a line of shell in which `seginf` is the built program. */
  shell(line: string): Run {
    return this.spawn("sh", ["-c", `seginf() { '${process.execPath}' '${PROGRAM}' "$@"; }\n${line}`], {});
  }

  environment(env: Record<string, string> = {}): Record<string, string> {
    const { PATH = "", SystemRoot = "" } = process.env;
    const home = this.directory;
    return { PATH, SystemRoot, HOME: home, LOCALAPPDATA: home, XDG_CACHE_HOME: join(home, ".cache"), ...env };
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  private spawn(command: string, args: string[], { input = "", env, cwd = "." }: Given): Run {
    const { status, stdout, stderr, error } = spawnSync(command, args, {
      cwd: join(this.directory, cwd),
      env: this.environment(env),
      input,
      encoding: "utf8",
      maxBuffer: 1 << 26,
    });
    if (error) throw error;
    return { code: status, stdout, stderr };
  }
}

/** Figures as `#`, so that a snapshot holds what is said and not how the ranking is tuned. */
export function withoutFigures(text: string): string {
  return text.replace(/-?\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?/g, "#");
}

/** A value's shape: the keys of objects, and the types of what they hold. */
export function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])];
  if (value === null) return "null";
  if (typeof value !== "object") return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]));
}
