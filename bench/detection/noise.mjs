// Writes corpora with realistic noise and known gold:
//   node bench/detection/noise.mjs DATA OUT [--only REGEXP] [--sentences 3000] [--references 200,1000,3000] [--seeds 1]
// DATA is a directory of corpora (RESULTS.md names them). For each scenario that --only chooses by name (corpus/kind/rate/seed),
// OUT/<name> gets train.conll, gold.conll, reference-<sentences>.conll and noise.json, which tells the share of wrong tokens;
// of a commit also base.conll, the corpus before it. --sentences bounds the training file. A line a scenario is printed, one
// that cannot have so much noise is skipped with a note. Needs a build.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { writeDocuments } from "./corpus.mjs";
import { loadForNoise } from "./noise/corpora.mjs";
import { countTokens, countWrong, sentencesOf, takeSentences } from "./noise/documents.mjs";
import { makeNoise, noiseScenarios, REFERENCES } from "./noise/suite.mjs";
import { taggerFor } from "./noise/tagger.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: "string", default: "" },
    sentences: { type: "string", default: "Infinity" },
    references: { type: "string", default: REFERENCES.filter((n) => n > 0).join() },
    seeds: { type: "string", default: "1" },
  },
});
if (positionals.length !== 2) throw new Error("usage: node bench/detection/noise.mjs DATA OUT [--only REGEXP] …");
const [data, out] = positionals;
const chosen = noiseScenarios({ seeds: options.seeds.split(",").map(Number) }).filter(({ name }) =>
  new RegExp(options.only).test(name),
);
for (const name of new Set(chosen.map(({ corpus }) => corpus))) {
  const corpus = await loadForNoise(name, data, { sentences: Number(options.sentences) });
  const context = { ...corpus, predict: taggerFor(corpus.scheme) };
  for (const scenario of chosen.filter((one) => one.corpus === name)) write(scenario, corpus, context);
}

function write(scenario, { train, reference, scheme }, context) {
  const { documents, base, reached = true, ...about } = makeNoise(scenario, train, context);
  if (!reached) {
    console.log(`${scenario.name}: skipped, ${(100 * about.rate).toFixed(2)} % at most`);
    return;
  }
  const directory = join(out, scenario.name.replaceAll("/", "-"));
  mkdirSync(directory, { recursive: true });
  const save = (file, what) => writeDocuments(join(directory, file), what, scheme);
  save("train.conll", documents);
  save("gold.conll", train);
  if (base) save("base.conll", base);
  const sizes = new Set(
    options.references.split(",").map((size) => Math.min(Number(size), sentencesOf(reference).length)),
  );
  for (const size of sizes) save(`reference-${size}.conll`, takeSentences(reference, size, 1));
  const wrong = countWrong(train, documents);
  const rate = wrong / countTokens(train);
  writeFileSync(join(directory, "noise.json"), JSON.stringify({ ...scenario, scheme, ...about, wrong, rate }));
  console.log(`${scenario.name}: ${wrong} tokens wrong, ${(100 * rate).toFixed(2)} %`);
}
