// seginf's tagger compared with python-crfsuite as people run it: the same features, one core each, in one run.
//   node bench/peers/pythonCrfsuite.mjs TRAIN TEST [--lambda 1]
// Both train with their defaults, at the same λ (c2 = λ/2). crfsuite.mjs compares the same library's core at one objective.
// Prints JSON, then a table. Needs a build, and bench/peers/python.mjs.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readCorpus, withPredictions } from "../../dist/corpus/index.js";
import { readJson } from "../detection/corpus.mjs";
import { evaluated, scratch, seginf, table } from "../lib/run.mjs";
import { writeFeatures } from "./features.mjs";
import { python } from "./python.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { lambda: { type: "string", default: "1" } },
});
const [trainFile, testFile] = positionals;
if (testFile === undefined) throw new Error("usage: node bench/peers/pythonCrfsuite.mjs TRAIN TEST [--lambda 1]");
const directory = scratch();
const at = (name) => join(directory, name);

const flags = ["--no-config", "-q", "--threads", "1", "--lambda", options.lambda];
const ours = await seginf(["train", trainFile, "--model", at("model"), ...flags], { directory });
const tagged = await seginf(["tag", at("model"), testFile, "-o", at("ours.conll"), "--no-config", "-q"], { directory });
const train = await readCorpus(trainFile, {});
const test = await readCorpus(testFile, { keepBytes: true });
writeFeatures(at("train.jsonl"), train);
writeFeatures(at("test.jsonl"), test);
python("crf_tagging.py", at("train.jsonl"), at("test.jsonl"), at("crfsuite.json"), options.lambda);
const { tags, ...theirs } = readJson(at("crfsuite.json"));
writeFileSync(at("theirs.conll"), Buffer.concat([...withPredictions(test.bytes, test, (token) => tags[token])]));

const f1 = async (name) => (await evaluated([testFile, at(name)], { directory })).f1;
const [ourF1, theirF1] = [await f1("ours.conll"), await f1("theirs.conll")];
const [cpu, peakMB] = [ours.cpuSeconds, ours.peakMB];
console.log(
  JSON.stringify({
    trainFile,
    testFile,
    ours: { cpu, peakMB, f1: ourF1, tagging: tagged.cpuSeconds },
    theirs: { ...theirs, f1: theirF1 },
  }),
);
console.log(
  table(
    ["", "seginf", "python-crfsuite", "seginf / python-crfsuite"],
    [
      ["CPU s, training", cpu.toFixed(1), theirs.cpu.toFixed(1), (cpu / theirs.cpu).toFixed(2)],
      ["peak MB", peakMB.toFixed(0), theirs.peakMB.toFixed(0), (peakMB / theirs.peakMB).toFixed(2)],
      ["test F1", ourF1, theirF1, ""],
    ],
  ),
);
