import {
  annotatedCandidates,
  candidateAt,
  joined,
  missedCandidates,
} from "../../../src/audit/candidates/candidates.js";
import { scoredAt } from "../../../src/audit/candidates/table.js";
import { align } from "../../../src/audit/commit/alignment.js";
import { fingerprintOf } from "../../../src/audit/findings.js";
import { toTrain } from "../../../src/cached/tagger.js";
import { annotate } from "../../../src/corpus/index.js";
import type { Corpus } from "../../../src/corpus/types.js";
import { parseTargets } from "../../../src/influence/targets.js";
import { choicesOf } from "../../../src/pipeline/choices.js";
import { commitResult } from "../../../src/pipeline/commit.js";
import { wholeResult } from "../../../src/pipeline/result.js";
import { requestOf } from "../../../src/pipeline/settings.js";
import { silent, TRAINING } from "../../helpers/audit.js";
import { kernels } from "../../helpers/compiled.js";
import { corpusFrom, rowsOf } from "../../helpers/corpora.js";
import { newswire } from "../../helpers/newswire.js";

const whole = await newswire("train", 0, 200);
const reference = annotate(await newswire("reference", 0, 100), "BIO");
const rows = rowsOf(whole);

/** The sentences without two of them, and one that holds a segment under another label. */
const place = rows.findIndex((sentence, k) => k > 20 && sentence.some(([, tag]) => tag === "B-LOC"));
const spoilt = rows[place].map(([word, tag]) => [word, tag.replace("LOC", "PER")]);
const added = [
  ["Quux", "B-ORG"],
  ["said", "O"],
  ["nothing", "O"],
];
const after = [...rows.slice(0, 3), added, ...rows.slice(5, place), spoilt, ...rows.slice(place + 1)];
const now = corpusFrom(after, whole.name);
const changed = new Set([3, place - 1]);

const inputsOf = (corpus: Corpus, trusted: typeof reference | null) => ({
  train: annotate(corpus, "BIO"),
  reference: trusted,
  tagger: toTrain(async () => kernels, corpus, TRAINING, null),
  withoutStates: null,
});

describe.each([
  ["with a reference", reference],
  ["without", null],
])("a result after a commit, %s", (_, trusted) => {
  const choices = choicesOf(requestOf({}), trusted !== null);
  const targets = trusted && parseTargets("errors", trusted.corpus.name);
  const before = inputsOf(whole, trusted);
  const inputs = inputsOf(now, trusted);
  const work = (async () => {
    const { result: base } = await wholeResult(before, targets, choices, silent());
    const { result } = await commitResult(inputs, { ...before, changed }, targets, choices, silent());
    return { base, result };
  })();

  it("has the candidates of the corpus as it is now, in order", async () => {
    const { candidates } = (await work).result.table;
    const { segments } = inputs.train;
    const annotated = annotatedCandidates(segments);
    const missed = Array.from({ length: candidates.count - annotated.count }, (_, i) =>
      candidateAt(candidates, annotated.count + i),
    );
    const spans = {
      count: missed.length,
      sentence: Int32Array.from(missed, ({ sentence }) => sentence),
      start: Int32Array.from(missed, ({ start }) => start),
      end: Int32Array.from(missed, ({ end }) => end),
      label: new Int32Array(missed.length),
      labels: ["?"],
    };
    expect(candidates).toEqual(joined(annotated, missedCandidates(segments, [spans])));
  });

  it("leaves what has not changed with the score, suggestion and figures that it had", async () => {
    const { base, result } = await work;
    const { before: was } = align(now, whole, (k) => changed.has(k));
    const rowsBefore = new Map(
      Array.from({ length: base.table.candidates.count }, (_, row) => {
        const { sentence, start, end, label } = candidateAt(base.table.candidates, row);
        return [[sentence, start - whole.sentenceStart[sentence], end - start, label].join(), row];
      }),
    );
    let compared = 0;
    for (let row = 0; row < result.table.candidates.count; row++) {
      const one = scoredAt(result.table, row);
      const sentence = was[one.sentence];
      if (sentence < 0) continue;
      const shift = now.sentenceStart[one.sentence] - whole.sentenceStart[sentence];
      const key = [sentence, one.start - now.sentenceStart[one.sentence], one.end - one.start, one.label].join();
      const other = scoredAt(base.table, rowsBefore.get(key)!);
      expect(one.logOdds).toBe(other.logOdds);
      // How the same words are annotated elsewhere may have changed.
      expect({ ...one.signals, variation: 0 }).toEqual({ ...other.signals, variation: 0 });
      expect(one.proposal?.start).toBe(other.proposal && other.proposal.start + shift);
      expect(one.proposal?.segments.map(({ label }) => label)).toEqual(
        other.proposal?.segments.map(({ label }) => label),
      );
      compared++;
    }
    expect(compared).toBeGreaterThan(200);
  });

  it("finds the label that the commit spoils more suspicious than most, and suggests another", async () => {
    const { result } = await work;
    const { candidates } = result.table;
    const own = Array.from({ length: candidates.count }, (_, row) => scoredAt(result.table, row));
    const row = own.findIndex(({ sentence, label }) => sentence === place - 1 && label === "PER");
    const less = own.filter((_, other) => result.single[other] < result.single[row]).length;
    expect(less / own.length).toBeGreaterThan(0.9);
    const suggested = own[row].proposal?.segments.map(({ label }) => label);
    expect(suggested).toEqual(trusted ? ["LOC"] : [expect.not.stringMatching("PER")]);
  });

  it("keeps patterns' findings where they stand now", async () => {
    const { base, result } = await work;
    expect(result.patterns.map(({ id }) => id)).toEqual(base.patterns.map(({ id }) => id));
    const prints = new Map<string, number[]>();
    for (let row = 0; row < result.table.candidates.count; row++) {
      const candidate = candidateAt(result.table.candidates, row);
      const key = fingerprintOf(now, candidate);
      prints.set(key, [...(prints.get(key) ?? []), now.lines[candidate.start]]);
    }
    for (const { findings, places } of result.patterns) {
      findings.forEach((fingerprint, i) => {
        expect(prints.get(fingerprint)).toContain(places[i].line);
      });
    }
  });
});
