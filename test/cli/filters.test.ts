import { prepareSifting } from "../../src/cli/filters.js";
import { entryOf } from "../../src/findings/verdicts/index.js";
import { sampleFinding, samplePattern } from "../report/sample.js";

const [accepted, alsoAccepted, open, low] = ["a", "b", "c", "d"].map((letter) =>
  sampleFinding({ fingerprint: letter.repeat(16), score: letter === "d" ? 0.1 : 0.9 }),
);
const flags = { threshold: 0.5, failOn: "note", maxFindings: 0, exitZero: false } as const;
const entries = [entryOf(accepted, "ok"), entryOf(alsoAccepted, "later")];

test("a pattern is told of as long as one of its findings counts, or none of them was set aside", async () => {
  const { sieve, isOpen } = await prepareSifting([], flags, entries);
  for (const finding of [accepted, alsoAccepted, open, low]) sieve(finding);
  const isPatternOpen = (...findings: { fingerprint: string }[]) =>
    isOpen(samplePattern({ findings: findings.map(({ fingerprint }) => fingerprint) }));
  expect(isPatternOpen(accepted, alsoAccepted)).toBe(false);
  expect(isPatternOpen(accepted, low)).toBe(false);
  expect(isPatternOpen(accepted, open)).toBe(true);
  expect(isPatternOpen(low)).toBe(true);
});
