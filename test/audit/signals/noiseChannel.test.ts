import { noiseChannelSignal } from "../../../src/audit/signals/noiseChannel.js";
import { auditCorpora } from "../../helpers/audit.js";
import { candidatesOf } from "../../helpers/candidates.js";
import { newswire } from "../../helpers/newswire.js";

it("is the probability of the most doubtful token", () => {
  const place = { sentence: 0, label: "X", previous: -1, next: 0 };
  const candidates = candidatesOf([
    { ...place, start: 0, end: 2 },
    { ...place, start: 2, end: 3 },
  ]);
  expect([...noiseChannelSignal(candidates, Float64Array.of(0.1, 0.7, 0.2))]).toEqual([0.7, 0.2]);
});

it("ranks where it is asked for, estimates the share of wrong tags, and needs a reference", async () => {
  const train = await newswire("train", 0, 80);
  const reference = await newswire("reference", 0, 60);
  const settings = { limit: 0, opposed: 0, patterns: 0 } as const;
  const { findings, wrongTags } = await auditCorpora(train, reference, { ...settings, rankBy: "noiseChannel" });
  const figures = findings.flatMap(({ kind, signals }) => (kind === "ill-formed" ? [] : [signals.noiseChannel]));
  const ofTraining = figures.filter((q) => q !== null);
  expect(ofTraining.length).toBeGreaterThan(50);
  expect(ofTraining).toEqual(ofTraining.toSorted((a, b) => b - a));
  expect(wrongTags).toBeGreaterThan(0);
  expect(wrongTags).toBeLessThan(0.2);
  const without = await auditCorpora(train, null, settings);
  expect(without.wrongTags).toBeNull();
  expect(without.findings.every(({ signals }) => signals.noiseChannel === null)).toBe(true);
});
