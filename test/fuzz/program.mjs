import { EventEmitter } from "node:events";
import { Readable, Writable } from "node:stream";
import { main } from "../../dist/cli.js";

/** What a fuzzer has found: a property that an input breaks. */
export class Fault extends Error {}

class Kept extends Writable {
  #chunks = [];
  _write(chunk, _encoding, done) {
    this.#chunks.push(chunk);
    done();
  }
  get text() {
    return Buffer.concat(this.#chunks).toString();
  }
}

/** Runs a command line of the built program in this process. @throws Fault where it breaks what every run promises */
export async function runProgram(args, { cache = null } = {}) {
  const [stdout, stderr, signals] = [new Kept(), new Kept(), new EventEmitter()];
  const host = {
    ...{ stdin: Readable.from([]), stdout, stderr, platform: "linux" },
    env: { HOME: process.cwd(), XDG_CACHE_HOME: cache ?? process.cwd() },
    on: (event, listener) => signals.on(event, listener),
    off: (event, listener) => signals.off(event, listener),
    exit: (code) => {
      throw new Fault(`exit(${code}) without a signal`);
    },
    cwd: () => process.cwd(),
  };
  const code = await main([process.execPath, "seginf", ...args], host);
  const run = { code, stdout: stdout.text, stderr: stderr.text };
  requirePromises(run, args[0]);
  return run;
}

const CONTROL = /[\p{Cc}--[\n\t]]/v;

/** An error is one line and more for its faults, code 2, and nothing on stdout; no run ends in a stack or sends escapes. */
function requirePromises({ code, stdout, stderr }, command) {
  if (/This is a bug in seginf|\n {4}at /.test(stderr)) throw new Fault(`a stack: ${stderr.split("\n")[0]}`);
  if (![0, 1, 2].includes(code)) throw new Fault(`exit code ${code}`);
  if (CONTROL.test(stderr)) throw new Fault("a control character on stderr");
  const errors = stderr.split("\n").filter((line) => line.startsWith("error: "));
  // Without a command, or with help on none, the usage is the answer.
  const isUsage = errors.length === 0 && /^Usage: /m.test(stderr);
  if (code === 2 && errors.length !== 1 && !isUsage) throw new Fault(`code 2 with ${errors.length} error lines`);
  // A batch reports on every audit, also where one has failed.
  if (code === 2 && stdout !== "" && command !== "batch") throw new Fault("code 2 with results on stdout");
  if (code !== 2 && errors.length > 0) throw new Fault(`code ${code} with an error: ${errors[0]}`);
}
