// What an audit of a corpus with known errors knows of each candidate: what the score is learnt from and judged by. Needs a build.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { readReference } from "../../dist/audit/candidates/decode.js";
import { findCandidates } from "../../dist/audit/candidates/find.js";
import { contextOf } from "../../dist/audit/context.js";
import { solveInfluence } from "../../dist/audit/influence.js";
import { resolvePatterns } from "../../dist/audit/patterns/resolve.js";
import { refitThroughChannel, refitWithReference } from "../../dist/audit/refits/cachedRefits.js";
import { wrongTags } from "../../dist/audit/refits/noiseChannel.js";
import { featuresOf } from "../../dist/audit/score/features.js";
import { labelsSeen } from "../../dist/audit/score/score.js";
import { computeSignals } from "../../dist/audit/signals/signals.js";
import { toTrain } from "../../dist/cached/tagger.js";
import { annotate } from "../../dist/corpus/index.js";
import { defaultTemplates } from "../../dist/features/templates.js";
import { createKernels } from "../../dist/kernels/index.js";
import { sentencesOf, takeSentences } from "./noise/documents.mjs";
import { makeNoise } from "./noise/suite.mjs";
import { corpusOf } from "./noise/tagger.mjs";

/** How the taggers of scenarios are trained. */
export const TRAINING = { templates: defaultTemplates, lambda: 1, minCount: 1, tolerance: 1e-4, maxIterations: 2000 };
const TARGETS = { kind: "errors" };
const SOLVE = { tolerance: 1e-2 };
/** Of the documents that a smaller reference is drawn from. */
const DRAW = 1;

/**
 * visit({reference, table, subject, found, context, names, columns, tokens, isWrong, changed}) for each size of the reference, 0 for
 * none: `columns[j][i]` is feature j of candidate i, `changed(i, table)` the tokens that a proposal changes.
 *
 * @param corpus of loadForNoise, with `predict`
 * @param cache keeps taggers and refits between runs; null for none
 */
export async function auditNoise(scenario, corpus, references, cache, visit) {
  const { train: clean, reference: all, scheme } = corpus;
  const made = makeNoise(scenario, clean, corpus);
  if (made.reached === false) return false;
  const kernels = createKernels({ threads: 1 });
  try {
    const annotated = annotate(corpusOf(made.documents, scheme), scheme);
    const gold = corpusOf(clean, scheme);
    const trained = await toTrain(async () => kernels, annotated.corpus, { ...TRAINING, scheme }, cache).obtain();
    const sizes = new Set(references.map((size) => Math.min(size, sentencesOf(all).length)));
    for (const size of sizes) {
      const trusted = size > 0 ? annotate(corpusOf(takeSentences(all, size, DRAW), scheme), scheme) : null;
      const judged = await judge(annotated, trusted, trained, cache);
      visit({ size, changedSentences: made.changed ?? null, ...judged, ...known(annotated, gold, trained, judged) });
    }
    return true;
  } finally {
    kernels.close();
  }
}

export async function judge(annotated, trusted, trained, cache, hasChannel = true, trust = "auto") {
  const { tagger, objective } = trained;
  const read = trusted && readReference(tagger, trusted, objective.kernels);
  const influence = read && (await solveInfluence(trained, read, TARGETS, "errors", SOLVE, cache));
  const context = contextOf(annotated, trained, read, influence);
  const refits = read && (await refitWithReference(trained, read, trust, cache));
  const channel = read && hasChannel && (await refitThroughChannel(trained, read, refits, cache));
  const weights = {
    theta: tagger.theta,
    ...(refits && { joint: refits.joint, referenceOnly: refits.referenceOnly }),
    ...(channel && { channel: channel.theta }),
  };
  const subject = { annotated, reference: trusted, tagger, objective, weights, v: influence?.v ?? null };
  const found = findCandidates(subject);
  const { table, variation } = computeSignals(subject, found);
  const wrong = channel && wrongTags(objective, channel);
  const features = featuresOf(table, variation, annotated.corpus, wrong, labelsSeen(trusted));
  return {
    ...{ context, subject, found, table, variation, wrong },
    names: features.map(({ name }) => name),
    columns: features.map(({ values }) => values),
    resolve: (logOdds) => resolvePatterns({ ...table, logOdds }, subject, found, context),
  };
}

/** What of it is wrong. */
function known({ corpus }, gold, { tagger }, { found, table }) {
  const tokens = corpus.words.ids.length;
  const tagOf = ({ tags }, t) => tags.values[tags.ids[t]];
  const isWrong = Uint8Array.from({ length: tokens }, (_, t) => Number(tagOf(corpus, t) !== tagOf(gold, t)));
  const { candidates } = table;
  const { tagEncoder } = found.source;
  const changed = (i, { proposals } = table) => {
    const proposal = proposals.at(i);
    const all = [];
    if (proposal) {
      const place = { sentence: candidates.sentence[i], previous: candidates.previous[i] };
      const { from, numbers } = tagEncoder.encodeFor(proposal, place);
      numbers.forEach((number, j) => {
        if (tagger.labels[number] !== tagOf(corpus, from + j)) all.push(from + j);
      });
    }
    if (all.length === 0) for (let t = candidates.start[i]; t < candidates.end[i]; t++) all.push(t);
    return all;
  };
  const goldTag = (t) => tagOf(gold, t);
  return { tokens, isWrong, changed, goldTag };
}

/** log odds by token, the highest of the candidates whose proposals change it; −30 where none does. */
export function tokenLogOdds({ tokens, table: { candidates }, changed }, logOdds, table) {
  const out = new Float64Array(tokens).fill(-30);
  for (let i = 0; i < candidates.count; i++)
    for (const t of changed(i, table)) out[t] = Math.max(out[t], Math.max(-29, logOdds[i]));
  return out;
}

/** Average precision of a ranking; ties count as their share. */
export function averagePrecision(scores, isWrong) {
  const order = Uint32Array.from(scores, (_, i) => i).sort((a, b) => scores[b] - scores[a]);
  let [seen, right, sum] = [0, 0, 0];
  for (let i = 0; i < order.length; ) {
    let j = i;
    let hits = 0;
    while (j < order.length && scores[order[j]] === scores[order[i]]) hits += isWrong[order[j++]];
    seen += j - i;
    right += hits;
    if (hits > 0) sum += (hits * right) / seen;
    i = j;
  }
  return right > 0 ? sum / right : 0;
}

/** Evidence as two files: what it is as JSON, and the columns in 32 bits. */
export function saveEvidence(file, about, arrays) {
  const all = arrays.map((values) => Float32Array.from(values));
  writeFileSync(`${file}.bin`, Buffer.concat(all.map((one) => Buffer.from(one.buffer))));
  writeFileSync(`${file}.json`, JSON.stringify({ ...about, lengths: all.map(({ length }) => length) }));
}

export function loadEvidence(file) {
  if (!existsSync(`${file}.json`)) return null;
  const about = JSON.parse(readFileSync(`${file}.json`, "utf8"));
  const { buffer, byteOffset } = readFileSync(`${file}.bin`);
  let at = byteOffset;
  const bytes = buffer.slice(byteOffset);
  at = 0;
  const arrays = about.lengths.map((length) => {
    const one = new Float32Array(bytes, at, length);
    at += 4 * length;
    return one;
  });
  return { about, arrays };
}
