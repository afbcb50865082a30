import { readReference } from "../../src/audit/candidates/decode.js";
import { findCandidates } from "../../src/audit/candidates/find.js";
import { scoredAt } from "../../src/audit/candidates/table.js";
import { verdictOn, wordsOf } from "../../src/audit/findings.js";
import { occurrencesOutside } from "../../src/audit/occurrencesOutside.js";
import { findReferenceErrors } from "../../src/audit/referenceErrors.js";
import { refitEven, refitWithReference } from "../../src/audit/refits/cachedRefits.js";
import { computeSignals } from "../../src/audit/signals/signals.js";
import { annotate, readSegments } from "../../src/corpus/index.js";
import type { Corpus } from "../../src/corpus/types.js";
import type { Finding } from "../../src/findings/report.js";
import { plainKernels } from "../../src/kernels/plain.js";
import { train as trainTagger } from "../../src/tagger/train.js";
import { auditCorpora, TRAINING } from "../helpers/audit.js";
import { corpusFrom, rowsOf } from "../helpers/corpora.js";
import { newswire } from "../helpers/newswire.js";

const LABELS = ["LOC", "ORG", "PER", "MISC"];

/** Every n-th segment with the next label, and every n-th token outside as a segment of its own. */
function wrong(corpus: Corpus, n: number): Corpus {
  let segments = 0;
  let outside = 0;
  let label = "";
  const changed = (tag: string) => {
    if (tag.startsWith("I-")) return `I-${label}`;
    if (tag === "O") return ++outside % (3 * n) === 0 ? "B-ORG" : tag;
    label = tag.slice(2);
    if (++segments % n === 0) label = LABELS[(LABELS.indexOf(label) + 1) % LABELS.length];
    return `B-${label}`;
  };
  return corpusFrom(
    rowsOf(corpus).map((sentence) => sentence.map(([word, tag]) => [word, changed(tag)])),
    corpus.name,
  );
}
const train = wrong(await newswire("train", 0, 200), 5);
const reference = wrong(await newswire("reference", 0, 120), 4);

/** Whatever is asked of a reference error but its score: the threshold is 0. */
async function audited(against: Corpus): Promise<{ readonly errors: Finding[]; readonly others: Finding[] }> {
  const { findings } = await auditCorpora(train, against, { limit: 0, opposed: 0, patterns: 0, threshold: 0 });
  const isError = ({ kind }: Finding) => kind === "reference";
  return { errors: findings.filter(isError), others: findings.filter((one) => !isError(one)) };
}
const { errors, others } = await audited(reference);

it("finds some", () => expect(errors.length).toBeGreaterThan(10));

it("is no surer than the tagger that learns from the reference as well", () => {
  // σ(log odds of another reading) ≤ 1 − P(this one); figures are rounded.
  for (const { score, signals } of errors) {
    expect(score).toBeLessThanOrEqual(-Math.expm1(-(signals.refitLoss as number)) + 1e-4);
  }
});

it("does not call words no segment that the training corpus never has outside of one", () => {
  const occursOutside = occurrencesOutside(train, readSegments(train, "BIO").segments);
  for (const { suggestion, tokens } of errors) if (suggestion === "O") expect(occursOutside(tokens)).toBe(true);
});

it("is not said together with its opposite of the training corpus: one of both is wrong", () => {
  const named = (from: string, to: string, tokens: readonly string[]) => [from, to, ...tokens].join(" ").toLowerCase();
  const highest = new Map<string, number>();
  for (const { label, suggestion, tokens, score, kind } of others) {
    if (kind === "ill-formed" || score <= 0.5) continue;
    const name = named(label, suggestion, tokens);
    highest.set(name, Math.max(score, highest.get(name) ?? 0));
  }
  for (const { label, suggestion, tokens, score } of errors) {
    // Scores are rounded.
    expect(highest.get(named(suggestion, label, tokens)) ?? 0).toBeLessThan(1 - score + 1e-5);
  }
});

it("leaves out what training suspects more strongly of the opposite, and nothing else", async () => {
  const annotated = annotate(train, "BIO");
  const trained = trainTagger(plainKernels, train, TRAINING);
  const { tagger, objective } = trained;
  const read = readReference(tagger, annotate(reference, "BIO"), plainKernels);
  const refits = await refitWithReference(trained, read, "auto", null);
  const even = await refitEven(trained, read, "auto", refits, null);
  const weights = { theta: tagger.theta, joint: refits.joint, referenceOnly: refits.referenceOnly };
  const subject = {
    annotated,
    reference: read.gold,
    tagger,
    objective,
    weights,
    v: new Float64Array(tagger.theta.length),
  };
  const { table } = computeSignals(subject, findCandidates(subject));
  const errorsWhere = (odds: number) => {
    const scored = { ...table, logOdds: table.logOdds.slice().fill(odds) };
    return findReferenceErrors(annotated, scored, scored.logOdds, trained, read, { ...refits, even }, 0).findings;
  };
  const opposite = new Set(
    Array.from({ length: table.candidates.count }, (_, row) => {
      const one = scoredAt(table, row);
      return [one.label, verdictOn(one).suggestion, ...wordsOf(train, one.start, one.end)].join("\n").toLowerCase();
    }),
  );
  const [all, left] = [errorsWhere(-50), errorsWhere(50)];
  const isMirrored = ({ label, suggestion, tokens }: Finding) =>
    opposite.has([suggestion, label, ...tokens].join("\n").toLowerCase());
  expect(all.filter(isMirrored).length).toBeGreaterThan(0);
  const named = (found: readonly Finding[]) => found.map(({ fingerprint }) => fingerprint);
  expect(named(left)).toEqual(named(all.filter((one) => !isMirrored(one))));
});

it("says nothing of sentences with a label that the tagger does not know", async () => {
  const touched = new Set(errors.slice(0, 5).map(({ sentence }) => sentence));
  const rows = rowsOf(reference).map((sentence, k) => {
    if (!touched.has(k)) return sentence;
    const outside = sentence.findLastIndex(([, tag]) => tag === "O");
    return sentence.map(([word, tag], t) => [word, t === outside ? "B-UNSEEN" : tag]);
  });
  const known = await audited(corpusFrom(rows, "reference.conll"));
  expect(known.errors.length).toBeGreaterThan(0);
  expect(known.errors.filter(({ sentence }) => touched.has(sentence))).toEqual([]);
});
