// node bench/readme.mjs DATA [--dry]
// Measures the figures of the README that one machine gives within half an hour, and writes them there with the date and
// the commit; --dry prints them. DATA holds the corpora `uner-ewt` and `ewt`. Needs a build, and a machine with nothing else to do.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { seeded } from "../dist/math/random.js";
import { changed } from "./lib/commits.mjs";
import { corpora, scratch, seginf } from "./lib/run.mjs";
import { sentencesOf, textOf } from "./lib/sentences.mjs";

const { values, positionals } = parseArgs({ allowPositionals: true, options: { dry: { type: "boolean" } } });
const [data] = positionals;
if (data === undefined) throw new Error("usage: node bench/readme.mjs DATA [--dry]");

const root = fileURLToPath(new URL("..", import.meta.url));
const directory = scratch();
process.env.XDG_CACHE_HOME = join(directory, "cache");
const { "uner-ewt": uner, "ewt-xpos": ewt } = corpora(data);

/** Precision of the first 100 findings and average precision, of the score and of training loss, on what the maintainers corrected. */
async function corrections(column) {
  const findings = join(directory, `ewt${column}.jsonl`);
  const flags = ["--label-column", column];
  const stdout = openSync(findings, "w");
  const audit = await seginf(
    ["audit", ewt.old, ewt.dev, ...flags, "--format", "jsonl", "--limit", "0", "--exit-zero", "--no-cache"],
    { directory, stdout },
  );
  const { out } = await seginf(
    [
      "score",
      findings,
      "--gold",
      ewt.train,
      ...flags,
      "--compare",
      "--by",
      "score",
      "--by",
      "loss",
      "--resamples",
      "1",
      "--format",
      "json",
    ],
    { directory },
  );
  const [own, loss] = JSON.parse(out).rankings.map(({ levels }) => levels.find(({ level }) => level === "token"));
  const correct = Math.round(100 * own.cuts.find(({ k }) => k === 100).precision);
  return { correct, seconds: audit.seconds, own: own.averagePrecision, loss: loss.averagePrecision };
}

/** An audit of uner-ewt, first without a cache and then from it. */
async function audits() {
  const args = ["audit", uner.train, uner.dev, "--exit-zero"];
  const cold = await seginf([...args, "--no-cache"], { directory });
  await seginf(args, { directory });
  return { cold, kept: await seginf(args, { directory }) };
}

/** What a commit of ten sentences takes where the version before has been audited. */
async function commit() {
  const place = join(directory, "commit");
  mkdirSync(place);
  const [train, dev] = ["train.conll", "dev.conll"].map((name) => join(place, name));
  copyFileSync(uner.train, train);
  copyFileSync(uner.dev, dev);
  for (const args of [
    ["init", "-q"],
    ["add", "."],
    ["commit", "-qm", "before"],
  ]) {
    execFileSync("git", ["-C", place, "-c", "user.name=x", "-c", "user.email=x@x", ...args]);
  }
  const args = ["audit", train, dev, "--exit-zero"];
  await seginf(args, { directory });
  writeFileSync(train, textOf(changed(sentencesOf(train), 10, seeded(1))));
  return seginf([...args, "--diff-base", "HEAD"], { directory });
}

const decimals = (value, digits) => value.toFixed(digits).replace(/^0\./, ".");
const usage = ({ seconds, peakMB }) => `${seconds.toFixed(seconds < 10 ? 2 : 0)} s, ${Math.round(peakMB)} MB`;

execFileSync("npm", ["run", "--silent", "package"], { cwd: root, stdio: "inherit" });
const [packed] = JSON.parse(execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: root }));
const { cold, kept } = await audits();
const judged = await commit();
const xpos = await corrections("-1");
const upos = await corrections("2");
const head = execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: root, encoding: "utf8" }).trim();
const today = new Date().toISOString().slice(0, 10);

const rows = [
  [
    "corrections that English-EWT's maintainers made between two releases (part-of-speech tags)",
    `${xpos.correct} of the first 100 findings are right for XPOS, ${upos.correct} of 100 for UPOS; average precision ` +
      `${decimals(xpos.own, 3)} and ${decimals(upos.own, 3)}, against ${decimals(xpos.loss, 3)} and ${decimals(upos.loss, 3)} for ranking by training loss. ` +
      "The score has learnt from both; from UPOS's alone it has 80 and .321 for XPOS, from XPOS's 100 and .618 for UPOS",
  ],
  ["audit of uner-ewt (204,579 tokens) on two cores", `${usage(cold)}; ${usage(kept)} from the cache`],
  ["ten sentences of it changed, judged by `--diff-base` where the version before was audited", usage(judged)],
  ["audit of English-EWT's 50 XPOS tags (204,201 tokens)", `${xpos.seconds.toFixed(0)} s`],
  ["the package", `${packed.entryCount} files, ${Math.round(packed.size / 1000)} kB packed`],
];
const text = [
  `Measured on ${today} at ${head} by [bench/readme.mjs](bench/readme.mjs):`,
  "",
  "| | |",
  "|---|---|",
  ...rows.map(([what, figure]) => `| ${what} | ${figure} |`),
].join("\n");

const MARKED = /(<!-- measured -->\n)[\s\S]*?(\n<!-- end -->)/;
const readme = readFileSync(join(root, "README.md"), "utf8");
if (!MARKED.test(readme)) throw new Error("README.md has no place for what is measured");
if (values.dry) console.log(text);
else
  writeFileSync(
    join(root, "README.md"),
    readme.replace(MARKED, (_, begin, end) => begin + text + end),
  );
