import { anchoredIn } from "../../../src/audit/reason/anchored.js";
import { pattern as patternEvidence } from "../../../src/audit/reason/evidence.js";
import { annotate, readCorpus } from "../../../src/corpus/index.js";
import type { Corpus } from "../../../src/corpus/types.js";
import type { ReasonOf, TrainedOn } from "../../../src/findings/reason.js";
import type { AuditReport, Finding } from "../../../src/findings/report.js";
import { auditCorpora } from "../../helpers/audit.js";
import { rowsOf } from "../../helpers/corpora.js";

// Every number in a reason, counted again from the files' rows, with nothing of what made it.

interface Placed {
  readonly words: readonly string[];
  readonly label: string;
  readonly first: number;
  readonly sentence: number;
}

/** Segments of BIO rows as conlleval reads them. */
function segmentsIn(rows: readonly (readonly string[])[], sentence: number): Placed[] {
  const found: { words: string[]; label: string; first: number; sentence: number }[] = [];
  let open: string | null = null;
  for (const [i, [word = "", tag = "O"]] of rows.entries()) {
    const label = tag === "O" ? null : tag.slice(2);
    if (label !== null && (tag.startsWith("B-") || open !== label))
      found.push({ words: [word], label, first: i, sentence });
    else if (label !== null) found.at(-1)?.words.push(word);
    open = label;
  }
  return found;
}

/** Where the words are a segment of their own or in none, as [sentence, first token, label]. */
function placesOf(corpus: Corpus, words: readonly string[]): [number, number, string][] {
  return rowsOf(corpus).flatMap((rows, sentence) => {
    const segments = segmentsIn(rows, sentence);
    const found: [number, number, string][] = [];
    for (let first = 0; first + words.length <= rows.length; first++) {
      if (!words.every((word, j) => rows[first + j]?.[0] === word)) continue;
      const past = first + words.length;
      const touching = segments.filter((one) => one.first < past && first < one.first + one.words.length);
      const [only] = touching;
      if (only === undefined) found.push([sentence, first, "O"]);
      else if (touching.length === 1 && only.first === first && only.words.length === words.length) {
        found.push([sentence, first, only.label]);
      }
    }
    return found;
  });
}

const files = new URL("../../../fixtures/newswire/", import.meta.url).pathname;
const train = await readCorpus(`${files}train.conll`);
const reference = await readCorpus(`${files}reference.conll`);
const settings = { limit: 0, opposed: 0, patterns: 100 };
const compared = await auditCorpora(train, reference, settings);
const alone = await auditCorpora(train, null, { ...settings, folds: 3 });

const reasonsOf = <K extends Finding["reason"]["kind"]>(report: AuditReport, kind: K) =>
  report.findings.flatMap((finding) =>
    finding.reason.kind === kind ? [{ finding, reason: finding.reason as ReasonOf<K> }] : [],
  );

describe.each([
  ["with a reference", compared],
  ["without a reference", alone],
])("%s", (_, report) => {
  test("the same words are annotated so in as many places", () => {
    const found = reasonsOf(report, "sameWords");
    for (const { finding, reason } of found) {
      const own = finding.kind === "reference" ? "reference" : "training";
      const corpus = reason.corpus === "training" ? train : reference;
      const isHere = ([sentence, first]: readonly [number, number, string]) =>
        own === reason.corpus && sentence === finding.sentence && overlaps(finding, first, first + reason.words.length);
      const places = placesOf(corpus, reason.words).filter((place) => !isHere(place));
      expect([reason.words, places.filter(([, , label]) => label === reason.label).length, places.length]).toEqual([
        reason.words,
        reason.count,
        reason.of,
      ]);
    }
    expect(found.length).toBeGreaterThan(50);
  });

  test("a tagger's probabilities are those of its loss", () => {
    const found = reasonsOf(report, "tagger");
    let checked = 0;
    for (const { finding, reason } of found) {
      expect(reason.label).toBe(finding.suggestion);
      if (reason.probability !== null) {
        expect(reason.probability + reason.standing).toBeLessThanOrEqual(1 + 1e-9);
        // More tokens change than the finding covers.
        const { start, end } = finding.replacement ?? finding;
        if (start !== finding.start || end !== finding.end) continue;
      }
      expect(reason.standing).toBeCloseTo(Math.exp(-lossOf(finding)[reason.trainedOn]), 9);
      checked++;
    }
    expect(checked).toBeGreaterThan(20);
  });

  test("figures are the finding's own", () => {
    for (const { finding, reason } of reasonsOf(report, "influence")) expect(reason.share).toBe(finding.share);
    for (const { finding, reason } of reasonsOf(report, "loss")) expect(reason.loss).toBe(finding.signals.loss);
    for (const { finding, reason } of reasonsOf(report, "scheme")) expect(reason.tag).toBe(finding.label);
    expect(reasonsOf(report, "scheme")).toHaveLength(1);
  });
});

/** The losses of a finding by what the tagger was trained on; the roles are exchanged in the reference. */
function lossOf({ kind, signals }: Finding): Readonly<Record<TrainedOn, number>> {
  const { loss, refitLoss, referenceTaggerLoss, crossValidatedLoss } = signals;
  const [training, ofReference] = kind === "reference" ? [referenceTaggerLoss, loss] : [loss, referenceTaggerLoss];
  const known = (value: number | null) => value ?? Number.NaN;
  return {
    ...{ training: known(training), reference: known(ofReference) },
    ...{ both: known(refitLoss), otherFolds: known(crossValidatedLoss) },
  };
}

const overlaps = ({ start, end }: Finding, first: number, past: number) => first < end && start < past;

test("a pattern's counts are those of its findings and of the reference's segments", () => {
  const anchored = anchoredIn(annotate(reference, "BIO"));
  const kinds = compared.patterns.map((pattern) => {
    const { weight, reason } = patternEvidence(pattern, anchored(pattern));
    expect(weight).toBeCloseTo(Math.log(pattern.probability / (1 - pattern.probability)));
    const there = rowsOf(reference)
      .flatMap(segmentsIn)
      .filter(({ words }) => words.join(" ").toLowerCase() === pattern.anchor.value);
    const same = there.filter(({ label }) => label === pattern.suggestion);
    expect(reason).toEqual({
      ...{ kind: "pattern", pattern: pattern.id, name: pattern.name, count: pattern.findings.length },
      reference: { label: pattern.suggestion, count: same.length, of: there.length },
    });
    return pattern.anchor.kind;
  });
  // The shipped corpus has patterns by their words.
  expect(kinds).not.toEqual([]);
  for (const kind of kinds) expect(["first", "lower"]).toContain(kind);
});
