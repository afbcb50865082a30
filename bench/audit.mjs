// Whole processes, as a user meets them: node bench/audit.mjs CORPUS_DIR [--only version,read,uner,xpos] [--repeats 3]
//   [--cache DIR] [--threads N]
// Wall and CPU seconds and peak memory of `seginf --version`, of reading 4 million tokens, of a cold and a cached audit
// of uner-ewt/train against uner-ewt/test, and of a cold audit of EWT XPOS, an old release against a recent development
// set. One JSON line a run, then a table of medians. --cache keeps the XPOS run's tagger and solves.
// Needs a build.
import { spawnSync } from "node:child_process";
import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { cli, corpora, measured, median, scratch, seginf, table } from "./lib/run.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: "string", default: "version,read,uner,xpos" },
    repeats: { type: "string", default: "3" },
    cache: { type: "string" },
    threads: { type: "string" },
    // How this script calls itself to read a file in a process of its own.
    read: { type: "string" },
  },
});

if (options.read !== undefined) {
  const { readCorpus } = await import("../dist/corpus/index.js");
  const start = performance.now();
  const corpus = await readCorpus(options.read, {});
  const within = (performance.now() - start) / 1000;
  console.log(JSON.stringify({ tokens: corpus.words.ids.length, within }));
  process.exit(0);
}
if (positionals.length !== 1) throw new Error("usage: node bench/audit.mjs CORPUS_DIR [--only NAMES] [--repeats N]");

const directory = scratch();
const corpus = corpora(positionals[0]);
const repeats = Number(options.repeats);
const threads = options.threads ? ["--threads", options.threads] : [];
const rows = [];

/** Runs it `times` times, tells each run, and adds the medians to the table. */
async function repeat(name, times, run) {
  const runs = [];
  for (let i = 0; i < times; i++) {
    const { out, err, ...figures } = await run(i);
    const stages = /time: (.*)/.exec(err ?? "")?.[1];
    console.log(JSON.stringify({ name, ...figures, ...(stages ? { stages } : {}) }));
    runs.push({ ...figures, stages });
  }
  const of = (key) => (runs[0][key] === undefined ? null : median(runs.map((one) => one[key])));
  const shown = (value, digits) => (value === null ? "" : value.toFixed(digits));
  const seconds = of("seconds");
  const row = [name, times, shown(seconds, seconds < 1 ? 3 : 1), shown(of("cpuSeconds"), 1), shown(of("peakMB"), 0)];
  rows.push([...row, runs.at(-1).stages ?? ""]);
}

/** A cold start for every run: its cache is new. */
const cold = (train, reference, flags) => (i) =>
  seginf(["audit", train, reference, "--exit-zero", "--cache", join(directory, `cold-${i}`), ...flags, ...threads], {
    directory,
  });

const stages = {
  async version() {
    await repeat("seginf --version", 5 * repeats, () => {
      const start = performance.now();
      spawnSync(process.execPath, [cli, "--version"]);
      return { seconds: (performance.now() - start) / 1000 };
    });
  },
  async read() {
    const file = join(directory, "large.conll");
    const once = readFileSync(corpus["uner-ewt"].train);
    for (let i = 0; i < 20; i++) appendFileSync(file, once);
    await repeat(`reading 4 M tokens, ${((20 * once.length) / 1e6).toFixed(0)} MB`, repeats, async () => {
      const run = await measured(fileURLToPath(import.meta.url), ["--read", file], { directory });
      return { ...run, ...JSON.parse(run.out) };
    });
  },
  async uner() {
    const { train, test } = corpus["uner-ewt"];
    await repeat("audit uner-ewt, cold", repeats, cold(train, test, []));
    await repeat("audit uner-ewt, cached", repeats, () => cold(train, test, [])(0));
  },
  async xpos() {
    const { old, dev, flags } = corpus["ewt-xpos"];
    const cache = options.cache ?? join(directory, "xpos");
    await repeat("audit EWT XPOS, cold", 1, () => cold(old, dev, [...flags, "--cache", cache])("xpos"));
    await repeat("audit EWT XPOS, cached", 1, () => cold(old, dev, [...flags, "--cache", cache])("xpos"));
  },
};
for (const stage of options.only.split(",")) await stages[stage]();
console.log(`\n${table(["what", "runs", "wall s", "CPU s", "peak MB", "of which"], rows)}`);
