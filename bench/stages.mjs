// Each stage of an audit in a process of its own: node bench/stages.mjs --corpus DIR [--repeats 5] [--threads N]
//   [--only reading,features,…] [--label-column X]; or --train FILE --reference FILE in place of --corpus.
// DIR holds train.conll and one of reference.conll, test.conll and dev.conll. One JSON line a stage (wall and CPU
// seconds of every repetition, peak memory of the process in MB, and what it held before the stage began), then a table of medians.
// Training and the solve run once. Needs a build.
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { filesOf, measured, median, scratch, table } from "./lib/run.mjs";
import { stages } from "./lib/stages.mjs";

const { values: options } = parseArgs({
  options: {
    corpus: { type: "string" },
    train: { type: "string" },
    reference: { type: "string" },
    "label-column": { type: "string" },
    repeats: { type: "string", default: "5" },
    threads: { type: "string" },
    only: { type: "string" },
    // How this script calls itself: the stage, and the directory that stages share.
    stage: { type: "string" },
    directory: { type: "string" },
  },
});
const { train, reference } = filesOf(options);
const labelColumn = options["label-column"];

if (options.stage === undefined) await parent();
else await child();

/** Runs one stage and prints its figures. */
async function child() {
  const place = {
    ...{ train, reference, directory: options.directory },
    threads: options.threads === undefined ? undefined : Number(options.threads),
    reading: labelColumn === undefined ? {} : { labelColumn },
  };
  const stage = stages[options.stage];
  const run = await stage.prepare(place);
  const times = [];
  const cpuTimes = [];
  const repeats = stage.once ? 1 : Number(options.repeats);
  // One run more to warm up, unless it is dear.
  if (!stage.once) await run();
  const beforeMB = process.memoryUsage().rss / 1048576;
  for (let i = 0; i < repeats; i++) {
    const start = performance.now();
    const startCpu = process.cpuUsage();
    const result = await run();
    const { user, system } = process.cpuUsage(startCpu);
    times.push((performance.now() - start) / 1000);
    cpuTimes.push((user + system) / 1e6);
    await stage.keep?.(result, place);
  }
  process.stdout.write(JSON.stringify({ times, cpuTimes, beforeMB }));
  process.exit(0);
}

async function parent() {
  const directory = scratch();
  const asked = options.only?.split(",");
  const rows = [];
  for (const name of orderOf(asked)) {
    const args = ["--stage", name, "--directory", directory, "--train", train, "--reference", reference];
    const flags = ["label-column", "repeats", "threads"].flatMap((flag) => {
      return options[flag] === undefined ? [] : [`--${flag}=${options[flag]}`];
    });
    const { out, peakMB } = await measured(fileURLToPath(import.meta.url), [...args, ...flags], { directory });
    const { times, cpuTimes, beforeMB } = JSON.parse(out);
    const [seconds, cpuSeconds] = [median(times), median(cpuTimes)];
    if (asked && !asked.includes(name)) continue;
    console.log(JSON.stringify({ stage: name, seconds, cpuSeconds, times, cpuTimes, beforeMB, peakMB }));
    const ms = [seconds, cpuSeconds].map((value) => (1000 * value).toFixed(1));
    rows.push([name, times.length, ...ms, beforeMB.toFixed(0), peakMB.toFixed(0)]);
  }
  console.log(`\n${table(["stage", "runs", "wall ms", "CPU ms", "MB before", "peak MB"], rows)}`);
}

/** The stages in order, and before those asked for the ones whose results they take up. */
function orderOf(asked = Object.keys(stages)) {
  const wanted = new Set(asked);
  for (const name of asked) for (const before of stages[name].needs ?? []) wanted.add(before);
  return Object.keys(stages).filter((name) => wanted.has(name));
}
