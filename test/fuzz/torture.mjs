// npm run torture -- [--kills N] [--seed S]
// Kills runs at random times and at each step by which a file changes, starts several on one cache, and fills disks. After
// each: every file is as it was or as it should be, and the next run gives the output that an undisturbed one gives.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Random } from "./random.mjs";
import { faultOf, filesIn, folder, refill, runIn } from "./runs.mjs";

const { values: options } = parseArgs({
  options: { kills: { type: "string", default: "100" }, seed: { type: "string", default: "1" } },
});
const random = new Random(Number(options.seed));

const NAMES = [
  ["Anna", "B-PER"],
  ["Bruno", "B-PER"],
  ["Paris", "B-LOC"],
  ["Oslo", "B-LOC"],
  ["Acme", "B-ORG"],
];
const sentences = (count) =>
  Array.from({ length: count }, (_, i) => {
    const [[who, tag], [where, place]] = [NAMES[i % 5], NAMES[(i * 3 + 2) % 5]];
    return `${who}\t${tag}\nflew\tO\nto\tO\n${where}\t${i % 11 === 0 ? "B-ORG" : place}\n\n`;
  }).join("");
const CORPORA = {
  "train.conll": sentences(60),
  "reference.conll": sentences(20).replaceAll(/(Paris|Oslo)\tB-ORG/g, "$1\tB-LOC"),
};
const QUIET = ["--no-config", "-q"];
const AUDIT = ["audit", "train.conll", "reference.conll", ...QUIET, "--threads", "1", "--threshold", "0.2"];

const place = folder(CORPORA);
await runIn(place, [...AUDIT, "--format", "json", "-o", "report.json"]);
const report = filesIn(place)["report.json"];

/** What runs, and the files that it finds. */
const WORK = {
  audit: { args: [...AUDIT, "--format", "json", "-o", "report.json"], files: { ...CORPORA, "report.json": "{}\n" } },
  train: {
    args: ["train", "train.conll", "-m", "tagger.model", ...QUIET, "--threads", "1"],
    files: { ...CORPORA, "tagger.model": "old" },
  },
  baseline: { args: ["baseline", "write", ...AUDIT.slice(1)], files: CORPORA },
  fix: {
    args: ["fix", "train.conll", "report.json", "--in-place", "--min-score", "0.2", ...QUIET],
    files: { ...CORPORA, "report.json": report },
  },
};

const faults = [];
const summary = [];
const record = (what, fault) => fault !== null && faults.push(`${what}: ${fault}`);

/** Each file as it was or as it should be; and what a run that follows makes of it. */
async function requireWhole(what, { args, files }, done) {
  for (const [name, content] of Object.entries(filesIn(place))) {
    if (content !== files[name] && content !== done[name]) record(what, `${name} is neither old nor new`);
  }
  for (const name of Object.keys(files)) if (!(name in filesIn(place))) record(what, `${name} is lost`);
  const isFixed = args[0] === "fix" && filesIn(place)["train.conll"] === done["train.conll"];
  // What has been fixed is not fixed twice: the report no longer fits.
  const again = await runIn(place, args);
  record(`${what}, the next run`, isFixed && again.code === 2 ? null : faultOf(again));
  if (isFixed) return;
  const after = filesIn(place);
  for (const name of Object.keys(done))
    if (after[name] !== done[name]) record(`${what}, the next run`, `${name} differs`);
}

/** The files of an undisturbed run, and its steps. */
async function undisturbed({ args, files }) {
  refill(place, files);
  const steps = join(place, "..", `seginf-steps-${process.pid}`);
  const run = await runIn(place, args, { env: { SEGINF_TORTURE_STEPS: steps } });
  record(args[0], faultOf(run));
  return { done: filesIn(place), steps: Number(readFileSync(steps, "utf8")) };
}

const total = Number(options.kills);
const known = {};
for (const name of Object.keys(WORK)) known[name] = await undisturbed(WORK[name]);

// At each step, the steps of all commands in turn; half of the kills.
const places = Object.keys(WORK).flatMap((name) => Array.from({ length: known[name].steps }, (_, i) => [name, i + 1]));
let hits = 0;
const atSteps = Math.min(places.length, Math.ceil(total / 2));
for (let i = 0; i < atSteps; i++) {
  const [name, step] = places[Math.floor((i * places.length) / atSteps)];
  refill(place, WORK[name].files);
  const { signal } = await runIn(place, WORK[name].args, { env: { SEGINF_TORTURE_KILL: String(step) } });
  if (signal === "SIGKILL") hits++;
  await requireWhole(`${name} killed at step ${step}`, WORK[name], known[name].done);
}
summary.push(["kills at a rename, fsync, write or removal", atSteps, hits, `of ${places.length} such steps`]);

let [attempts, random_hits] = [0, 0];
for (; attempts < total - atSteps; attempts++) {
  const name = random.pick(Object.keys(WORK));
  const signal = random.pick(["SIGKILL", "SIGKILL", "SIGTERM", "SIGINT"]);
  const delay = random.below(900);
  refill(place, WORK[name].files);
  const run = await runIn(place, WORK[name].args, { stop: (child) => setTimeout(() => child.kill(signal), delay) });
  if (run.signal !== null || run.code > 2) random_hits++;
  await requireWhole(`${name}, ${signal} after ${delay} ms`, WORK[name], known[name].done);
}
summary.push(["signals at random times", attempts, random_hits, "SIGKILL, SIGTERM, SIGINT"]);

let runs = 0;
for (let round = 0; round < Math.max(1, Math.round(total / 50)); round++) {
  refill(place, CORPORA);
  const together = Array.from({ length: 4 }, (_, i) =>
    runIn(place, [...AUDIT, "--format", "json", "-o", `report${i}.json`]),
  );
  for (const run of await Promise.all(together)) record("runs on one cache", faultOf(run));
  const files = filesIn(place);
  for (let i = 0; i < 4; i++)
    if (files[`report${i}.json`] !== report) record("runs on one cache", `report${i}.json differs`);
  runs += 4;
}
summary.push(["runs at once on one cache", runs, runs, "four at a time"]);

let disks = 0;
const isMounted = (size, mode) =>
  spawnSync("mount", ["-t", "tmpfs", "-o", `size=${size},${mode}`, "tmpfs", place]).status === 0;
for (const [size, mode] of [
  ["4k", "rw"],
  ["16k", "rw"],
  ["64k", "rw"],
  ["128k", "rw"],
  ["256k", "rw"],
  ["512k", "rw"],
  ["4m", "ro"],
]) {
  for (const name of Object.keys(WORK)) {
    refill(place, {});
    const canMount = isMounted(size, "rw");
    // Without the right to mount, files are bounded in size: a write beyond fails as on a full disk.
    const bounded = canMount
      ? []
      : ["sh", "-c", 'ulimit -f "$0"; exec "$@"', String(Math.max(1, Number.parseInt(size, 10) * 2))];
    try {
      try {
        for (const [file, content] of Object.entries(WORK[name].files))
          spawnSync("tee", [join(place, file)], { input: content });
        if (canMount && mode === "ro") spawnSync("mount", ["-o", "remount,ro", place]);
        const before = filesIn(place);
        const run = await runIn(place, WORK[name].args, { prefix: bounded });
        record(`${name} on a disk of ${size} (${mode})`, run.signal === "SIGXFSZ" ? null : faultOf(run));
        const after = filesIn(place);
        for (const file of Object.keys(before)) {
          if (after[file] !== before[file] && after[file] !== known[name].done[file])
            record(`${name} on a disk of ${size}`, `${file} is lost`);
        }
        disks++;
      } finally {
        if (canMount) spawnSync("umount", [place]);
      }
    } catch (error) {
      record(`${name} on a disk of ${size}`, String(error));
    }
  }
}
summary.push(["runs on full and read-only disks", disks, disks, "4 kB to 512 kB, and read-only"]);

console.log("| | tried | hit | |\n|---|---|---|---|");
for (const row of summary) console.log(`| ${row.join(" | ")} |`);
for (const fault of faults) console.log(`FAULT ${fault}`);
console.log(`${faults.length} faults`);
process.exitCode = faults.length > 0 ? 1 : 0;
