// Audits corpora with realistic noise and keeps what the score is learnt from:
//   node bench/detection/gather.mjs DATA EVIDENCE [--only REGEXP] [--seed 1] [--cache DIRECTORY]
// EVIDENCE/<scenario>-<sentences of the reference>.{json,bin}: every feature of each candidate, the tokens that its proposal changes, and
// which tokens are wrong. A scenario that is there already is not audited again. Takes 5 to 30 CPU seconds a scenario. Needs a build.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Cache } from "../../dist/storage/index.js";
import { auditNoise, averagePrecision, saveEvidence, tokenLogOdds } from "./evidence.mjs";
import { loadForNoise } from "./noise/corpora.mjs";
import { taggerFor } from "./noise/tagger.mjs";
import { learningScenarios } from "./scenarios.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: "string", default: "" }, seed: { type: "string", default: "1" }, cache: { type: "string" } },
});
if (positionals.length !== 2) throw new Error("usage: node bench/detection/gather.mjs DATA EVIDENCE [--only REGEXP]");
const [data, out] = positionals;
mkdirSync(out, { recursive: true });
const cache = options.cache ? new Cache(options.cache, console.error) : null;
const corpora = new Map();
for (const scenario of learningScenarios(Number(options.seed))) {
  if (!new RegExp(options.only).test(scenario.name) || existsSync(doneFile(scenario))) continue;
  const { sentences, references, ...about } = scenario;
  const name = `${about.corpus} ${sentences}`;
  if (!corpora.has(name)) {
    const loaded = await loadForNoise(about.corpus, data, { sentences });
    corpora.set(name, { ...loaded, predict: taggerFor(loaded.scheme) });
  }
  const start = process.cpuUsage().user;
  const notes = [];
  const reached = await auditNoise(scenario, corpora.get(name), references, cache, (judged) => {
    keep(about, corpora.get(name).scheme, judged);
    const odds = judged.columns[judged.names.indexOf("odds.joint")] ?? judged.columns[0];
    const ofTokens = tokenLogOdds(judged, odds);
    const covered = ofTokens.reduce((sum, x, t) => sum + (judged.isWrong[t] && x > -30 ? 1 : 0), 0);
    const wrong = judged.isWrong.reduce((sum, x) => sum + x, 0);
    notes.push(
      `${judged.size}: ${judged.table.candidates.count} candidates, ${covered} of ${wrong} covered, odds AP ${averagePrecision(ofTokens, judged.isWrong).toFixed(3)}`,
    );
  });
  writeFileSync(doneFile(scenario), "");
  const seconds = ((process.cpuUsage().user - start) / 1e6).toFixed(0);
  console.log(`${scenario.name} ${seconds} s ${reached ? notes.join("; ") : "skipped: cannot have so much noise"}`);
}

function fileOf({ name }) {
  return join(out, name.replaceAll("/", "-"));
}

function doneFile(scenario) {
  return `${fileOf(scenario)}.done`;
}

function keep(scenario, scheme, { size, names, columns, table, changed, isWrong, changedSentences }) {
  const { candidates } = table;
  const [first, tokens] = [[0], []];
  const wrong = new Float32Array(candidates.count);
  for (let i = 0; i < candidates.count; i++) {
    const own = changed(i);
    tokens.push(...own);
    first.push(tokens.length);
    const isSpanWrong =
      candidates.label[i] >= 0 && isWrong.subarray(candidates.start[i], candidates.end[i]).includes(1);
    wrong[i] = Number(isSpanWrong || own.some((t) => isWrong[t]));
  }
  const isOpen = Float32Array.from(columns[0], (_, i) =>
    Number(table.opinions.theta.odds[i] > Number.NEGATIVE_INFINITY),
  );
  const isChanged = new Set(changedSentences ?? []);
  const about = { ...scenario, scheme, reference: size, names, count: candidates.count, tokens: isWrong.length };
  saveEvidence(`${fileOf(scenario)}-${size}`, about, [
    ...columns,
    wrong,
    Float32Array.from(candidates.label, (label) => Number(label < 0)),
    isOpen,
    Float32Array.from(candidates.sentence, (k) => Number(isChanged.has(k))),
    first,
    tokens,
    isWrong,
  ]);
}
