// How far a commit's sentences move a tagger: node bench/detection/taught.mjs DATA [--corpora uner-ewt,wnut17,wikigold] [--sentences 100]
//   [--seeds 1] [--factors .3,1,3,10,30]
// Trains on a corpus without some of its sentences, a third of their segments wrong, and on all of it, and teaches the first tagger the missing
// sentences by audit/commit/update.ts with each factor as κ: the curvature of the other sentences beyond λ, times κ. Prints the mean loss of these sentences'
// annotated segments before, retrained and taught, nats, and the correlation of both over the segments. Needs a build.
import { parseArgs } from "node:util";
import { updatedWeights } from "../../dist/audit/commit/update.js";
import { annotate } from "../../dist/corpus/index.js";
import { sentencesOf } from "../../dist/corpus/sentences.js";
import { defaultTemplates } from "../../dist/features/templates.js";
import { SegmentLattice } from "../../dist/influence/segmentLattice.js";
import { createKernels } from "../../dist/kernels/index.js";
import { OwnFeatures } from "../../dist/tagger/ownFeatures.js";
import { scoresOf } from "../../dist/tagger/scores.js";
import { train } from "../../dist/tagger/train.js";
import { table } from "../lib/run.mjs";
import { loadForNoise } from "./noise/corpora.mjs";
import { makeNoise } from "./noise/suite.mjs";
import { corpusOf } from "./noise/tagger.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    corpora: { type: "string", default: "uner-ewt,wnut17,wikigold" },
    sentences: { type: "string", default: "100" },
    seeds: { type: "string", default: "1" },
    factors: { type: "string", default: "0.3,1,3,10,30" },
  },
});
if (positionals.length !== 1) throw new Error("usage: node bench/detection/taught.mjs DATA [--corpora LIST] …");
const kernels = createKernels({ threads: 2 });
const factors = options.factors.split(",").map(Number);
const LAMBDA = 1;
const rows = [];
for (const name of options.corpora.split(",")) {
  const { train: clean, scheme } = await loadForNoise(name, positionals[0], { sentences: Number.POSITIVE_INFINITY });
  for (const seed of options.seeds.split(",").map(Number)) {
    const made = makeNoise({ corpus: name, kind: "commit", rate: Number(options.sentences), seed }, clean, { scheme });
    rows.push(...measure(name, seed, made, scheme));
  }
}
kernels.close();
console.log(table(["corpus", "seed", "κ", "before", "retrained", "taught", "correlation before", "taught "], rows));

function measure(name, seed, { documents, base, changed }, scheme) {
  const settings = {
    templates: defaultTemplates,
    scheme,
    lambda: LAMBDA,
    minCount: 1,
    tolerance: 1e-6,
    maxIterations: 2000,
  };
  const [now, before] = [documents, base].map((one) => corpusOf(one, scheme));
  const earlier = train(kernels, before, settings);
  const { tagger } = earlier;
  const lattice = earlier.objective.at(tagger.theta);
  const curvature = Float64Array.from(lattice.hessian.diagonal());
  lattice.close();
  earlier.objective.close();
  const later = train(kernels, now, settings);
  const added = sentencesOf(now, changed);
  const { segments } = annotate(added, scheme);
  const own = new OwnFeatures(kernels, tagger, added);
  const problem = own.problemOf(added);
  const lossesOf = (of, weights) => {
    const judge = new SegmentLattice(of.chains, scoresOf(of, weights));
    return spans(segments).map((span) => judge.loss(span));
  };
  const atAll = annotate(now, scheme).segments;
  const isChanged = new Set(changed);
  const judge = new SegmentLattice(
    later.objective.problem.chains,
    scoresOf(later.objective.problem, later.tagger.theta),
  );
  const retrained = spans(atAll)
    .filter(({ sentence }) => isChanged.has(sentence))
    .map((span) => judge.loss(span));
  later.objective.close();
  const first = lossesOf(problem, own.weights(tagger.theta));
  return factors.map((n) => {
    const held = curvature.map((h) => LAMBDA + n * (h - LAMBDA));
    const taggers = { tagger, refits: null, channel: null, curvature: held, referenceCurvature: null };
    const { theta } = updatedWeights(own, kernels, taggers, { added, removed: null });
    const taught = lossesOf(problem, theta);
    const figures = [mean(first), mean(retrained), mean(taught)].map((x) => x.toFixed(3));
    return [
      name,
      seed,
      n,
      ...figures,
      correlation(first, retrained).toFixed(4),
      correlation(taught, retrained).toFixed(4),
    ];
  });
}

function spans({ count, sentence, start, end }) {
  return Array.from({ length: count }, (_, i) => ({ sentence: sentence[i], start: start[i], end: end[i] }));
}

function mean(values) {
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}

function correlation(a, b) {
  const [ma, mb] = [mean(a), mean(b)];
  const sum = (of) => a.reduce((total, _, i) => total + of(a[i] - ma, b[i] - mb), 0);
  return sum((x, y) => x * y) / Math.sqrt(sum((x) => x * x) * sum((_, y) => y * y));
}
