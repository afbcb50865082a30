// Whether two builds find the same: node bench/same.mjs DATA OTHER_CHECKOUT [--only uner-ewt,wnut17,ewt-xpos,alone,newswire]
// Audits the corpora of DATA with this checkout and with another one (both built), all candidates listed and nothing cached,
// and compares the JSON reports value by value: texts must be equal, numbers to 1e-9 of their size. Prints a row a corpus,
// with the first difference, and exits with 1 where there is one.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { cli, table } from "./lib/run.mjs";

const TOLERANCE = 1e-9;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: "string", default: "newswire,alone,uner-ewt,wnut17,ewt-xpos" } },
});
if (positionals.length !== 2) throw new Error("usage: node bench/same.mjs DATA OTHER_CHECKOUT [--only NAMES]");
const [data, other] = positionals.map((path) => resolve(path));
const newswire = new URL("../fixtures/newswire/", import.meta.url).pathname;

const AUDITS = {
  newswire: [join(newswire, "train.conll"), join(newswire, "reference.conll")],
  alone: [join(data, "wnut17/train.conll")],
  "uner-ewt": [join(data, "uner-ewt/train.conll"), join(data, "uner-ewt/dev.conll")],
  wnut17: [join(data, "wnut17/train.conll"), join(data, "wnut17/dev.conll")],
  "ewt-xpos": [join(data, "ewt/train.r2.1.conll"), join(data, "ewt/dev.r2.16.conll"), "--label-column=-1"],
};

const rows = options.only.split(",").map((name) => {
  const [one, two] = [cli, join(other, "bin/seginf.js")].map((program) => report(program, AUDITS[name]));
  const found = { values: 0, differences: 0, largest: 0, first: "" };
  compare(one, two, "", found);
  return [name, found.values, found.differences, found.largest.toExponential(1), found.first];
});
console.log(table(["audit", "values", "differences", "largest", "first"], rows));
process.exitCode = rows.some(([, , differences]) => differences > 0) ? 1 : 0;

function report(program, args) {
  const directory = mkdtempSync(join(tmpdir(), "seginf-same-"));
  try {
    const file = join(directory, "report.json");
    const flags = ["--exit-zero", "--no-config", "--no-cache", "--format", "json", "--limit", "0", "-q", "-o", file];
    const { status, stderr } = spawnSync(process.execPath, [program, "audit", ...args, ...flags], { encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(readFileSync(file, "utf8"));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function compare(a, b, path, found) {
  if (a !== null && b !== null && typeof a === "object" && typeof b === "object") {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) compare(a[key], b[key], `${path}.${key}`, found);
    return;
  }
  found.values++;
  const areNumbers = typeof a === "number" && typeof b === "number";
  const difference = areNumbers ? Math.abs(a - b) / Math.max(1, Math.abs(a)) : a === b ? 0 : Number.POSITIVE_INFINITY;
  found.largest = Math.max(found.largest, difference);
  if (difference <= TOLERANCE) return;
  found.differences++;
  found.first ||= `${path}: ${JSON.stringify(a)}, ${JSON.stringify(b)}`;
}
