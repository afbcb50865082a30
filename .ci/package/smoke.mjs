// What a user does first, with the package as it is installed: node smoke.mjs DIRECTORY, where DIRECTORY/node_modules has it.
// Prints a line for each command and fails at the first that does not do what it should.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const [installed] = process.argv.slice(2);
const home = join(installed, "node_modules/seginf");
const { version } = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
const work = mkdtempSync(join(installed, "smoke-"));
const cache = join(work, "cache");
mkdirSync(cache);

const PACKED = join(home, "lib/seginf.js");
const BUILT = fileURLToPath(new URL("../../bin/seginf.js", import.meta.url));

/** The command's standard output, after the exit code has been compared. */
function seginf(args, code = 0, program = PACKED) {
  const run = spawnSync(process.execPath, [program, ...args], {
    cwd: work,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1", XDG_CACHE_HOME: cache, LOCALAPPDATA: cache },
  });
  assert.equal(run.status, code, `seginf ${args.join(" ")}\n${run.stdout}${run.stderr}`);
  if (program === PACKED) console.log(`${process.version}  seginf ${args.join(" ")}`);
  return run.stdout;
}

const ALIKE = [
  ...["bash", "fish", "zsh"].map((shell) => ["completions", shell]),
  ...["-h", "audit --help", "rule", "rule segment/missed", "inspect train.conll", "config"].map((line) =>
    line.split(" "),
  ),
  ...["doccano", "label-studio", "prodigy", "inception"].map((tool) => ["export", "findings.json", "--format", tool]),
  ["audit", "train.conll", "reference.conll", "--statistics", "--exit-zero"],
  ...["jsonl", "csv", "github", "gitlab", "junit", "markdown", "sarif"].map((format) => [
    ...["audit", "train.conll", "reference.conll", "--exit-zero", "--format", format],
  ]),
  ["train", "train.conll", "-m", "model.seginf"],
  ["tag", "model.seginf", "reference.conll"],
  ["evaluate", "reference.conll", "-m", "model.seginf"],
  ["validate", "train.conll", "reference.conll", "-m", "model.seginf", "--pairs", "5"],
];

try {
  for (const name of ["train.conll", "reference.conll"])
    cpSync(fileURLToPath(new URL(`../../fixtures/newswire/${name}`, import.meta.url)), join(work, name));
  const corpora = ["train.conll", "reference.conll"];

  assert.equal(seginf(["--version"]), `${version}\n`);
  assert.match(seginf(["review", "--help"]), /^Usage: seginf review/);

  const cold = seginf(["audit", ...corpora], 1);
  assert.match(cold, /^[01]\.\d+ {2}train\.conll:\d+ {2}\S+ → /m);
  // From the cache, and with two threads, the findings are the same.
  assert.equal(seginf(["audit", ...corpora], 1), cold);
  assert.equal(seginf(["audit", ...corpora, "--threads", "2", "--no-cache"], 1), cold);

  const formats = ["json=findings.json", "sarif=findings.sarif", "html=audit.html"].flatMap((to) => ["--format", to]);
  seginf(["audit", ...corpora, "--exit-zero", "--limit", "0", ...formats]);
  assert.equal(JSON.parse(readFileSync(join(work, "findings.sarif"), "utf8")).version, "2.1.0");

  assert.match(seginf(["explain", ...corpora, "--at", "train.conll:1513"]), /^Opposes /m);
  assert.match(seginf(["fix", "train.conll", "findings.json", "--min-score", "1", "--patch"]), /^\+Vietnam\tB-LOC$/m);
  // What is bundled prints what the checkout does.
  for (const args of ALIKE) assert.equal(seginf(args), seginf(args, 0, BUILT), args.join(" "));
  seginf(["report", "findings.json", "--output", "report.html"]);
  assert.match(readFileSync(join(work, "report.html"), "utf8"), /<script>/);
  // Patterns of names need a package that is loaded late.
  assert.match(seginf(["audit", "tr*.conll", "reference.conll", "--limit", "1"], 1), /train\.conll/);
  assert.match(seginf(["audit", "missing.conll"], 2), /^$/);

  const library = await import(pathToFileURL(join(home, "lib/index.js")).href);
  assert.equal(library.version, version);
  const report = await library.auditFiles(join(work, "train.conll"), join(work, "reference.conll"), { limit: 3 });
  assert.ok(report.findings.length >= 3);
  assert.ok(report.atOrAboveThreshold > 10);
  const written = [...library.reporters.text(report, { color: false, width: 80 })].join("");
  assert.match(written, /^\d+ findings among \d+ candidates/m);
  console.log(`${process.version}  auditFiles, reporters`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
