// Whether an audit finds the same when it is computed in another way:
//   node bench/detection/stability.mjs DATA [--only NAMES] [--changes NAMES] [--node VERSION=PATH …] [--show N]
// DATA is a directory with the corpora uner-ewt, wnut17, wikigold and ewt. Each is audited as it is, and again with λ and each
// tolerance changed, its sentences in another order (of wikigold its documents), other kernels, threads and engines
// (`npm install node@24` brings one). Prints how many of the first hundred findings both have, the largest difference of a score
// among these, and the findings at .5; exits with 1 below 97 or above .02. --show lists the N findings that differ most, and
// the patterns that one of both has. Needs a build.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { cli, scratch, table } from "../lib/run.mjs";
import { documentsText, loadCorpus, readJson } from "./corpus.mjs";
import { shuffled } from "./random.mjs";
import { compared } from "./stability/compare.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: "string", default: "uner-ewt,wnut17,wikigold,ewt-upos" },
    changes: { type: "string" },
    node: { type: "string", multiple: true, default: [] },
    show: { type: "string", default: "0" },
  },
});
if (positionals.length !== 1) throw new Error("usage: node bench/detection/stability.mjs DATA [--only NAMES] …");
const [data] = positionals;
const LEAST = 97;
const LARGEST = 0.02;

const directory = scratch();
const loosened = new URL("./stability/loosened.mjs", import.meta.url).href;

/** What is changed: the order of the sentences, flags, environment, or the engine. */
const CHANGES = {
  "λ × 1.0001": { flags: ["--lambda", "1.0001"] },
  "λ × 0.9999": { flags: ["--lambda", "0.9999"] },
  "tolerance of θ × 3": { flags: ["--tolerance", "3e-5"] },
  "tolerance of θ × ⅓": { flags: ["--tolerance", "3.33e-6"] },
  "tolerance of refits × 3": { node: ["--import", loosened], env: { SEGINF_BENCH_REFITS: "3" } },
  "tolerance of refits × ⅓": { node: ["--import", loosened], env: { SEGINF_BENCH_REFITS: "0.333" } },
  reversed: { order: (all) => all.toReversed() },
  shuffled: { order: (all) => shuffled(all, 5) },
  "plain kernels": { env: { SEGINF_KERNELS: "js" } },
  "2 threads": { flags: ["--threads", "2"] },
  "4 threads": { flags: ["--threads", "4"] },
};
for (const one of options.node) {
  const [version, path] = one.split("=");
  CHANGES[`Node ${version}`] = { path };
}

const chosen = Object.entries(CHANGES).filter(
  ([name]) => options.changes === undefined || options.changes.split(",").includes(name),
);
const rows = [];
for (const name of options.only.split(",")) {
  const { train, reference } = await loadCorpus(name, data, false);
  const scheme = name.startsWith("ewt") ? "plain" : "BIO";
  // Only wikigold's file marks documents itself.
  const keepsDocuments = name === "wikigold";
  const text = (documents, order) =>
    keepsDocuments
      ? documentsText(order(documents.map((one) => ({ ...one, sentences: order(one.sentences) }))), scheme)
      : documentsText([{ id: "", sentences: order(documents.flatMap((one) => one.sentences)) }], scheme).replace(
          /^#.*\n/,
          "",
        );
  const audit = ({ order = (all) => all, flags = [], env = {}, path = process.execPath, node = [] }) => {
    const [trainFile, referenceFile, report] = ["train.conll", "reference.conll", "report.json"].map((file) =>
      join(directory, file),
    );
    writeFileSync(trainFile, text(train, order));
    writeFileSync(referenceFile, text(reference, order));
    const quiet = ["--no-config", "--no-cache", "--exit-zero", "-q", "--limit", "0", "--opposed", "0"];
    const args = ["audit", trainFile, referenceFile, ...quiet, "--format", "json", "-o", report];
    const threads = flags.includes("--threads") ? [] : ["--threads", "1"];
    const { status, stderr } = spawnSync(path, [...node, cli, ...args, ...threads, ...flags], {
      env: { ...process.env, ...env },
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(stderr);
    return readJson(report);
  };
  const plain = audit({});
  for (const [change, how] of chosen) {
    const { common, largest, atThreshold, lines } = compared(plain, audit(how), Number(options.show));
    rows.push([name, change, common, largest.toFixed(4), atThreshold.join(" → ")]);
    console.error(rows.at(-1).join("  "));
    for (const line of lines) console.error(`    ${line}`);
  }
}
console.log(table(["corpus", "changed", "in common of 100", "largest difference", "findings at .5"], rows));
process.exitCode = rows.some(([, , common, largest]) => common < LEAST || Number(largest) > LARGEST) ? 1 : 0;
