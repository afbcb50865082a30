// The planted artifact of Jain et al. 2022, section 5: node bench/artifact.mjs TRAIN REFERENCE [--label B-PER] [--tokens 50]
//   [--sentences N] [--seed 1] [--threads N] [--encoder DIR [--head] [--packages DIR]]
// In a tenth of the training sentences the word "special" is put before a token labelled O, and that token becomes B-PER (--label). The
// same is done to a tenth of the reference sentences, whose labels stay right. For reference tokens that the tagger now
// gives that label behind the word: is the training token, segment or sentence that opposes them most one that was made so, in each
// order that seginf explain has, with the identity for the Hessian as the paper has it, and by training loss alone? --sentences takes
// the first N short sentences of TRAIN. --encoder gives the tagger the states of a model (--head: of a token classifier, with its last
// layer, refitted); the packages that run it are looked for in the working directory, or in --packages. Needs a build.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readCorpus, readSegments } from "../dist/corpus/index.js";
import { openEncoder } from "../dist/encoder/encoder.js";
import { Carriers } from "../dist/explain/carriers.js";
import { trainingNames } from "../dist/explain/names.js";
import { defaultTemplates } from "../dist/features/templates.js";
import { segmentPieces, sentencePieces, sentenceSpans, tokenPieces } from "../dist/influence/pieces.js";
import { projectPieces } from "../dist/influence/projection.js";
import { SegmentLoss } from "../dist/influence/segmentLoss.js";
import { gradientNorms } from "../dist/influence/sparseGradient.js";
import { createKernels } from "../dist/kernels/index.js";
import { conjugateGradients } from "../dist/math/cg.js";
import { viterbi } from "../dist/tagger/decode.js";
import { readThrough } from "../dist/tagger/model.js";
import { scoresOf } from "../dist/tagger/scores.js";
import { train } from "../dist/tagger/train.js";
import { seeded, shuffled } from "./detection/random.mjs";
import { scratch, table } from "./lib/run.mjs";
import { sentencesOf, textOf } from "./lib/sentences.mjs";

const WORD = "special";
const SHARE = 0.1;

const ORDERS = {
  ...{ absolute: "by Δ(S)", relative: "by Δ(S) / ‖g_S‖", carrier: "through the leading feature" },
  ...{ identity: "by Δ(S), H = I", identityRelative: "by Δ(S) / ‖g_S‖, H = I", loss: "by ℓ(S)" },
};

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    label: { type: "string", default: "B-PER" },
    tokens: { type: "string", default: "50" },
    sentences: { type: "string", default: "0" },
    seed: { type: "string", default: "1" },
    threads: { type: "string" },
    encoder: { type: "string" },
    head: { type: "boolean", default: false },
    packages: { type: "string", default: process.cwd() },
  },
});
if (positionals.length !== 2) throw new Error("usage: node bench/artifact.mjs TRAIN REFERENCE [--tokens N] [--seed N]");

const random = seeded(Number(options.seed));
const directory = scratch();

/** Puts the word in; `mislabel` gives the token behind it the label. Returns the corpus and the tokens behind the word. */
async function planted(file, name, mislabel) {
  const sentences = sentencesOf(file, mislabel ? Number(options.sentences) : 0);
  const behind = [];
  let token = 0;
  for (const rows of sentences) {
    const outside = [...rows.keys()].filter((i) => rows[i].split("\t").at(-1) === "O");
    if (outside.length > 0 && random.next() < SHARE) {
      const at = random.pick(outside);
      if (mislabel) rows[at] = `${rows[at].split("\t")[0]}\t${options.label}`;
      rows.splice(at, 0, `${WORD}\tO`);
      behind.push(token + at + 1);
    }
    token += rows.length;
  }
  const path = join(directory, name);
  writeFileSync(path, textOf(sentences));
  return { corpus: await readCorpus(path, {}), behind: new Set(behind) };
}

/** What an encoder makes of the corpora, and its last layer where it is asked for. */
async function statesOf(corpora) {
  const { encoder: path, head, packages } = options;
  const encoder = await openEncoder({ path, head, pool: head ? "first" : "mean" }, packages);
  const files = [];
  for (const corpus of corpora) files.push(await encoder.encode(corpus, { threads: threads ?? 1 }));
  return { files, dimensions: 128, head: head ? { layer: await encoder.head(), asGiven: false } : null };
}

const training = await planted(positionals[0], "train.conll", true);
const trusted = await planted(positionals[1], "reference.conll", false);
const threads = options.threads ? Number(options.threads) : undefined;
const kernels = createKernels(threads ? { threads } : {});
const states = options.encoder ? await statesOf([training.corpus, trusted.corpus]) : null;
const { tagger, objective } = train(kernels, training.corpus, {
  ...{ templates: defaultTemplates, scheme: "BIO", lambda: 1, minCount: 1, tolerance: 1e-5, maxIterations: 2000 },
  states,
});
const read = readThrough(tagger, trusted.corpus);
const said = viterbi(read.chains, scoresOf(read, tagger.theta));
const sentenceOf = ({ sentenceStart }, token) => sentenceStart.findLastIndex((start) => start <= token);
const misled = [...trusted.behind].filter(
  (t) => tagger.labels[said[t]] === options.label && read.chains.gold[t] !== said[t],
);
const chosen = shuffled(misled, random)
  .slice(0, Number(options.tokens))
  .sort((a, b) => a - b);

function* gradients() {
  for (const t of chosen) {
    const span = { sentence: sentenceOf(trusted.corpus, t), start: t, end: t + 1 };
    const gradient = new Float64Array(tagger.theta.length);
    new SegmentLoss(read, span).addGradient(tagger.theta, 1, gradient);
    yield gradient;
  }
}

const { problem } = objective;
const theta = scoresOf(problem, tagger.theta);
const artifactSentences = new Set([...training.behind].map((t) => sentenceOf(training.corpus, t)));
const { segments } = readSegments(training.corpus, "BIO");
const annotated = Array.from({ length: segments.count }, (_, i) => ({
  ...{ sentence: segments.sentence[i], start: segments.start[i], end: segments.end[i] },
  label: segments.labels[segments.label[i]],
}));
const holdsArtifact = ({ start, end }) => {
  for (let t = start; t < end; t++) if (training.behind.has(t)) return true;
  return false;
};
const lossOf = (span) => new SegmentLoss(problem, span).loss(tagger.theta);
/** What each unit's pieces are, with ‖g_S‖ of each, and how many targets have an artifact first. */
const units = Object.entries({
  tokens: { pieces: tokenPieces(training.corpus), isArtifact: holdsArtifact },
  segments: { pieces: segmentPieces(annotated, training.corpus), isArtifact: holdsArtifact },
  sentences: {
    pieces: sentencePieces(training.corpus),
    isArtifact: ({ sentence }) => artifactSentences.has(sentence),
  },
}).map(([name, unit]) => ({
  ...{ name, ...unit, norms: gradientNorms(problem, theta, unit.pieces) },
  byLoss: unit.pieces.map(({ spans }) => -spans.reduce((sum, span) => sum + lossOf(span), 0)),
  found: { absolute: 0, relative: 0, carrier: 0, identity: 0, identityRelative: 0, loss: 0 },
}));
const carriers = new Carriers(problem, theta, tagger.labels, trainingNames(tagger), 1);
const leastOf = (values) => values.reduce((best, x, i) => (x < values[best] ? i : best), 0);

const { hessian } = objective.at(tagger.theta);
let word = 0;
for (const gradient of gradients()) {
  const { x: v } = conjugateGradients(hessian, gradient, { tolerance: 1e-3, maxIterations: 1000 });
  const leading = carriers.whole(v, sentenceSpans(training.corpus)).leading(-1);
  for (const { pieces, isArtifact, norms, byLoss, found } of units) {
    const project = (u) => projectPieces(problem, theta, scoresOf(problem, u), pieces);
    const first = (values) => (isArtifact(pieces[leastOf(values)].core) ? 1 : 0);
    const influence = project(v);
    found.absolute += first(influence);
    found.relative += first(influence.map((x, i) => x / norms[i]));
    const similarity = project(gradient);
    found.identity += first(similarity);
    found.identityRelative += first(similarity.map((x, i) => x / norms[i]));
    found.loss += first(byLoss);
    // As seginf explain --rank carrier: the opponents, by their part in what carries most of what training does.
    const parts = project(leading.v);
    found.carrier += first(parts.map((x, i) => (influence[i] < 0 ? x : 0)));
  }
  const { name, merged } = leading.carrier;
  if ([name, ...merged].some((one) => one.endsWith(`=${WORD}`))) word++;
}
kernels.close();

if (chosen.length === 0) throw new Error("the tagger has not learnt the artifact: no reference token is misled");
const percent = (count) => ((100 * count) / chosen.length).toFixed(1);
console.log(
  `${training.behind.size} of ${training.corpus.sentenceStart.length - 1} training sentences changed; ` +
    `${misled.length} of ${trusted.behind.size} reference tokens misled, ${chosen.length} looked at`,
);
console.log(
  table(
    ["an artifact is first, per cent, among", ...Object.values(ORDERS)],
    units.map(({ name, found }) => [name, ...Object.keys(ORDERS).map((order) => percent(found[order]))]),
  ),
);
console.log(`\nThe leading feature is that of the word for ${percent(word)} per cent.`);
