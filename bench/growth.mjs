// How a cold audit grows: node bench/growth.mjs [--sizes 100000,300000,1000000,3000000] [--repeats 1] [--threads N]
//   [--directory DIR] [--lambda X]
// Generates a corpus of each size (bench/generate.mjs, a reference of 25,000 tokens) and audits it in a process of its own
// without a cache. One JSON line a run, then a table of medians and the exponent b of time = a · tokens^b by least squares
// in logarithms. --directory keeps the corpora. Needs a build.
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { generate } from "./lib/generate.mjs";
import { median, scratch, seginf, table } from "./lib/run.mjs";

const { values: options } = parseArgs({
  options: {
    sizes: { type: "string", default: "100000,300000,1000000,3000000" },
    repeats: { type: "string", default: "1" },
    threads: { type: "string" },
    lambda: { type: "string" },
    directory: { type: "string" },
  },
});
const directory = options.directory ?? scratch();
mkdirSync(directory, { recursive: true });
const flags = ["threads", "lambda"].flatMap((name) => (options[name] ? [`--${name}`, options[name]] : []));

const sizes = [];
for (const tokens of options.sizes.split(",").map(Number)) {
  const place = join(directory, String(tokens));
  const made = generate(place, { tokens });
  const runs = [];
  for (let i = 0; i < Number(options.repeats); i++) runs.push(await audited(place, made));
  sizes.push({ ...runs[0], ...medians(runs, ["seconds", "cpuSeconds", "peakMB"]) });
}
const rows = sizes.map((one) => [
  one.tokens.toLocaleString("en-US"),
  one.features.toLocaleString("en-US"),
  one.seconds.toFixed(1),
  one.cpuSeconds.toFixed(1),
  one.iterations,
  one.cgIterations,
  one.peakMB.toFixed(0),
  ((1048.576 * one.peakMB) / one.tokens).toFixed(2),
]);
const head = [
  "tokens",
  "features",
  "wall s",
  "CPU s",
  "iterations of training",
  "of the solve",
  "peak MB",
  "kB a token",
];
console.log(`\n${table(head, rows)}`);
if (sizes.length > 1) {
  const first = sizes[0];
  const last = sizes.at(-1);
  const more = (1048.576 * (last.peakMB - first.peakMB)) / (last.tokens - first.tokens);
  console.log(`\nexponent of wall time ${exponent("seconds")}, of CPU time ${exponent("cpuSeconds")}`);
  console.log(`each further token takes ${more.toFixed(2)} kB`);
}

async function audited(place, made) {
  const out = join(place, "report.json");
  const files = [join(place, "train.conll"), join(place, "reference.conll")];
  const args = ["audit", ...files, "--exit-zero", "--no-cache", "--format", "json", "-o", out, ...flags];
  const { seconds, cpuSeconds, peakMB } = await seginf(args, { directory: place });
  const { tagger, influence, candidates } = JSON.parse(readFileSync(out, "utf8"));
  const run = {
    ...made,
    ...{ seconds, cpuSeconds, peakMB },
    ...{ features: tagger.features, iterations: tagger.iterations, cgIterations: influence.cgIterations, candidates },
  };
  console.log(JSON.stringify(run));
  return run;
}

function medians(runs, names) {
  return Object.fromEntries(names.map((name) => [name, median(runs.map((run) => run[name]))]));
}

/** The slope of log y over log tokens by least squares. */
function exponent(name) {
  const x = sizes.map(({ tokens }) => Math.log(tokens));
  const y = sizes.map((one) => Math.log(one[name]));
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const slope =
    x.reduce((sum, value, i) => sum + (value - mx) * (y[i] - my), 0) / x.reduce((s, v) => s + (v - mx) ** 2, 0);
  return slope.toFixed(3);
}
