// Commits replayed with one cache and without any: node bench/replay.mjs DIR [--commits 200] [--changed 1,10,100] [--seed 1] [--threads 1]
//   [--sentences N]
// DIR holds train.conll in two columns (tab) and one of reference, test and dev.conll. Each commit changes so many sentences, the
// numbers in turn, of which half get another tag and half another word; every tenth takes the one before it back. What is
// committed is audited as a whole with a cache, as it is where CI watches a branch; then `seginf audit --diff-base HEAD` judges
// what is to be committed next twice, with that cache and without one. Prints a JSON line a commit, then how many reports were
// equal byte for byte and, by the sentences changed, median CPU seconds of both. Exits with 1 where a report differs. Needs a
// build, and git.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { main } from "../dist/cli.js";
import { seeded } from "../dist/math/random.js";
import { changed } from "./lib/commits.mjs";
import { filesOf, median, scratch, table } from "./lib/run.mjs";
import { sentencesOf, textOf } from "./lib/sentences.mjs";

/** Every so many-th commit is a revert, whose result the cache has. */
const REVERTS = 10;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    commits: { type: "string", default: "200" },
    changed: { type: "string", default: "1,10,100" },
    seed: { type: "string", default: "1" },
    threads: { type: "string", default: "1" },
    // The first so many of both files; all where absent.
    sentences: { type: "string" },
  },
});
if (positionals.length !== 1)
  throw new Error("usage: node bench/replay.mjs DIR [--commits N] [--changed LIST] [--seed N]");
const { train, reference } = filesOf({ corpus: resolve(positionals[0]) });
const counts = options.changed.split(",").map(Number);
// Each run listens to the streams of the one process.
for (const stream of [process.stdout, process.stderr]) stream.setMaxListeners(0);
const random = seeded(Number(options.seed));
const directory = scratch();
const place = (name) => join(directory, name);
const git = (...args) =>
  execFileSync("git", ["-C", place("corpus"), "-c", "user.name=x", "-c", "user.email=x@x", ...args]);

execFileSync("git", ["init", "-q", place("corpus")]);
const file = place("corpus/train.conll");
writeFileSync(place("corpus/reference.conll"), textOf(firstOf(reference)));
const history = [firstOf(train)];
writeFileSync(file, textOf(history[0]));
const runs = [];
for (let i = 0; i < Number(options.commits); i++) {
  git("add", "-A");
  git("commit", "-qm", `${i}`, "--allow-empty");
  await audited("whole", ["--cache", place("cache")]);
  const isRevert = i % REVERTS === REVERTS - 1;
  const count = isRevert ? 0 : counts[i % counts.length];
  history.push(isRevert ? history.at(-2) : changed(history.at(-1), count, random));
  writeFileSync(file, textOf(history.at(-1)));
  const warm = await audited("warm", ["--cache", place("cache"), "--diff-base", "HEAD"]);
  const cold = await audited("cold", ["--no-cache", "--diff-base", "HEAD"]);
  const run = {
    count,
    equal: warm.bytes.equals(cold.bytes) && warm.code === cold.code,
    warm: warm.cpu,
    cold: cold.cpu,
  };
  console.log(JSON.stringify({ commit: i + 1, ...run }));
  runs.push(run);
}
const rows = [...counts, 0].flatMap((count) => {
  const some = runs.filter((run) => run.count === count);
  if (some.length === 0) return [];
  const seconds = ["warm", "cold"].map((kind) => median(some.map((run) => run[kind])).toFixed(2));
  return [[count === 0 ? "taken back" : count, some.length, some.filter(({ equal }) => equal).length, ...seconds]];
});
console.log(
  `\n${table(["sentences changed", "commits", "equal reports", "CPU s with the cache", "CPU s without"], rows)}`,
);
process.exit(runs.every(({ equal }) => equal) ? 0 : 1);

/** The file's first sentences. Lines that begin a document are none: nobody would annotate them. */
function firstOf(path) {
  const all = sentencesOf(path).filter(([first]) => !first.startsWith("-DOCSTART-"));
  return all.slice(0, Number(options.sentences ?? all.length));
}

/** The JSON report of the file as it stands, the exit code, and the CPU seconds that the command took in this process, where start-up counts for nothing. */
async function audited(name, flags) {
  const out = place(`${name}.json`);
  const settings = ["--no-config", "--quiet", "--format", "json", "-o", out, "--threads", options.threads];
  const before = process.cpuUsage();
  const code = await main([
    process.execPath,
    "seginf",
    ...["audit", file, place("corpus/reference.conll")],
    ...settings,
    ...flags,
  ]);
  const { user, system } = process.cpuUsage(before);
  if (code !== 0 && code !== 1) throw new Error(`the audit ended with ${code}`);
  return { bytes: readFileSync(out), code, cpu: (user + system) / 1e6 };
}
