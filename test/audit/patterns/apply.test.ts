import type { ScoredCandidate } from "../../../src/audit/candidates/table.js";
import { coefficients } from "../../../src/audit/coefficients/coefficients.js";
import { applyPatterns, patternCandidates } from "../../../src/audit/patterns/apply.js";
import { findPatterns } from "../../../src/audit/patterns/find.js";
import { TagEncoder } from "../../../src/audit/suggestions/tagEncoder.js";
import { readSegments } from "../../../src/corpus/index.js";
import type { Relabeller } from "../../../src/influence/relabelling.js";
import { judgementsOf } from "../../helpers/candidates.js";
import { corpusFrom } from "../../helpers/corpora.js";
import { random } from "../../helpers/random.js";
import { sweepSignals } from "../../report/sample.js";

const missed = (start: number, end: number, logOdds: number, span: readonly [number, number]): ScoredCandidate => ({
  ...{ sentence: 0, start, end, label: "O", previous: -1, next: -1, logOdds, signals: sweepSignals(-1, -1, 1, 0.5) },
  proposal: { start: span[0], end: span[1], segments: [{ start: span[0], end: span[1], label: "LOC" }] },
});

test("missed spans with one suggestion are one error, as in the ranking", () => {
  // "Gulf", "Gulf States" and "Oslo", the first two for the same segment.
  const rows = [missed(0, 1, 1, [0, 2]), missed(0, 2, 2, [0, 2]), missed(5, 6, 0, [5, 6])];
  const { change, changes, rightStart, rightEnd } = patternCandidates(judgementsOf(rows));
  expect(changes).toEqual([{ kind: "missed", label: "O", suggestion: "LOC" }]);
  expect([...change]).toEqual([-1, 0, 0]);
  expect([...rightStart]).toEqual([0, 0, 5]);
  expect([...rightEnd]).toEqual([1, 2, 6]);
});

describe("applyPatterns", () => {
  const { most, listed, likely } = coefficients.patterns;

  /** Every other name is a LOC; after "at" it is wrong at a rate of its own, too seldom for any pattern to be certain. */
  function patternsOf(seed: number, rate: number) {
    const next = random(seed);
    const words = Array.from({ length: 120 }, (_, i) => {
      const right = i % 2 === 0 ? "LOC" : "ORG";
      const before = ["in", "at", "from", "with", "by", "near"][Math.floor(i / 2) % 6];
      const isWrong = right === "LOC" && next() < (before === "at" ? rate : 0.08);
      return { before, name: `Name${i}`, isWrong, label: isWrong ? "ORG" : right };
    });
    const corpus = corpusFrom(
      words.map(({ before, name, label }) => [
        ["saw", "O"],
        [before, "O"],
        [name, `B-${label}`],
      ]),
    );
    const { segments } = readSegments(corpus, "BIO");
    const rows = words.map(({ isWrong, label }, i): ScoredCandidate => {
      const [start, end] = [segments.start[i], segments.end[i]];
      const suggested = { start, end, label: label === "ORG" ? "LOC" : "ORG" };
      return {
        ...{ sentence: i, start, end, label, previous: i - 1, next: i + 1, logOdds: isWrong ? next() : -4 - next() },
        ...{ signals: sweepSignals(-1, -1, 1, 0.5), proposal: { start, end, segments: [suggested] } },
      };
    });
    const table = judgementsOf(rows);
    const source = { corpus, annotated: segments, reference: null, referenceLoss: 10 };
    const said = { fingerprintOf: (row: number) => `f${row}`, relabelInfluence: () => -1 };
    const found = findPatterns(patternCandidates(table), { ...source, ...said }, most).map(({ pattern }) => pattern);
    const influence = { change: () => -1 } as unknown as Relabeller;
    const tagEncoder = new TagEncoder("BIO", ["O", "B-ORG", "B-LOC"], segments);
    const applied = applyPatterns(table, { ...source, influence, tagEncoder });
    return { found, reported: applied.patterns, before: table.logOdds, after: applied.table.logOdds };
  }
  const runs = Array.from({ length: 60 }, (_, i) => patternsOf(i + 1, 0.4 + 0.1 * (i % 6)));

  it("reports patterns that chance does not explain and that are likely enough wrong", () => {
    for (const { found, reported } of runs) {
      const expected = found.filter(({ pValue, probability }) => pValue <= listed && probability >= likely);
      expect(reported.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
    }
    const between = runs.flatMap(({ found }) => found).filter(({ pValue }) => pValue > listed);
    expect(between.filter(({ probability }) => probability >= likely).length).toBeGreaterThan(0);
  });

  it("raises scores, and lowers none, by patterns that it does not report as well", () => {
    for (const { before, after } of runs) expect(after.every((odds, i) => odds >= before[i])).toBe(true);
    const unreported = runs.filter(({ found, reported }) => found.length > 0 && reported.length === 0);
    expect(unreported.length).toBeGreaterThan(0);
    for (const { before, after } of unreported) expect(after.some((odds, i) => odds > before[i])).toBe(true);
  });
});
