// Whole processes on one pair of files: node bench/pair.mjs --corpus DIR [--repeats 5] [--threads N] [--label-column X]
// `seginf --version`, a cold audit and the same again with its cache. One JSON line a run, then a table of medians.
// Needs a build.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { filesOf, median, scratch, seginf, table } from "./lib/run.mjs";

const { values: options } = parseArgs({
  options: {
    corpus: { type: "string" },
    train: { type: "string" },
    reference: { type: "string" },
    repeats: { type: "string", default: "5" },
    threads: { type: "string" },
    "label-column": { type: "string" },
  },
});
const { train, reference } = filesOf(options);
const directory = scratch();
const flags = ["threads", "label-column"].flatMap((name) => (options[name] ? [`--${name}=${options[name]}`] : []));
const out = join(directory, "report.json");
const audit = (cache) => {
  const args = ["audit", train, reference, "--exit-zero", "--format", "json", "-o", out, "--cache", cache, ...flags];
  return seginf(args, { directory });
};

const what = {
  "seginf --version": () => seginf(["--version"], { directory }),
  "audit, cold": (i) => audit(join(directory, `cache-${i}`)),
  "audit, cached": () => audit(join(directory, "cache-0")),
};
const rows = [];
for (const [name, run] of Object.entries(what)) {
  const runs = [];
  for (let i = 0; i < Number(options.repeats); i++) {
    const { seconds, cpuSeconds, peakMB, err } = await run(i);
    const stages = /time: (.*)/.exec(err)?.[1] ?? "";
    console.log(JSON.stringify({ name, seconds, cpuSeconds, peakMB, stages }));
    runs.push({ seconds, cpuSeconds, peakMB, stages });
  }
  const of = (key) => median(runs.map((one) => one[key]));
  rows.push([name, runs.length, of("seconds").toFixed(3), of("cpuSeconds").toFixed(3), of("peakMB").toFixed(0)]);
  rows.at(-1).push(runs.at(-1).stages);
}
console.log(`\n${table(["what", "runs", "wall s", "CPU s", "peak MB", "of which"], rows)}`);
