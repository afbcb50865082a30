import { CountingFilter } from "../../src/audit/filter.js";
import type { Finding } from "../../src/findings/report.js";
import { entryOf } from "../../src/findings/verdicts/index.js";
import { filtersFor } from "../../src/pipeline/filters.js";
import { sampleFinding, samplePattern } from "../report/sample.js";

const SILENT = { directory: ".", note: () => {} };
const [accepted, alsoAccepted, open, low] = ["a", "b", "c", "d"].map((letter) =>
  sampleFinding({ fingerprint: letter.repeat(16), score: letter === "d" ? 0.1 : 0.9 }),
);
const filtered = async () => {
  const { filter } = await filtersFor([], undefined, [entryOf(accepted, "ok"), entryOf(alsoAccepted, "later")], SILENT);
  const counting = new CountingFilter(filter);
  for (const finding of [accepted, alsoAccepted, open, low]) counting.passes(finding, finding.score >= 0.5);
  return counting;
};

test("a pattern is reported as long as one of its findings counts, or none of them was set aside", async () => {
  const counting = await filtered();
  const isReported = (...findings: Finding[]) =>
    counting.leaves(samplePattern({ findings: findings.map(({ fingerprint }) => fingerprint) }));
  expect(isReported(accepted, alsoAccepted)).toBe(false);
  expect(isReported(accepted, low)).toBe(false);
  expect(isReported(accepted, open)).toBe(true);
  expect(isReported(low)).toBe(true);
});

test("what is left at or above the threshold is counted by rule, what is set aside by reason", async () => {
  const counting = await filtered();
  expect([...counting.counting]).toEqual([[open.rule, 1]]);
  expect(counting.setAside).toEqual({ baseline: 2, inline: 0, unchanged: 0 });
});

test("what is below the threshold is filtered by the same verdicts, and not counted", async () => {
  const { filter } = await filtersFor([], undefined, [entryOf(low, "ok")], SILENT);
  const counting = new CountingFilter(filter);
  expect(counting.passes(low, false)).toBe(false);
  expect(counting.passes(open, false)).toBe(true);
  expect(counting.setAside).toEqual({ baseline: 0, inline: 0, unchanged: 0 });
  expect([...counting.counting]).toEqual([]);
});

test("without a filter everything passes, and nothing is read of a finding but the rule of one that counts", () => {
  const counting = new CountingFilter(undefined);
  const never = new Proxy(open, {
    get: (_, name) => {
      throw new Error(`${String(name)} is read`);
    },
  });
  expect(counting.passes(never, false)).toBe(true);
  expect(counting.passes(open, true, false)).toBe(true);
  expect([...counting.counting]).toEqual([[open.rule, 1]]);
});

test("the fingerprint of what no pattern is made of is not asked for", () => {
  const nameless = {
    ...open,
    get fingerprint(): string {
      throw new Error("asked for");
    },
  };
  const all = new CountingFilter(() => "unchanged");
  expect(all.passes(nameless, true, false)).toBe(false);
  expect(all.setAside.unchanged).toBe(1);
  expect(() => all.passes(nameless, true)).toThrow("asked for");
});

test("a run in which nothing can be set aside has no filter", async () => {
  expect((await filtersFor([], undefined, [], SILENT)).filter).toBeUndefined();
  expect((await filtersFor([], undefined, [entryOf(low, "ok")], SILENT)).filter).toBeDefined();
});
