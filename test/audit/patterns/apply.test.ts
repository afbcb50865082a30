import type { ScoredCandidate } from "../../../src/audit/candidates/table.js";
import { patternCandidates } from "../../../src/audit/patterns/apply.js";
import { judgementsOf } from "../../helpers/candidates.js";
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
