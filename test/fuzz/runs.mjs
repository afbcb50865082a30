import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("../../bin/seginf.js", import.meta.url));
const PRELOAD = new URL("./kill.mjs", import.meta.url).href;
const LONGEST = 180_000;

/** Names of files that a killed run may leave: temporary files, which the next runs remove once they are old. */
const LEFTOVER = /^\.seginf-.*\.tmp$/;

/** Runs the built program in a process of its own. @param stop called with the process as soon as it runs */
export function runIn(cwd, args, { env = {}, prefix = [], stop = () => {} } = {}) {
  const [command, ...rest] = [...prefix, process.execPath, "--import", PRELOAD, PROGRAM, ...args];
  return new Promise((done, failed) => {
    const surroundings = {
      PATH: process.env.PATH,
      HOME: cwd,
      XDG_CACHE_HOME: join(cwd, "cache"),
      NO_COLOR: "1",
      ...env,
    };
    const child = spawn(command, rest, { cwd, env: surroundings, stdio: ["ignore", "pipe", "pipe"] });
    const text = { stdout: "", stderr: "" };
    child.stdout.on("data", (chunk) => (text.stdout += chunk));
    child.stderr.on("data", (chunk) => (text.stderr += chunk));
    let hung = false;
    const limit = setTimeout(() => {
      hung = true;
      child.kill("SIGKILL");
    }, LONGEST);
    child.on("error", failed);
    child.on("close", (code, signal) => {
      clearTimeout(limit);
      done({ code, signal, hung, ...text });
    });
    stop(child);
  });
}

/** A directory with these files, gone when the process ends. */
export function folder(files) {
  const directory = mkdtempSync(join(tmpdir(), "seginf-torture-"));
  process.on("exit", () => rmSync(directory, { recursive: true, force: true }));
  refill(directory, files);
  return directory;
}

/** The directory with these files and nothing else. */
export function refill(directory, files) {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content);
}

/** The user's files in a directory: neither the cache nor what a killed run has left. */
export function filesIn(directory) {
  const names = readdirSync(directory, { withFileTypes: true }).filter(
    (entry) => entry.isFile() && !LEFTOVER.test(entry.name),
  );
  return Object.fromEntries(names.map(({ name }) => [name, readFileSync(join(directory, name), "utf8")]));
}

/** What is wrong with a run that was not killed; null for nothing. */
export function faultOf({ code, signal, hung, stderr }) {
  if (hung) return "a hang";
  if (/\n {4}at |This is a bug in seginf/.test(stderr)) return `a stack: ${stderr.split("\n").slice(0, 2).join(" ")}`;
  if (signal !== null) return `ended by ${signal}`;
  return code === 2 && !/^error: /m.test(stderr) ? "code 2 without an error" : null;
}
