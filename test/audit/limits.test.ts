import { entryOf } from "../../src/findings/verdicts/index.js";
import type { AuditSettings } from "../../src/pipeline/options.js";
import { auditCorpora } from "../helpers/audit.js";
import { corpusFrom, rowsOf } from "../helpers/corpora.js";
import { newswire } from "../helpers/newswire.js";

const clean = await newswire("train", 1, 41);
/** The same with two tags that open a segment ill-formedly. */
const rows = rowsOf(clean).map((sentence) => sentence.map(([word, tag]) => [word, tag]));
let broken = 0;
for (const sentence of rows) {
  const at = sentence.findIndex(([, tag]) => tag.startsWith("B-"));
  if (at >= 0 && broken < 2) {
    sentence[at][1] = sentence[at][1].replace("B-", "I-");
    broken++;
  }
}
const corpus = corpusFrom(rows, "train");
const reference = await newswire("reference", 1, 31);
const run = (settings: AuditSettings) =>
  auditCorpora(corpus, reference, { limit: 0, opposed: 0, patterns: 5, ...settings });

const all = await run({});

it("lists every ill-formed tag first, whatever the limit, and as many candidates as the limit says", async () => {
  // What patterns are made of is kept beyond the limit.
  const { findings, candidates, atOrAboveThreshold } = await run({ limit: 1, patterns: 0 });
  expect(findings.map(({ kind, score }) => [kind === "ill-formed", score === 1])).toEqual([
    [true, true],
    [true, true],
    [false, false],
  ]);
  expect(findings.map(({ rank }) => rank)).toEqual([1, 2, 3]);
  // Cutting the list changes what is printed, not what is counted.
  expect({ candidates, atOrAboveThreshold }).toEqual({
    candidates: all.candidates,
    atOrAboveThreshold: all.atOrAboveThreshold,
  });
  expect(findings).toEqual(all.findings.slice(0, 3));
});

it.each([0, 0.1, 0.5, 0.9, 1])("counts the findings whose score is at or above %d", async (threshold) => {
  const { atOrAboveThreshold } = await run({ threshold, limit: 1 });
  expect(atOrAboveThreshold).toBe(all.findings.filter(({ score }) => score >= threshold).length);
});

it("ranks by score, and names another label or other bounds for every candidate", () => {
  const ranked = all.findings.filter(({ kind }) => kind !== "ill-formed");
  expect(ranked.map(({ score }) => score)).toEqual(ranked.map(({ score }) => score).toSorted((a, b) => b - a));
  for (const { kind, label, suggestion, start, end, replacement } of ranked) {
    if (kind !== "span") expect(suggestion).not.toBe(label);
    else expect(replacement?.segments).not.toContainEqual({ start, end, label });
  }
});

it("lists whatever is at or above the threshold where every finding is asked for", async () => {
  const { findings, atOrAboveThreshold } = await run({ threshold: 0.1, limit: 1, everyFinding: true });
  expect(atOrAboveThreshold).toBeGreaterThan(3);
  expect(findings).toEqual(all.findings.slice(0, atOrAboveThreshold));
});

it("filters findings out, counts those that would have counted, and fills their places", async () => {
  const [illFormed, , first, second, third] = all.findings;
  const verdicts = [illFormed, first, third].map((finding) => entryOf(finding, "later"));
  const options = { threshold: second.score, limit: 2 };
  const { findings, setAside, atOrAboveThreshold } = await run({ ...options, verdicts });
  expect(setAside).toEqual({ inline: 0, baseline: third.score >= second.score ? 3 : 2, unchanged: 0 });
  expect(findings.map(({ fingerprint }) => fingerprint)).toEqual(
    [1, 3, 5].map((rank) => all.findings[rank].fingerprint),
  );
  expect(findings.map(({ rank }) => rank)).toEqual([1, 2, 3]);
  expect(atOrAboveThreshold + setAside.baseline).toBe((await run(options)).atOrAboveThreshold);
});
