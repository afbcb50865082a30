// npm run bench -- --corpus DIR [--only stages,audit,roofline,crfsuite,dense,growth] [--repeats 5] [--threads N]
//   [--label-column X]
// Runs the benchmarks one after the other; without --only: stages, audit and roofline. DIR holds train.conll and one of
// reference.conll, test.conll and dev.conll. Each prints JSON lines and then a table; what they measure stands at the top
// of each file. crfsuite wants `npm install` in bench/peers first; growth makes its own corpora.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { filesOf } from "./lib/run.mjs";

const { values: options } = parseArgs({
  options: {
    corpus: { type: "string" },
    only: { type: "string", default: "stages,audit,roofline" },
    repeats: { type: "string" },
    threads: { type: "string" },
    "label-column": { type: "string" },
  },
});

const pass = (...names) => names.flatMap((name) => (options[name] === undefined ? [] : [`--${name}=${options[name]}`]));
/** Each benchmark's script and arguments. */
const BENCHMARKS = {
  stages: () => ["stages.mjs", `--corpus=${options.corpus}`, ...pass("repeats", "threads", "label-column")],
  audit: () => ["pair.mjs", `--corpus=${options.corpus}`, ...pass("repeats", "threads", "label-column")],
  roofline: () => ["roofline.mjs", filesOf(options).train, ...pass("repeats", "label-column")],
  crfsuite: () => ["peers/crfsuite.mjs", filesOf(options).train, filesOf(options).reference, ...pass("label-column")],
  dense: () => ["peers/dense.mjs", filesOf(options).train, filesOf(options).reference, ...pass("label-column")],
  growth: () => ["growth.mjs", ...pass("repeats", "threads")],
};

const names = options.only.split(",");
const unknown = names.find((name) => !Object.hasOwn(BENCHMARKS, name));
if (unknown !== undefined) throw new Error(`no benchmark is called ${unknown}: ${Object.keys(BENCHMARKS).join(", ")}`);
if (options.corpus === undefined && names.some((name) => name !== "growth")) {
  throw new Error("usage: npm run bench -- --corpus DIR [--only NAMES] [--repeats N] [--threads N] [--label-column X]");
}
for (const name of names) {
  const [script, ...args] = BENCHMARKS[name]();
  console.log(`\n${name}`);
  const { status } = spawnSync(process.execPath, [fileURLToPath(new URL(script, import.meta.url)), ...args], {
    stdio: "inherit",
  });
  if (status !== 0) process.exit(status ?? 1);
}
