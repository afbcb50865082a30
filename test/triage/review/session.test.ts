import fc from "fast-check";
import { checkVerdicts, verdictText } from "../../../src/findings/verdicts/index.js";
import { parseJsonFile } from "../../../src/storage/jsonFile.js";
import { type Decision, ReviewSession } from "../../../src/triage/review/session.js";
import { sampleFinding } from "../../report/sample.js";

const finding = (rank: number, changes = {}) =>
  sampleFinding({ rank, fingerprint: rank.toString(16).padStart(16, "0"), file: "train.conll", ...changes });
/** The fourth stands in a sentence equal to the first's. */
const findings = [finding(1), finding(2), finding(3), finding(4, { fingerprint: finding(1).fingerprint }), finding(5)];
const start = (kept = [] as ReviewSession["verdicts"]) => new ReviewSession(findings, kept, ({ file }) => file);
const accept: Decision = { kind: "verdict", verdict: "fixed" };
const later: Decision = { kind: "verdict", verdict: "later" };

test("goes through the findings, and not through those that a verdict speaks of already", () => {
  const session = start();
  const shown: (number | undefined)[] = [];
  for (const decision of [later, { kind: "skip" }, { kind: "other", label: "O" }, accept] as Decision[]) {
    shown.push(session.current?.rank);
    session.decide(decision);
  }
  expect([...shown, session.current]).toEqual([1, 2, 3, 5, undefined]);
  expect(session.progress).toEqual({ judged: 4, all: 5 });
  expect(
    session.verdicts.map(({ verdict, count, replacement }) => [verdict, count, replacement?.segments.length]),
  ).toEqual([
    ["later", 2, undefined],
    ["fixed", 1, 0],
    ["fixed", 1, 1],
  ]);
  // What comes after the end is no decision.
  session.decide(accept);
  expect(session.verdicts).toHaveLength(3);
});

test("goes on where an earlier sitting ended, and keeps verdicts on other findings", () => {
  const first = start();
  first.decide(accept);
  const other = { ...first.verdicts[0], fingerprint: "ffffffffffffffff" };
  const second = start([...first.verdicts, other]);
  expect(second.current?.rank).toBe(2);
  second.decide(later);
  expect(second.verdicts.map(({ fingerprint }) => fingerprint)).toEqual([
    findings[0].fingerprint,
    other.fingerprint,
    findings[1].fingerprint,
  ]);
});

test("another label may have other bounds; what overlaps either goes", () => {
  const session = start();
  session.decide({ kind: "other", label: "PER", span: { start: 10, end: 14 } });
  expect(session.verdicts[0]).toMatchObject({
    suggestion: "PER",
    replacement: { start: 9, end: 14, segments: [{ start: 10, end: 14, label: "PER" }] },
  });
});

test("two reviews on one file keep each other's verdicts, and each its own", () => {
  const [one, two] = [start(), start()];
  one.decide(accept);
  two.merge(one.verdicts);
  // Judged by the other: not shown again.
  expect(two.current?.rank).toBe(2);
  two.decide(later);
  one.merge(two.verdicts);
  expect(one.current?.rank).toBe(3);
  one.undo();
  one.merge(two.verdicts);
  expect(one.verdicts.map(({ verdict }) => verdict)).toEqual(["later"]);
  expect(one.current?.rank).toBe(1);
});

test("every decision can be taken back, in turn, and what is kept is always a verdict file", () => {
  const decisions = fc.constantFrom<Decision | "undo">(
    accept,
    later,
    { kind: "skip" },
    { kind: "other", label: "PER" },
    "undo",
  );
  fc.assert(
    fc.property(fc.array(decisions, { maxLength: 12 }), (steps) => {
      const session = start();
      const states = [[session.current, JSON.stringify(session.verdicts)]];
      for (const step of steps) {
        if (step === "undo") {
          expect(session.undo()).toBe(states.length > 1);
          if (states.length > 1) states.pop();
        } else if (session.current !== undefined) {
          session.decide(step);
          states.push([session.current, JSON.stringify(session.verdicts)]);
        }
        expect([session.current, JSON.stringify(session.verdicts)]).toEqual(states.at(-1));
        expect(() => checkVerdicts(parseJsonFile("v", verdictText(session.verdicts)))).not.toThrow();
      }
    }),
  );
});
