import { execFileSync } from "node:child_process";
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { readCorpus } from "../../dist/corpus/index.js";
import { SeginfError } from "../../dist/errors.js";
import { changesSince } from "../../dist/pipeline/changes.js";
import { Fault } from "./program.mjs";

// Corpora in repositories: whatever their names, attributes and histories are, each sentence that the commit does not have counts
// as changed, or the run is refused in one line.

const NAMES = [
  ...["train.conll", "a b.conll", "[a].conll", "a*b?.conll", ":(glob)x.conll", ":!x.conll", "-x.conll", "é.conll"],
  ...["data/train.conll", 'q"uote.conll', "back\\slash.conll", "#x.conll", "!x.conll", "tab\t.conll", "$(x).conll"],
];
const ATTRIBUTES = [
  ...["", "", "* text=auto\n", "*.conll text eol=crlf\n", "*.conll -text\n", "* ident\n", "* -diff\n", "* binary\n"],
  ...["*.conll working-tree-encoding=UTF-16\n", "* export-ignore\n", "* filter=missing\n", "*.conll text eol=lf\n"],
];
const WAYS = [
  "edited",
  "edited",
  "staged",
  "committed",
  "renamed",
  "linked",
  "assumed",
  "skipped",
  "untracked",
  "moved",
];
const SETTINGS = [
  "core.autocrlf=true",
  "core.autocrlf=input",
  "core.quotePath=false",
  "diff.renames=false",
  "core.ignoreCase=true",
];
/** Where the repository is made. */
const TOP = "repository";
const HOOKS = [
  "-c",
  "core.hooksPath=/dev/null",
  "-c",
  "user.name=n",
  "-c",
  "user.email=e",
  "-c",
  "commit.gpgsign=false",
];

export function generate(random) {
  const sentences = random.several(8, () => sentence(random));
  const after = edited(sentences, random);
  const end = random.chance(0.15) ? "\r\n" : "\n";
  return {
    name: random.pick(NAMES),
    attributes: random.pick(ATTRIBUTES),
    way: random.pick(WAYS),
    settings: random.several(2, () => random.pick(SETTINGS)),
    files: { before: Buffer.from(text(sentences, "\n", random)), after: Buffer.from(text(after, end, random)) },
  };
}

const WORDS = ["a", "a", "b", "c", "d", "$Id$", "é", "#", "-DOCSTART-"];
const TAGS = ["O", "O", "B-X", "I-X"];
const sentence = (random) =>
  Array.from({ length: 1 + random.below(3) }, () => `${random.pick(WORDS)}\t${random.pick(TAGS)}`);

function edited(sentences, random) {
  const all = sentences.slice();
  for (let edits = random.below(4); edits > 0; edits--) {
    const at = random.below(all.length + 1);
    const how = random.below(4);
    if (how === 0) all.splice(at, 0, sentence(random));
    else if (how === 1) all.splice(at, 1);
    else if (how === 2 && at < all.length)
      all[at] = [...all[at].slice(1), `${random.pick(WORDS)}\t${random.pick(TAGS)}`];
    else all.push(...all.splice(at, 1));
  }
  return all;
}

function text(sentences, end, random) {
  const blank = () => end.repeat(random.chance(0.1) ? 2 : 1);
  const whole = sentences.map((rows) => rows.map((row) => row + end).join("") + blank()).join("");
  return random.chance(0.2) ? whole.trimEnd() : whole;
}

export async function check({ name, attributes, way, settings, files: { before, after } }) {
  rmSync(TOP, { recursive: true, force: true });
  mkdirSync(TOP);
  const git = (...args) => execFileSync("git", [...HOOKS, ...args], { cwd: TOP, stdio: ["ignore", "pipe", "ignore"] });
  let file;
  try {
    file = prepare({ name, attributes, way, settings, before, after }, git);
  } catch (error) {
    // Git has no such repository: a file without content is not staged under an encoding that needs a mark.
    if (error.status > 0) return "impossible";
    throw error;
  }
  return outcome(file, before, way === "committed" ? "HEAD~1" : "HEAD");
}

/** Makes the repository; returns the path that is audited. */
function prepare({ name, attributes, way, settings, before, after }, git) {
  const put = (path, bytes) => {
    mkdirSync(dirname(join(TOP, path)), { recursive: true });
    writeFileSync(join(TOP, path), bytes);
  };
  const commit = () => {
    git("add", "-A");
    git("commit", "-q", "--allow-empty", "-m", "x");
  };
  git("init", "-q", "-b", "main");
  for (const one of settings) git("config", ...one.split("="));
  if (attributes) put(".gitattributes", attributes);
  const path = `./${name}`;
  const stored = way === "linked" ? "./store/real.conll" : path;
  if (way !== "untracked") put(stored, before);
  if (way === "linked") {
    mkdirSync(dirname(join(TOP, path)), { recursive: true });
    symlinkSync(resolve(TOP, stored), join(TOP, path));
  }
  commit();
  if (way === "assumed") git("update-index", "--assume-unchanged", "--", name);
  if (way === "skipped") git("update-index", "--skip-worktree", "--", name);
  if (way === "renamed") git("mv", "--", path, "./other name.conll");
  if (way === "moved") renameSync(join(TOP, path), join(TOP, "moved.conll"));
  const now = way === "renamed" ? "./other name.conll" : way === "moved" ? "moved.conll" : path;
  put(way === "linked" ? stored : now, after);
  if (way === "staged") git("add", "-A");
  if (way === "committed") commit();
  return join(TOP, now);
}

async function outcome(file, before, reference) {
  let corpus;
  let changed;
  try {
    corpus = await readCorpus(file);
    const surroundings = { directory: process.cwd(), note: () => {} };
    changed = (await changesSince(reference, [corpus], surroundings)).get(file)?.sentences;
  } catch (error) {
    if (!(error instanceof SeginfError)) throw new Fault(`${error.stack}`);
    if (error.summary.includes("\n")) throw new Fault(`not a line: ${error.summary}`);
    return "refused";
  }
  if (changed === undefined) return "new";
  const left = counted(await earlier(before));
  for (const [k, content] of sentencesOf(corpus).entries()) {
    if (changed.has(k)) continue;
    if (!left.get(content))
      throw new Fault(`sentence ${k} is not in the commit and does not count as changed: ${content}`);
    left.set(content, left.get(content) - 1);
  }
  return "compared";
}

/** What the commit's file reads as; nothing where it is no corpus. */
async function earlier(before) {
  writeFileSync("before.conll", before);
  return await readCorpus("before.conll").then(sentencesOf, () => []);
}

function sentencesOf({ words, tags, sentenceStart }) {
  return Array.from({ length: sentenceStart.length - 1 }, (_, k) => {
    const rows = [];
    for (let t = sentenceStart[k]; t < sentenceStart[k + 1]; t++)
      rows.push(`${words.values[words.ids[t]]}\t${tags?.values[tags.ids[t]]}`);
    return rows.join("\n");
  });
}

function counted(all) {
  const counts = new Map();
  for (const one of all) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
}
