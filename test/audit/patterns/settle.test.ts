import type { ScoredCandidate } from "../../../src/audit/candidates/table.js";
import { fingerprintOf } from "../../../src/audit/findings.js";
import { patternId } from "../../../src/audit/patterns/find.js";
import { settledPatterns } from "../../../src/audit/patterns/settle.js";
import { readSegments } from "../../../src/corpus/index.js";
import { candidateRows, judgementsOf } from "../../helpers/candidates.js";
import { corpusOf } from "../../helpers/corpora.js";
import { samplePattern, sweepSignals } from "../../report/sample.js";

/** Four places of "Twitter", labelled ORG, and what each should be by the finished table; O is no segment. */
function settled(...suggestions: readonly string[]) {
  const corpus = corpusOf(...suggestions.map((_, i) => `on/O Twitter/B-ORG no${i}/O`));
  const { segments } = readSegments(corpus, "BIO");
  const rows = suggestions.map((suggestion, sentence): ScoredCandidate => {
    const [start = 0, end = 0] = [segments.start[sentence], segments.end[sentence]];
    const instead = suggestion === "O" ? [] : [{ start, end, label: suggestion }];
    return {
      ...{ sentence, start, end, label: "ORG", previous: -1, next: -1, logOdds: sentence },
      ...{ signals: sweepSignals(-1, -2, 1, 0.5), proposal: { start, end, segments: instead } },
    };
  });
  const table = judgementsOf(rows);
  const anchor = { kind: "lower", value: "twitter" };
  const pattern = samplePattern({
    ...{ id: patternId({ kind: "spurious", label: "ORG", suggestion: "O" }, anchor), anchor },
    ...{ label: "ORG", suggestion: "O", probability: 0.6, share: 0.4, relabelInfluence: -8 },
    findings: candidateRows(table.candidates).map((one) => fingerprintOf(corpus, one)),
    places: suggestions.map((_, i) => ({ file: "<test>", line: 4 * i + 2 })),
  });
  const influence = { referenceLoss: 10 } as never;
  return { pattern, patterns: settledPatterns({ table, patterns: [pattern], influence }, corpus) };
}

test("a pattern whose findings all suggest what it says stays as it is", () => {
  const { pattern, patterns } = settled("O", "O", "O", "O");
  expect(patterns).toEqual([pattern]);
});

test("a finding with another suggestion is none of the pattern's, nor are its figures", () => {
  const { pattern, patterns } = settled("O", "product", "O", "O");
  const without = <T>(all: readonly T[]) => all.filter((_, i) => i !== 1);
  const { findings, places } = pattern;
  expect(patterns).toEqual([
    {
      ...pattern,
      ...{ findings: without(findings), places: without(places), relabelInfluence: -6 },
      share: expect.closeTo(0.3, 12),
    },
  ]);
});

test("one finding is no pattern", () => expect(settled("product", "ORG", "LOC", "O").patterns).toEqual([]));
