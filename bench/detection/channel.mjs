// How far to search through the noise channel:
//   node bench/detection/channel.mjs DATA [--corpora LIST] [--kinds LIST] [--rates 0.03,0.1] [--seed 3] [--sentences 2500]
//     [--searches PAIRS/ITERATIONS,…]
// Plants errors (plant.mjs), trains, and refits through the channel with each search. A line a corpus and search: the token-level average
// precision of q_t, and CPU seconds; then a line a search: the geometric mean of its AP over the first search's, in how many
// corpora it is higher, and the same mean of CPU seconds. Needs a build.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readReference } from "../../dist/audit/candidates/decode.js";
import { noiseChannelRefit, SEARCH, wrongTags } from "../../dist/audit/refits/noiseChannel.js";
import { referenceObjective } from "../../dist/audit/refits/referenceLoss.js";
import { refitAlone } from "../../dist/audit/refits/refits.js";
import { annotate, readCorpus } from "../../dist/corpus/index.js";
import { defaultTemplates } from "../../dist/features/templates.js";
import { createKernels } from "../../dist/kernels/index.js";
import { train } from "../../dist/tagger/train.js";
import { AUDIT_DEFAULTS } from "../lib/defaults.mjs";
import { scratch } from "../lib/run.mjs";
import { loadCorpus, writeDocuments } from "./corpus.mjs";
import { averagePrecision } from "./evidence.mjs";
import { KINDS, plant, RANDOM_KINDS } from "./plant.mjs";
import { hashOf } from "./random.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    corpora: { type: "string", default: "wikigold,wnut17,uner-ewt" },
    kinds: { type: "string", default: [...Object.keys(RANDOM_KINDS), ...Object.keys(KINDS)].join() },
    rates: { type: "string", default: "0.03,0.1" },
    seed: { type: "string", default: "3" },
    sentences: { type: "string", default: "2500" },
    searches: { type: "string", default: "10/60,5/60,5/30,5/20,5/10" },
  },
});
if (positionals.length !== 1) throw new Error("usage: node bench/detection/channel.mjs DATA [--corpora LIST] …");
const searches = options.searches.split(",").map((search) => search.split("/").map(Number));
const directory = scratch();
const kernels = createKernels({ threads: 1 });
const ratios = searches.map(() => ({ ap: [], seconds: [] }));

for (const kind of options.kinds.split(",")) {
  for (const corpus of options.corpora.split(",")) {
    for (const rate of options.rates.split(",")) await scenario(corpus, kind, Number(rate));
  }
}
const mean = (logs) => Math.exp(logs.reduce((sum, x) => sum + x, 0) / logs.length).toFixed(3);
searches.forEach(([pairs, iterations], i) => {
  const { ap, seconds } = ratios[i];
  const higher = `higher in ${ap.filter((x) => x > 0).length} of ${ap.length}`;
  console.log(`${pairs} pairs, ${iterations} iterations: AP x ${mean(ap)}, ${higher}, CPU x ${mean(seconds)}`);
});

async function scenario(name, kind, rate) {
  const { train: documents, reference } = await loadCorpus(name, positionals[0], false);
  let sentences = 0;
  const clean = documents.filter((one) => {
    sentences += one.sentences.length;
    return sentences <= Number(options.sentences);
  });
  const planted = plant(clean, kind, rate, hashOf(`${name}/${kind}/${rate}/${options.seed}`));
  const save = (file, what) => {
    writeDocuments(join(directory, file), what);
    return join(directory, file);
  };
  const [gold, file] = [save("gold.conll", clean), save("train.conll", planted.documents)];
  const corpus = await readCorpus(file);
  const settings = { ...AUDIT_DEFAULTS.training, scheme: "BIO", templates: defaultTemplates };
  const { tagger, objective } = train(kernels, corpus, settings);
  const annotated = annotate(await readCorpus(save("reference.conll", reference)), "BIO");
  const { problem } = readReference(tagger, annotated, kernels);
  const start = refitAlone({ objective, theta: tagger.theta, problem });
  const wrong = await wrongTokens(gold, corpus);

  let first;
  searches.forEach(([memory, maxIterations], i) => {
    const bare = referenceObjective(kernels, problem, 0);
    const before = process.cpuUsage().user;
    const refit = noiseChannelRefit(objective, bare, tagger.theta, start, { ...SEARCH, memory, maxIterations });
    const seconds = (process.cpuUsage().user - before) / 1e6;
    bare.close();
    const ap = averagePrecision([...wrongTags(objective, refit)], wrong);
    first ??= { ap, seconds };
    ratios[i].ap.push(Math.log(ap / first.ap));
    ratios[i].seconds.push(Math.log(seconds / first.seconds));
    console.log(`${name}/${kind}/${rate} ${memory}/${maxIterations}: AP ${ap.toFixed(4)}, ${seconds.toFixed(1)} CPU s`);
  });
  problem.close();
  objective.close();
}

/** Of every token, whether its tag differs. */
async function wrongTokens(gold, corpus) {
  const tagsOf = ({ tags }) => Array.from(tags.ids, (id) => tags.values[id]);
  const right = tagsOf(await readCorpus(gold));
  return tagsOf(corpus).map((tag, t) => tag !== right[t]);
}
