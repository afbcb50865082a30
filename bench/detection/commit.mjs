// What a gate for commits finds: node bench/detection/commit.mjs DATA [--corpora uner-ewt,wnut17] [--sentences 36,100] [--seeds 1]
// Puts each corpus into a git repository, commits it without some sentences, adds these with a third of their segments wrong
// (noise/commit.mjs), and runs `seginf audit --diff-base HEAD` with the development set and without. The same with the
// sentences as they should be. Prints the planted errors, how many of them are findings, and how many findings there are. One
// JSON line a run, then a table. Needs a build, and git.
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { cli, scratch, table } from "../lib/run.mjs";
import { writeDocuments } from "./corpus.mjs";
import { loadForNoise } from "./noise/corpora.mjs";
import { makeNoise } from "./noise/suite.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    corpora: { type: "string", default: "uner-ewt,wnut17" },
    sentences: { type: "string", default: "36,100" },
    seeds: { type: "string", default: "1" },
  },
});
if (positionals.length !== 1) throw new Error("usage: node bench/detection/commit.mjs DATA [--corpora LIST] …");
const directory = scratch();
const rows = [];
for (const name of options.corpora.split(",")) {
  const corpus = await loadForNoise(name, positionals[0], { sentences: Number.POSITIVE_INFINITY });
  for (const rate of options.sentences.split(",").map(Number)) {
    for (const seed of options.seeds.split(",").map(Number))
      measure({ corpus: name, kind: "commit", rate, seed }, corpus);
  }
}
console.log(table(["corpus", "sentences", "seed", "commit", "reference", "errors", "found", "findings"], rows));

function measure(scenario, { train, reference, scheme }) {
  const { documents, base } = makeNoise(scenario, train, { scheme });
  const place = join(directory, `${scenario.corpus}-${scenario.rate}-${scenario.seed}`);
  mkdirSync(place);
  const write = (file, what) => writeDocuments(join(place, file), what, scheme);
  const git = (...args) => spawnSync("git", ["-C", place, "-c", "user.name=a", "-c", "user.email=a@b", ...args]);
  write("train.conll", base);
  write("reference.conll", reference);
  git("init", "-q");
  git("add", ".");
  git("commit", "-qm", "base");
  const errors = segmentsThatDiffer(train, documents);
  for (const [commit, what, planted] of [
    ["wrong", documents, errors],
    ["clean", train, []],
  ]) {
    write("train.conll", what);
    for (const files of [["train.conll", "reference.conll"], ["train.conll"]]) {
      const args = ["audit", ...files, "--diff-base", "HEAD", "--limit", "0", "--format", "json", "-q", "--no-config"];
      const run = spawnSync(process.execPath, [cli, ...args, "--no-cache", "--exit-zero"], {
        cwd: place,
        encoding: "utf8",
        maxBuffer: 1e9,
      });
      if (run.status !== 0) throw new Error(run.stderr);
      const findings = JSON.parse(run.stdout).findings.filter(
        ({ score, kind }) => score >= 0.5 && kind !== "reference",
      );
      const found = planted.filter((error) => findings.some((finding) => touches(finding, error))).length;
      const row = [scenario.corpus, scenario.rate, scenario.seed, commit, files.length > 1 ? "with" : "without"];
      rows.push([...row, planted.length, found, findings.length]);
      console.log(JSON.stringify(rows.at(-1)));
    }
  }
}

/** Places, by sentence and tokens, that are segments in one corpus and not in the other. */
function segmentsThatDiffer(clean, wrong) {
  const of = (documents) => documents.flatMap(({ sentences }) => sentences);
  const [right, given] = [of(clean), of(wrong)];
  const keyOf = ({ start, end, label }) => `${start} ${end} ${label}`;
  return right.flatMap((sentence, k) => {
    const standing = new Set(given[k].segments.map(keyOf));
    return sentence.segments
      .filter((one) => !standing.has(keyOf(one)))
      .map(({ start, end }) => ({ sentence: k, start, end }));
  });
}

/** Whether a finding is about the place, as it stands or as it suggests. */
function touches({ sentence, start, end, replacement }, error) {
  const first = Math.min(start, replacement?.start ?? start);
  const past = Math.max(end, replacement?.end ?? end);
  return sentence === error.sentence && first < error.end && error.start < past;
}
