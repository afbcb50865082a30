// npm run fuzz -- [--minutes N | --inputs N] [--seed S] [--only reader,audits,documents,models,commands,changes] [--first N]
// Feeds the built program inputs that are made at random, each from a seed of its own. Prints the run's seed; a failure is
// minimised, saved in fuzz-failures/, and named with the command that makes it again.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";

const FUZZERS = ["reader", "audits", "documents", "models", "commands", "changes"];
/** An input that takes more CPU time hangs, or one that waits so long, whatever else the machine does; in milliseconds. */
const LONGEST = { cpu: 120_000, wall: 1_200_000 };

const { values: options } = parseArgs({
  options: {
    minutes: { type: "string", default: "5" },
    inputs: { type: "string" },
    seed: { type: "string" },
    only: { type: "string", default: FUZZERS.join(",") },
    first: { type: "string", default: "0" },
  },
});
const names = options.only.split(",");
const unknown = names.find((name) => !FUZZERS.includes(name));
if (unknown !== undefined) throw new Error(`no fuzzer is called ${unknown}: ${FUZZERS.join(", ")}`);
const seed = Number(options.seed ?? Math.floor(Math.random() * 2 ** 32));
const first = Number(options.first);
const inputs = options.inputs === undefined ? Number.MAX_SAFE_INTEGER : first + Number(options.inputs);
const share =
  options.inputs === undefined ? (Number(options.minutes) * 60_000) / names.length : Number.POSITIVE_INFINITY;

const failures = resolve("fuzz-failures");
const scratch = mkdtempSync(join(tmpdir(), "seginf-fuzz-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));
process.chdir(scratch);

console.log(`seed ${seed}`);
let failed = false;
for (const name of names) {
  const { checked, outcomes, failure } = await run(name);
  const shown = Object.entries(outcomes).map(([outcome, count]) => `${count.toLocaleString("en-US")} ${outcome}`);
  console.log(`${name}: ${checked.toLocaleString("en-US")} inputs (${shown.join(", ")})${failure ? "; FAILED" : ""}`);
  if (failure === null) continue;
  failed = true;
  console.log(`  ${failure.fault.replaceAll("\n", "\n  ")}\n  ${save(name, failure)}`);
}
process.exitCode = failed ? 1 : 0;

function run(name) {
  const counter = new Int32Array(new SharedArrayBuffer(4));
  return new Promise((done) => {
    const workerData = { name, seed, inputs, until: Date.now() + share, counter, first };
    const worker = new Worker(new URL("./worker.mjs", import.meta.url), { workerData });
    // Minimising an input takes many checks, each of which counts.
    let [seen, since, before] = [-1, Date.now(), process.cpuUsage()];
    const watch = setInterval(() => {
      const now = Atomics.load(counter, 0);
      const { user, system } = process.cpuUsage(before);
      if (now !== seen) [seen, since, before] = [now, Date.now(), process.cpuUsage()];
      else if ((user + system) / 1000 > LONGEST.cpu)
        end({ n: now, fault: `no answer within ${LONGEST.cpu} ms of CPU` });
      else if (Date.now() - since > LONGEST.wall) end({ n: now, fault: `no answer within ${LONGEST.wall} ms` });
    }, 1000);
    const end = (failure) => {
      clearInterval(watch);
      worker.terminate();
      done({ checked: Atomics.load(counter, 0) - first, outcomes: {}, failure });
    };
    worker.on("error", (error) => end({ n: Atomics.load(counter, 0), fault: String(error.stack ?? error) }));
    worker.on("message", (result) => {
      clearInterval(watch);
      done(result);
    });
  });
}

/** Writes the minimised input, and says where it is and how to make it again. */
function save(name, { n, fault, input }) {
  const again = `npm run fuzz -- --only ${name} --seed ${seed} --first ${n} --inputs 1`;
  const directory = join(failures, `${name}-${seed}-${n}`);
  mkdirSync(directory, { recursive: true });
  const { files = {}, ...rest } = input ?? {};
  writeFileSync(join(directory, "fault.json"), `${JSON.stringify({ fault, again, ...rest }, null, 2)}\n`);
  for (const [file, bytes] of Object.entries(files)) writeFileSync(join(directory, file), bytes);
  return `saved in ${directory}; again: ${again}`;
}
