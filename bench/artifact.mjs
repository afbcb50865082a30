// The planted artifact of Jain et al. 2022, section 5: node bench/artifact.mjs TRAIN REFERENCE [--label B-PER] [--tokens 50]
//   [--seed 1] [--threads N]
// In a tenth of the training sentences the word "special" is put before a token labelled O, and that token becomes B-PER (--label). The
// same is done to a tenth of the reference sentences, whose labels stay right. For reference tokens that the tagger now
// gives that label behind the word: is the training token (sentence) that opposes them most one that was made so, and is the word what
// carries that influence? Needs a build.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readCorpus } from "../dist/corpus/index.js";
import { ClassNames } from "../dist/features/naming.js";
import { defaultTemplates } from "../dist/features/templates.js";
import { ClampedSegment } from "../dist/influence/clamped.js";
import { projectPieces } from "../dist/influence/projection.js";
import { targetGradient } from "../dist/influence/reference.js";
import { sentencePieces, tokenPieces } from "../dist/influence/units.js";
import { createKernels } from "../dist/kernels/index.js";
import { conjugateGradientsOf } from "../dist/math/cg.js";
import { viterbi } from "../dist/tagger/decode.js";
import { readThrough } from "../dist/tagger/model.js";
import { scoresOf } from "../dist/tagger/scores.js";
import { train } from "../dist/tagger/train.js";
import { seeded, shuffled } from "./detection/random.mjs";
import { scratch, table } from "./lib/run.mjs";

const WORD = "special";
const SHARE = 0.1;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    label: { type: "string", default: "B-PER" },
    tokens: { type: "string", default: "50" },
    seed: { type: "string", default: "1" },
    threads: { type: "string" },
  },
});
if (positionals.length !== 2) throw new Error("usage: node bench/artifact.mjs TRAIN REFERENCE [--tokens N] [--seed N]");

const random = seeded(Number(options.seed));
const directory = scratch();

/** Puts the word in; `mislabel` gives the token behind it the label. Returns the corpus and the tokens behind the word. */
async function planted(file, name, mislabel) {
  const sentences = readFileSync(file, "utf8")
    .split(/\n[ \t]*\n/)
    .map((text) => text.trim().split("\n"))
    .filter(([first]) => first !== "");
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
  writeFileSync(path, `${sentences.map((rows) => rows.join("\n")).join("\n\n")}\n`);
  return { corpus: await readCorpus(path, {}), behind: new Set(behind) };
}

const training = await planted(positionals[0], "train.conll", true);
const trusted = await planted(positionals[1], "reference.conll", false);
const kernels = createKernels(options.threads ? { threads: Number(options.threads) } : {});
const { tagger, objective } = train(kernels, training.corpus, {
  ...{ templates: defaultTemplates, scheme: "BIO", lambda: 1, minCount: 1, tolerance: 1e-5, maxIterations: 2000 },
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
    new ClampedSegment(read, span).moveTo(tagger.theta).addGradient(1, gradient);
    yield gradient;
  }
}

const { problem } = objective;
const theta = scoresOf(problem, tagger.theta);
const tokens = tokenPieces(training.corpus);
const sentences = sentencePieces(training.corpus);
const artifactSentences = new Set([...training.behind].map((t) => sentenceOf(training.corpus, t)));
const names = new ClassNames(tagger.space, tagger.classes);
const normOf = (span) => new ClampedSegment(problem, span).moveTo(tagger.theta).gradientNorm();
const tokenNorms = Float64Array.from(tokens, ({ core }) => normOf(core));
const sentenceNorms = Float64Array.from(sentences, ({ core }) => normOf(core));
const leastOf = (values) => values.reduce((best, x, i) => (x < values[best] ? i : best), 0);
const found = { token: 0, instance: 0, relativeToken: 0, relativeInstance: 0, word: 0 };
const solves = conjugateGradientsOf(objective.linearise(tagger.theta), gradients(), {
  ...{ tolerance: 1e-3, maxIterations: 1000, width: 8 },
});
const everything = targetGradient(
  problem,
  theta,
  sentences.map(({ core }) => core),
);
for (const { x: v } of solves) {
  const V = scoresOf(problem, v);
  const ofTokens = projectPieces(problem, theta, V, tokens);
  const ofSentences = projectPieces(problem, theta, V, sentences);
  const isArtifact = (i) => training.behind.has(tokens[i].core.start);
  const hasArtifact = (i) => artifactSentences.has(sentences[i].core.sentence);
  if (isArtifact(leastOf(ofTokens))) found.token++;
  if (hasArtifact(leastOf(ofSentences))) found.instance++;
  if (isArtifact(leastOf(ofTokens.map((x, i) => x / tokenNorms[i])))) found.relativeToken++;
  if (hasArtifact(leastOf(ofSentences.map((x, i) => x / sentenceNorms[i])))) found.relativeInstance++;
  if (names.of(mostOpposing(v)).some((name) => name.endsWith(`=${WORD}`))) found.word++;
}

/** The feature through which the training sentences, all together, oppose the target most. */
function mostOpposing(v) {
  const { stride, features } = problem.shape;
  const parts = new Float64Array(features);
  for (let i = 0; i < features * stride; i++) parts[Math.floor(i / stride)] += v[i] * everything[i];
  return leastOf(parts);
}
kernels.close();

if (chosen.length === 0) throw new Error("the tagger has not learnt the artifact: no reference token is misled");
const percent = (count) => `${((100 * count) / chosen.length).toFixed(0)}`;
console.log(
  `${training.behind.size} of ${sentences.length} training sentences changed; ` +
    `${misled.length} of ${trusted.behind.size} reference tokens misled, ${chosen.length} looked at`,
);
console.log(
  table(
    ["artifacts first, per cent", "Δ(S)", "Δ(S) / ‖g_S‖"],
    [
      ["top opponent among training tokens", percent(found.token), percent(found.relativeToken)],
      ["top opponent among training sentences", percent(found.instance), percent(found.relativeInstance)],
      ["the word, among the features that carry all of training's influence", percent(found.word), ""],
    ],
  ),
);
