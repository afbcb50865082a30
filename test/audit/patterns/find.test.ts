import { coefficients } from "../../../src/audit/coefficients/coefficients.js";
import { type Change, keyOf } from "../../../src/audit/patterns/change.js";
import type { PatternCandidates } from "../../../src/audit/patterns/counts.js";
import { findPatterns } from "../../../src/audit/patterns/find.js";
import { readSegments } from "../../../src/corpus/index.js";
import { corpusFrom } from "../../helpers/corpora.js";
import { random } from "../../helpers/random.js";

const BEFORE = ["in", "at", "from", "with"];
const LABELS = ["LOC", "ORG", "PER"];

/** Sentences "saw in Name7 today": which word and which name, drawn at random; labels by the name, but for `habit`. */
function town(seed: number, habit: (before: string, name: number) => boolean) {
  const next = random(seed);
  const rows = Array.from({ length: 600 }, () => {
    const before = BEFORE[Math.floor(next() * BEFORE.length)];
    const name = Math.floor(next() * 90);
    const right = LABELS[name % 3];
    const label = right === "LOC" && habit(before, name) ? "ORG" : right;
    return { before, name, right, label };
  });
  const corpus = corpusFrom(
    rows.map(({ before, name, label }) => [
      ["saw", "O"],
      [before, "O"],
      [`Name${name}`, `B-${label}`],
      ["today", "O"],
    ]),
  );
  const { segments } = readSegments(corpus, "BIO");
  return { corpus, segments, rows, next };
}

/** Each segment a candidate, as likely an error as `probability` says, the suggestion the right label. */
function candidates(
  { corpus, segments, rows }: ReturnType<typeof town>,
  probability: (row: number) => number,
): PatternCandidates {
  const changes: Change[] = [];
  const numbers = new Map<string, number>();
  const change = Int32Array.from(rows, ({ label, right }) => {
    const suggestion = label === right ? LABELS[(LABELS.indexOf(label) + 1) % 3] : right;
    const one: Change = { kind: "label", label, suggestion };
    if (!numbers.has(keyOf(one))) numbers.set(keyOf(one), changes.push(one) - 1);
    return numbers.get(keyOf(one)) as number;
  });
  const column = (value: number) => new Float64Array(rows.length).fill(value);
  return {
    ...{ count: rows.length, sentence: segments.sentence, start: segments.start, end: segments.end, change, changes },
    ...{ rightStart: segments.start, rightEnd: segments.end },
    ...{
      label: segments.label,
      labels: segments.labels,
      doubt: null,
      influence: column(-0.5),
      relabelInfluence: column(-2),
    },
    ...bySuspicion(Float64Array.from(corpus.sentenceIds, (_, i) => probability(i))),
  };
}

const bySuspicion = (probability: Float64Array) => ({
  probability,
  logOdds: probability.map((p) => Math.log(p / (1 - p))),
});

function find(from: ReturnType<typeof town>, of: PatternCandidates, most = 5) {
  const source = { corpus: from.corpus, annotated: from.segments, reference: null, referenceLoss: 100 };
  const said = { fingerprintOf: (row: number) => `f${row}`, relabelInfluence: () => -1 };
  return findPatterns(of, { ...source, ...said }, most)
    .map(({ pattern }) => pattern)
    .filter(({ pValue }) => pValue <= coefficients.patterns.listed);
}

/** Errors are suspected at .3 to .7, the rest at 0 to .4. */
const hazy =
  ({ rows, next }: ReturnType<typeof town>) =>
  (i: number) =>
    rows[i].label === rows[i].right ? 0.4 * next() ** 3 : 0.3 + 0.4 * next();

describe("a habit after a word", () => {
  const from = town(1, (before) => before === "at");
  const wrong = from.rows.flatMap(({ label, right }, i) => (label === right ? [] : [i]));
  const [first] = find(from, candidates(from, hazy(from)));

  it("is named first", () => {
    expect(first.name).toBe('ORG → LOC when the word before it is "at"');
    expect(first).toMatchObject({ label: "ORG", suggestion: "LOC", anchor: { kind: "previous", value: "at" } });
    expect(first.pValue).toBeLessThan(1e-6);
  });

  it("lists its segments, and counts those that agree and disagree", () => {
    expect(first.findings).toEqual(wrong.map((i) => `f${i}`));
    expect(first.places[0]).toEqual({ file: "<test>", line: from.corpus.lines[from.segments.start[wrong[0]]] });
    const there = from.rows.filter(({ before }) => before === "at");
    expect(first.agree).toBe(there.filter(({ label }) => label === "ORG").length);
    expect(first.disagree).toBe(there.filter(({ label }) => label === "LOC").length);
  });

  it("adds up what its segments do to the reference", () => {
    expect(first.share).toBeCloseTo((0.5 * wrong.length) / 100, 12);
    expect(first.relabelInfluence).toBeCloseTo(-2 * wrong.length, 10);
  });

  it("keeps its id when other segments come to it", () => {
    const other = town(2, (before) => before === "at");
    expect(find(other, candidates(other, hazy(other)))[0].id).toBe(first.id);
  });
});

it("segments that are likelier wrong by themselves, with another suggestion, are not the pattern's", () => {
  const from = town(1, (before) => before === "at");
  const wrong = from.rows.flatMap(({ label, right }, i) => (label === right ? [] : [i]));
  const own = wrong.slice(0, 25);
  const of = candidates(from, (i) => (own.includes(i) ? 0.999 : hazy(from)(i)));
  const person = of.changes.findIndex(({ label, suggestion }) => label === "ORG" && suggestion === "PER");
  for (const i of own) of.change[i] = person;
  const clean = town(9, () => false);
  const [{ pattern, members }] = findPatterns(
    of,
    {
      ...{ corpus: from.corpus, annotated: from.segments, reference: clean, referenceLoss: 100 },
      ...{ fingerprintOf: (row: number) => `f${row}`, relabelInfluence: () => -1 },
    },
    1,
  );
  expect(pattern.name).toBe('ORG → LOC when the word before it is "at"');
  expect(pattern.findings.filter((name) => own.some((i) => name === `f${i}`))).toEqual([]);
  // Others with another suggestion are relabelled.
  expect(members.some(({ instead }) => instead !== null)).toBe(true);
});

it("two habits are two patterns, the greater first", () => {
  const from = town(3, (before, name) => before === "at" || (before === "with" && name < 60));
  const names = find(from, candidates(from, hazy(from))).map(({ name }) => name);
  expect(names).toEqual(['ORG → LOC when the word before it is "at"', 'ORG → LOC when the word before it is "with"']);
});

it("a part of the file says nothing of segments that should be none: in another kind of text nearly every name looks so", () => {
  const from = town(4, () => false);
  const of = candidates(from, (i) => (i < 30 ? 0.9 : 0.01 * from.next()));
  const everyLabel = from.segments.labels.map((label): Change => ({ kind: "spurious", label, suggestion: "O" }));
  const spurious = { ...of, changes: everyLabel, change: from.segments.label, labels: [...of.labels, "O"] };
  const ofAPart = (some: PatternCandidates) => find(from, some).filter(({ anchor }) => anchor.kind === "section");
  expect(ofAPart(of)).not.toEqual([]);
  expect(ofAPart(spurious)).toEqual([]);
});

/** 300 places "saw in Name7", 80 words outside of segments after one of `befores`, and which of these are suspicious. */
function leftOut(befores: readonly string[], isSuspicious: (before: string, i: number) => boolean) {
  const titles = Array.from({ length: 80 }, (_, i) => ({ before: befores[i % befores.length], word: `Title${i}` }));
  const corpus = corpusFrom([
    ...Array.from({ length: 300 }, (_, i) => [
      ["saw", "O"],
      [BEFORE[i % BEFORE.length], "O"],
      [`Name${i % 90}`, "B-LOC"],
    ]),
    ...titles.map(({ before, word }) => [
      ["said", "O"],
      [before, "O"],
      [word, "O"],
    ]),
  ]);
  const { segments } = readSegments(corpus, "BIO");
  const start = Int32Array.from(titles, (_, i) => 3 * (300 + i) + 2);
  const column = (value: number) => new Float64Array(titles.length).fill(value);
  const of: PatternCandidates = {
    ...{
      count: titles.length,
      sentence: Int32Array.from(titles, (_, i) => 300 + i),
      start,
      end: start.map((t) => t + 1),
    },
    ...{ rightStart: start, rightEnd: start.map((t) => t + 1), change: new Int32Array(titles.length) },
    ...{ changes: [{ kind: "missed", label: "O", suggestion: "LOC" }], doubt: null },
    ...{ label: new Int32Array(titles.length).fill(1), labels: ["LOC", "O"] },
    ...{ influence: column(-0.5), relabelInfluence: column(-2) },
    ...bySuspicion(Float64Array.from(titles, ({ before }, i) => (isSuspicious(before, i) ? 0.9 : 0.01))),
  };
  const source = { corpus, annotated: segments, reference: null, referenceLoss: 100 };
  const said = { fingerprintOf: (row: number) => `f${row}`, relabelInfluence: () => -1 };
  return findPatterns(of, { ...source, ...said }, 5)
    .map(({ pattern }) => pattern)
    .filter(({ pValue }) => pValue <= coefficients.patterns.listed)
    .map(({ name }) => name);
}

describe("names left out after a word", () => {
  it("are a pattern where spans after other words are not suspicious", () => {
    const names = leftOut(['"', "by", "of", "on"], (before) => before === '"');
    expect(names).toEqual(['LOC left out when the word before it is """']);
  });

  it("are none where all that is taken for a name stands after that word, suspicious or not", () => {
    expect(leftOut(['"'], (_, i) => i % 4 === 0)).toEqual([]);
  });
});

it.each([1, 2, 3, 4, 5, 6, 7, 8])("chance is no pattern: seed %i", (seed) => {
  const from = town(seed, () => false);
  const any = candidates(from, () => (from.next() < 0.1 ? 0.6 + 0.3 * from.next() : 0.1 * from.next()));
  expect(find(from, any)).toEqual([]);
});

it.each([1, 2, 3, 4])("what chance explains is not chosen, whatever it gains: seed %i", (seed) => {
  const from = town(seed, () => false);
  const any = candidates(from, () => (from.next() < 0.1 ? 0.6 + 0.3 * from.next() : 0.1 * from.next()));
  const source = { corpus: from.corpus, annotated: from.segments, reference: null, referenceLoss: 100 };
  const said = { fingerprintOf: (row: number) => `f${row}`, relabelInfluence: () => -1 };
  for (const { pattern } of findPatterns(any, { ...source, ...said }, 60)) {
    expect(pattern.pValue).toBeLessThanOrEqual(coefficients.patterns.alpha);
  }
});

it("as many as asked for, and none of nothing", () => {
  const from = town(3, (before, name) => before === "at" || (before === "with" && name < 60));
  const of = candidates(from, hazy(from));
  expect(find(from, of, 1)).toHaveLength(1);
  expect(find(from, of, 0)).toEqual([]);
});
