// How well each signal of an audit finds the labels that were corrected later:
//   node bench/detection.mjs OLD NEW REFERENCE [--label-column=N] [--targets errors,all] [--cache DIR] [--lambda X]
// OLD and NEW hold the same tokens; those with different tags are the errors to find. Audits OLD against REFERENCE,
// takes every candidate, gives each token the most suspicious value of the candidates that cover it (none: the least),
// and prints average precision, AUROC and precision at 10 to 500, in per cent; ties count as in a random order.
// One JSON line a signal, then a table. Needs a build.
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { readCorpus } from "../dist/corpus/index.js";
import { scratch, seginf, table } from "./lib/run.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    "label-column": { type: "string" },
    targets: { type: "string", default: "errors,all" },
    cache: { type: "string" },
    lambda: { type: "string" },
  },
});
if (positionals.length !== 3) throw new Error("usage: node bench/detection.mjs OLD NEW REFERENCE [--label-column=N]");
const [oldFile, newFile, reference] = positionals;
const directory = scratch();
const labelColumn = options["label-column"];
const reading = labelColumn === undefined ? {} : { labelColumn };

const before = await readCorpus(oldFile, reading);
const after = await readCorpus(newFile, reading);
const wrong = differences(before, after);
const total = wrong.reduce((sum, one) => sum + one, 0);
console.error(`${total} of ${wrong.length} tokens differ (${((100 * total) / wrong.length).toFixed(2)} %)`);

const CUTS = [10, 50, 100, 500];
const rows = [];
for (const targets of options.targets.split(",")) {
  const candidates = await audit(targets);
  for (const [signal, values] of Object.entries(signalsOf(candidates))) {
    const perToken = overTokens(candidates, values);
    const quality = {
      ...curves(perToken),
      ...Object.fromEntries(CUTS.map((k) => [`p${k}`, precisionAt(perToken, k)])),
    };
    console.log(JSON.stringify({ targets, signal, candidates: candidates.length, ...quality }));
    const cells = [quality.ap, quality.auroc, ...CUTS.map((k) => quality[`p${k}`])];
    rows.push([targets, signal, ...cells.map((value) => (100 * value).toFixed(1))]);
  }
}
console.log(`\n${table(["targets", "signal", "AP", "AUROC", ...CUTS.map((k) => `P@${k}`)], rows)}`);

/** 1 for each token that has another tag in `b`, else 0. */
function differences(a, b) {
  const length = a.words.ids.length;
  if (b.words.ids.length !== length)
    throw new Error(`${length} tokens in ${a.name}, ${b.words.ids.length} in ${b.name}`);
  return Uint8Array.from({ length }, (_, t) => {
    const word = a.words.values[a.words.ids[t]];
    if (word !== b.words.values[b.words.ids[t]]) throw new Error(`${a.name}:${a.lines[t]}: another word in ${b.name}`);
    return a.tags.values[a.tags.ids[t]] === b.tags.values[b.tags.ids[t]] ? 0 : 1;
  });
}

async function audit(targets) {
  const out = join(directory, `${targets}.jsonl`);
  const cache = options.cache ?? join(directory, "cache");
  const args = ["audit", oldFile, reference, "--limit", "0", "--format", "jsonl", "--opposed", "0", "--exit-zero"];
  if (labelColumn !== undefined) args.push("--label-column", labelColumn);
  if (options.lambda !== undefined) args.push("--lambda", options.lambda);
  const { err } = await seginf([...args, "--targets", targets, "--cache", cache, "-o", out], { directory });
  console.error(err.trimEnd());
  const candidates = [];
  for await (const line of createInterface({ input: createReadStream(out) })) {
    const { rank, sentence, start, end, signals } = JSON.parse(line);
    const first = before.sentenceStart[sentence];
    candidates.push({ rank, start: first + start, end: first + end, ...signals });
  }
  return candidates;
}

/** Each signal as one value a candidate, higher for more suspicious. */
function signalsOf(candidates) {
  const of = (value) => Float64Array.from(candidates, value);
  const loss = of((one) => one.loss);
  const harm = of((one) => -one.influence);
  const lossRank = ranks(loss);
  const harmRank = ranks(harm);
  return {
    // The order that the audit lists them in; the score itself is rounded.
    score: of((one) => -one.rank),
    loss,
    "1 − marginal": of((one) => 1 - one.marginal),
    "−influence": harm,
    "−relabelInfluence": of((one) => -one.relabelInfluence),
    "rank product, loss and −influence": lossRank.map((rank, i) => -rank * harmRank[i]),
  };
}

/** From 1 for the largest; ties share their mean. */
function ranks(values) {
  const result = new Float64Array(values.length);
  let above = 0;
  for (const group of tied(values)) {
    for (const i of group) result[i] = above + (group.length + 1) / 2;
    above += group.length;
  }
  return result;
}

/** Indices by descending value, those of equal value together. */
function* tied(values) {
  const order = Uint32Array.from(values, (_, i) => i).sort((a, b) => values[b] - values[a]);
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && values[order[to]] === values[order[from]]) to++;
    yield order.subarray(from, to);
  }
}

function overTokens(candidates, values) {
  const perToken = new Float64Array(wrong.length).fill(-Number.MAX_VALUE);
  candidates.forEach(({ start, end }, i) => {
    for (let t = start; t < end; t++) perToken[t] = Math.max(perToken[t], values[i]);
  });
  return perToken;
}

/** Average precision (a step at each distinct value) and the area under the ROC curve. */
function curves(values) {
  let seen = 0;
  let hits = 0;
  let ap = 0;
  let pairs = 0;
  for (const group of tied(values)) {
    const found = group.reduce((sum, token) => sum + wrong[token], 0);
    const missed = wrong.length - total - (seen - hits);
    pairs += found * (missed - (group.length - found) / 2);
    seen += group.length;
    hits += found;
    ap += (found / total) * (hits / seen);
  }
  return { ap, auroc: pairs / (total * (wrong.length - total)) };
}

/** The expected precision of the first k tokens where ties come in a random order. */
function precisionAt(values, k) {
  let seen = 0;
  let hits = 0;
  for (const group of tied(values)) {
    const found = group.reduce((sum, token) => sum + wrong[token], 0);
    const taken = Math.min(group.length, k - seen);
    hits += (found * taken) / group.length;
    seen += taken;
    if (seen >= k) break;
  }
  return hits / k;
}
