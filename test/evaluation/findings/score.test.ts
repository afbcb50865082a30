import { calibration } from "../../../src/evaluation/findings/calibration.js";
import { scoreRankings } from "../../../src/evaluation/findings/score.js";
import { Judge, type Verdict } from "../../../src/evaluation/findings/verdict.js";
import type { Finding } from "../../../src/findings/report.js";
import { scoreJson } from "../../../src/report/score/json.js";
import { sampleSignals } from "../../report/sample.js";
import { errorsOf, findingAt } from "./helpers.js";

const errors = errorsOf("a/B-X b/O | c/B-X d/B-X | e/O f/O", "a/B-Y b/O | c/B-X d/B-X | e/B-Z f/O");

function rankingOf(findings: readonly Finding[], by: readonly string[] = ["score"]) {
  const judge = new Judge(errors);
  return { file: "f.jsonl", verdicts: findings.map((finding) => judge.judge(finding, "f.jsonl")), by };
}

const loss = (value: number) => ({ signals: sampleSignals({ loss: value, influence: -value }) });
const findings = [
  findingAt(0, 1, "a", { rank: 1, label: "X", suggestion: "Y", ...loss(1) }),
  findingAt(0, 1, "c", { rank: 2, sentence: 1, label: "X", suggestion: "Y", ...loss(9) }),
  findingAt(1, 2, "d", { rank: 3, sentence: 1, label: "X", suggestion: "Y", ...loss(2) }),
  findingAt(1, 2, "f", { rank: 4, sentence: 2, kind: "missed", label: "O", suggestion: "Z", ...loss(3) }),
];
const options = { resamples: 50, seed: 1, top: 500 };

describe("scores of a ranking", () => {
  const report = scoreRankings(errors, [rankingOf(findings, ["score", "loss", "influence"])], options);
  const [byScore, byLoss, byInfluence] = report.rankings;
  const level = (name: string, ranking = byScore) => ranking.levels.find((one) => one.level === name)!;

  it("count units and errors at each level", () => {
    expect(report).toMatchObject({ tokens: 6, wrongTokens: 2 });
    expect(level("token")).toMatchObject({ units: 6, errors: 2, found: 1 });
    // Three annotated segments, one missed, and the finding about f, which is neither.
    expect(level("segment")).toMatchObject({ units: 5, errors: 2, found: 1 });
    expect(level("sentence")).toMatchObject({ units: 3, errors: 2, found: 2 });
    expect(byScore.levels.map((one) => one.level)).not.toContain("document");
  });

  it("follow the ranking", () => {
    // a comes first, then three right tokens, then e and b tie behind them.
    expect(level("token").averagePrecision).toBeCloseTo(0.5 + 0.5 * (2 / 6), 12);
    expect(level("token", byLoss).averagePrecision).toBeCloseTo(0.5 * (1 / 4) + 0.5 * (2 / 6), 12);
    expect(level("token", byLoss).difference?.averagePrecision).toBeCloseTo(-0.375, 12);
    expect(level("token").difference).toBeNull();
  });

  it("take influence as the worse the smaller it is", () => {
    expect({ ...byInfluence, by: "loss" }).toEqual(byLoss);
  });

  it("tell families apart", () => {
    expect(level("segment").families.map(({ family, errors: n, found }) => [family, n, found])).toEqual([
      ["type", 1, 1],
      ["missed", 1, 0],
    ]);
  });

  it("compare suggestions with the corrections", () => {
    expect(byScore.suggestions).toEqual({
      ...{ top: 500, errors: 1, equal: 1 },
      families: [{ family: "type", errors: 1, equal: 1 }],
    });
  });

  it("are the same each time", () => {
    const again = () => scoreJson(scoreRankings(errors, [rankingOf(findings)], options));
    expect(again()).toBe(again());
  });

  it("of the same ranking twice differ by nothing in every draw", () => {
    const twice = scoreRankings(errors, [rankingOf(findings), rankingOf(findings)], options);
    for (const { difference } of twice.rankings[1].levels) {
      expect(difference).toEqual({ averagePrecision: 0, interval: [0, 0] });
    }
  });

  it("hold no number that JSON lacks", () => {
    expect(scoreJson(report)).not.toMatch(/NaN|Infinity|null,\s*null/);
  });
});

it("calibration compares mean scores with error rates, bin by bin", () => {
  const verdict = (score: number, families: number) => ({ score, families }) as Verdict;
  const some = [verdict(0.05, 0), verdict(0.05, 1), verdict(0.92, 1), verdict(0.98, 1), verdict(1, 0), verdict(1, 1)];
  const { expectedCalibrationError, amongSuspicious, brier, bins } = calibration(some);
  expect(bins.map(({ from, findings: n }) => [from, n])).toEqual([
    [0, 2],
    [0.9, 4],
  ]);
  expect(expectedCalibrationError).toBeCloseTo((2 * Math.abs(0.5 - 0.05) + 4 * Math.abs(0.75 - 0.975)) / 6, 12);
  expect(amongSuspicious).toEqual({ findings: 4, expectedCalibrationError: expect.closeTo(0.225, 12) });
  expect(brier).toBeCloseTo((0.0025 + 0.9025 + 0.0064 + 0.0004 + 1 + 0) / 6, 12);
});
