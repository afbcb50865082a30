// Where a cold audit's time goes: node bench/parts.mjs --corpus DIR [--threads 1] (or --train FILE --reference FILE)
// Runs `seginf audit --no-cache` under V8's sampling profiler and sums up, for each part, the samples of the main thread
// below the function that does it: in compiled kernels, waiting for other threads, and in the rest, JavaScript that no
// other thread shares. Shares in per cent of all samples; other work on the machine changes them little.
// One JSON line, then a table. Needs a build.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { cli, filesOf, table } from "./lib/run.mjs";

/**
 * Functions that do a part; where one calls another, the caller counts. A profile's stacks end where a promise is waited for, so what runs
 * inside `cachedStep` is named by the function that it runs.
 */
const PARTS = {
  openInputs: "reading",
  readChunks: "reading",
  readSegments: "reading",
  train: "features and training",
  readReference: "the reference, read",
  inverseHessianVector: "v",
  fitted: "refits",
  noiseChannelRefit: "noise channel",
  withoutFold: "folds",
  findCandidates: "candidates",
  computeSignals: "signals",
  furtherSignals: "signals",
  selfInfluenceSignal: "signals",
  scoreCandidates: "score",
  resolvePatterns: "suggestions and patterns",
  readingsOf: "suggestions and patterns",
  findReferenceErrors: "the reference's own errors",
  influenceOnTargets: "opposed segments",
  buildListing: "report",
  "(garbage collector)": "collecting garbage",
};
const KINDS = ["compiled", "waiting", "script"];

const { values: options } = parseArgs({
  options: {
    corpus: { type: "string" },
    train: { type: "string" },
    reference: { type: "string" },
    threads: { type: "string", default: "1" },
  },
});
const { train, reference } = filesOf(options);
const directory = mkdtempSync(join(tmpdir(), "seginf-parts-"));
try {
  const profiler = ["--cpu-prof", "--cpu-prof-interval=500", `--cpu-prof-dir=${directory}`];
  const audit = ["audit", train, reference, "--no-cache", "--exit-zero", "-q", "--threads", options.threads];
  const { status } = spawnSync(process.execPath, [...profiler, cli, ...audit], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status !== 0) throw new Error(`seginf ended with ${status}`);
  report(mainProfile());
} finally {
  rmSync(directory, { recursive: true });
}

/** Workers are profiled as well; the main thread is where most functions are called. */
function mainProfile() {
  const profiles = readdirSync(directory).map((name) => JSON.parse(readFileSync(join(directory, name), "utf8")));
  const sizes = profiles.map(({ nodes }) => nodes.length);
  return profiles[sizes.indexOf(Math.max(...sizes))];
}

function report({ nodes, samples, timeDeltas }) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parent = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, byId.get(id)])));
  const sums = new Map();
  let total = 0;
  samples.forEach((id, i) => {
    const node = byId.get(id);
    const part = partOf(node, parent);
    const sum = sums.get(part) ?? Object.fromEntries(KINDS.map((kind) => [kind, 0]));
    sum[kindOf(node)] += timeDeltas[i];
    sums.set(part, sum);
    total += timeDeltas[i];
  });
  const share = (microseconds) => ((100 * microseconds) / total).toFixed(1);
  const rows = [...new Set(Object.values(PARTS)), "else"].map((part) => {
    const sum = sums.get(part) ?? {};
    const all = KINDS.map((kind) => sum[kind] ?? 0);
    return [part, ...[all.reduce((a, b) => a + b, 0), ...all].map(share)];
  });
  console.log(JSON.stringify({ seconds: total / 1e6, parts: Object.fromEntries(sums) }));
  console.log(table(["part", "all %", ...KINDS.map((kind) => `${kind} %`)], rows));
}

function partOf(node, parent) {
  let part = "else";
  for (let at = node; at !== undefined; at = parent.get(at.id)) {
    const { functionName } = at.callFrame;
    if (Object.hasOwn(PARTS, functionName)) part = PARTS[functionName];
  }
  return part;
}

function kindOf({ callFrame: { functionName, url } }) {
  if (url.startsWith("wasm:")) return "compiled";
  return /^(open|close)Gate$/.test(functionName) ? "waiting" : "script";
}
