import { entryOf, type Verdict } from "../../../src/findings/verdicts/index.js";
import { Baseline } from "../../../src/triage/verdicts/baseline.js";
import { merged } from "../../../src/triage/verdicts/merge.js";
import { sampleFinding } from "../../report/sample.js";

const finding = sampleFinding();
const other = sampleFinding({ fingerprint: "f".repeat(16) });
const entry = (verdict: Verdict, count = 1, file = "a") => entryOf(finding, verdict, { count, file });

it.each<[Verdict, number, boolean[]]>([
  ["ok", 1, [true, true, true]],
  ["later", 2, [true, true, false]],
  ["fixed", 3, [false, false, false]],
])("%s × %d accepts %j of three equal findings, and no other", (verdict, count, accepted) => {
  const baseline = new Baseline([entry(verdict, count)]);
  expect(accepted.map(() => baseline.accepts(finding))).toEqual(accepted);
  expect(baseline.accepts(other)).toBe(false);
  expect([baseline.met(entry("ok")), baseline.on(other)]).toEqual([3, undefined]);
});

it("of two files with equal sentences, the verdict that accepts more holds", () => {
  expect(new Baseline([entry("later", 2), entry("ok", 1, "b")]).on(finding)?.verdict).toBe("ok");
  expect(new Baseline([entry("ok", 1, "b"), entry("fixed")]).on(finding)?.verdict).toBe("ok");
});

it("a later source goes before, and finds its entry under another path", () => {
  expect(merged([entry("later")], [entry("ok", 1, "somewhere/a")])).toEqual([entry("ok")]);
  expect(merged([entry("later"), entry("later", 1, "b")], [entry("ok", 1, "b")])).toEqual([
    entry("later"),
    entry("ok", 1, "b"),
  ]);
  expect(merged([], [entry("fixed")])).toEqual([entry("fixed")]);
});
