// Plants errors in the reference, not in the training file, and counts what an audit says of the reference:
//   node bench/detection/reference.mjs DATA [--only uner-ewt,wikigold] [--rate 0.05] [--quick]
// A finding about the reference is right if one of its tokens was changed. "none" has no error planted anywhere, "training"
// a habit in a tenth of the training file's segments, which must not be blamed on the reference. Needs a build.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readCorpus } from "../../dist/corpus/index.js";
import { scratch, seginf, table } from "../lib/run.mjs";
import { loadCorpus, readJson, writeDocuments } from "./corpus.mjs";
import { plant } from "./plant.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: "string", default: "uner-ewt,wikigold" },
    rate: { type: "string", default: "0.05" },
    quick: { type: "boolean", default: false },
  },
});
if (positionals.length !== 1) throw new Error("usage: node bench/detection/reference.mjs DATA [--only CORPORA]");

const SEED = 1;
const directory = scratch();
const at = (file) => join(directory, file);
const rows = [];
for (const name of options.only.split(",")) {
  const clean = await loadCorpus(name, positionals[0], options.quick);
  writeDocuments(at("gold.conll"), clean.reference);
  for (const kind of ["none", "training", "words", "random-type", "random-span", "random-missed"]) {
    const isPlanted = kind !== "none" && kind !== "training";
    const planted = (documents) => plant(documents, kind, Number(options.rate), SEED);
    const made = isPlanted ? planted(clean.reference) : { documents: clean.reference, planted: 0 };
    const training = kind === "training" ? plant(clean.train, "context", 0.1, SEED).documents : clean.train;
    writeDocuments(at("train.conll"), training);
    writeDocuments(at("reference.conll"), made.documents);
    rows.push([name, kind, String(made.planted), ...(await audited()).map(String)]);
    console.error(rows.at(-1).join("  "));
  }
}
console.log(table(["corpus", "planted in the reference", "errors", "findings", "right"], rows));

/** [findings about the reference, those with a planted error]. */
async function audited() {
  const flags = ["--format", "json", "--limit", "1", "--opposed", "0", "--patterns", "0", "--exit-zero", "-q"];
  const files = [at("train.conll"), at("reference.conll")];
  await seginf(["audit", ...files, ...flags, "--no-cache", "-o", at("report.json")], { directory });
  const found = readJson(at("report.json")).findings.filter(({ kind }) => kind === "reference");
  const [gold, reference] = await Promise.all(
    [at("gold.conll"), at("reference.conll")].map((file) => readCorpus(file)),
  );
  const tagOf = ({ tags }, t) => tags.values[tags.ids[t]];
  const isRight = ({ sentence, replacement, start, end }) => {
    const first = gold.sentenceStart[sentence];
    const from = first + Math.min(start, replacement.start);
    const to = first + Math.max(end, replacement.end);
    for (let t = from; t < to; t++) if (tagOf(gold, t) !== tagOf(reference, t)) return true;
    return false;
  };
  return [found.length, found.filter(isRight).length];
}
