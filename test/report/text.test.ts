import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import type { AuditReport, Finding } from "../../src/findings/report.js";
import { reporters } from "../../src/report/registry.js";
import { displayWidth } from "../../src/report/width.js";
import { anyText } from "../helpers/text.js";
import { sampleFinding, sampleReport } from "./sample.js";

const print = (report: AuditReport, { color = false, width = 80 } = {}): string =>
  [...reporters.text(report, { color, width })].join("");

const one = (changes: Partial<Finding>): string => print(sampleReport([sampleFinding(changes)]));

test("a report reads like this", () => {
  const illFormed = [3, 13, 13, 40].map((line, i) =>
    sampleFinding({ rank: 3 + i, kind: "ill-formed", label: "I-PER", suggestion: "B-PER", line }),
  );
  const missed = sampleFinding({
    rank: 2,
    kind: "missed",
    label: "O",
    suggestion: "PER",
    tokens: ["Ada"],
    share: -0.004,
  });
  expect(print(sampleReport([sampleFinding(), missed, ...illFormed]))).toMatchInlineSnapshot(`
"train      fixtures/newswire/train.conll  240 sentences  4,210 tokens
           612 segments  scheme BIO  4 ill-formed tags
reference  fixtures/newswire/reference.conll  80 sentences  1,403 tokens
           204 segments  scheme BIO
tagger     precision 82.10  recall 80.00  F1 81.04  on the reference
           vectors glove  converged after 123 iterations
           relative gradient 8.31e-5
influence  on 34 reference segments  (targets: errors)  loss 123 nats
           CG residual 8.12e-4  after 45 iterations

Patterns: 1 rule behind 1 candidate
  1. LOC → ORG when the head is "England" (fedcba9876543210)
     1 of 1 segment, about 88% wrong, 7 others annotated as ORG; drives 3.2% of
     the reference loss; if relabelled -2.5; p 1.23e-4
     fixtures/newswire/train.conll:123

Tags that break the scheme BIO: 4 (ranks 3–6)
  I-PER → B-PER  4 × fixtures/newswire/train.conll:3, 13, 13, 40

1.  0.987  fixtures/newswire/train.conll:123  LOC → ORG  (label it as ORG)
    … Mark Carney , then governor for the [ Bank of England ] said on Monday .
    pattern 1  drives 3.2% of the reference loss  influence -1.23
    if relabelled -2.5  loss 3.45  probability 0.0312
    opposes fixtures/newswire/reference.conll:45 [ Bank of Japan ]
      ORG predicted as LOC

2.  0.987  fixtures/newswire/train.conll:123  O → PER  (missed segment)
    … as Mark Carney , then governor for the [ Ada ] said on Monday .
    pattern 1  takes 0.4% off the reference loss  influence -1.23
    if relabelled -2.5  loss 3.45  probability 0.0312
    opposes fixtures/newswire/reference.conll:45 [ Bank of Japan ]
      ORG predicted as LOC

6 of 1,000 candidates at or above the threshold 0.5; shown: 6
"
`);
});

test("colour adds to the text and changes nothing in it", () => {
  const report = sampleReport();
  const colored = print(report, { color: true });
  expect(colored).toContain("\u001b[");
  expect(stripVTControlCharacters(colored)).toBe(print(report));
});

test("unconverged solvers are warned about", () => {
  const report = sampleReport();
  const text = print({
    ...report,
    tagger: { ...report.tagger, converged: false, relativeGradientNorm: 0.03 },
    influence: { ...report.influence!, converged: false, relativeResidual: 0.02 },
  });
  expect(text).toMatch(/^warning: the tagger has not converged \(relative gradient 0.03 after 123/m);
  expect(text).toMatch(/^warning: conjugate gradients stopped at a relative residual of 0.02 after 45/m);
  expect(print(report)).not.toContain("warning");
});

test.each<[Finding["kind"], string]>([
  ["label", "(label it as ORG)"],
  ["spurious", "(no segment there)"],
  ["missed", "(missed segment)"],
])("%s is put into words", (kind, words) => expect(one({ kind })).toContain(words));

test("without findings it says so in one line", () => {
  expect(print(sampleReport([])).trimEnd().split("\n").at(-1)).toBe(
    "No findings: none of the 1,000 candidates reaches the threshold 0.5.",
  );
  expect(print(sampleReport([], { candidates: 0 }))).toMatch(/No findings: there were no candidates to rank\.\n$/);
});

test("the last line counts", () => {
  expect(print(sampleReport([sampleFinding()], { atOrAboveThreshold: 12 }))).toMatch(
    /\n12 of 1,000 candidates at or above the threshold 0.5; shown: 1\n$/,
  );
});

test("a sentence that goes on is marked on that side only", () => {
  const few = { before: ["The"], after: ["."] };
  expect(one({ start: 1, end: 4, context: few })).toContain("\n    The [ Bank of England ] .\n");
  expect(one({ start: 5, end: 8, context: few })).toContain("\n    … The [ Bank of England ] .\n");
  const long = { before: ["The"], after: Array<string>(8).fill("x") };
  expect(one({ start: 1, end: 4, context: long })).toContain("\n    The [ Bank of England ] x x x x x x x x …\n");
});

test("many ill-formed tags are grouped and capped", () => {
  const findings = Array.from({ length: 300 }, (_, i) =>
    sampleFinding({ rank: i + 1, kind: "ill-formed", label: `I-${i % 20}`, suggestion: `B-${i % 20}`, line: i + 1 }),
  );
  const text = print(sampleReport(findings));
  expect(text).toContain("Tags that break the scheme BIO: 300 (ranks 1–300)\n");
  expect(text).toContain("and 3 more");
  expect(text).toContain("and 10 more kinds");
  expect(text.slice(text.indexOf("Tags that")).split("\n").length).toBeLessThan(30);
});

test("ill-formed tags beyond the limit are counted", () => {
  const report = sampleReport([sampleFinding({ kind: "ill-formed", label: "I-PER", suggestion: "B-PER" })]);
  expect(print({ ...report, train: { ...report.train, illFormed: 40 } })).toContain(
    "BIO: 40, of them 1 shown (rank 1)\n",
  );
});

const word = fc.oneof(
  anyText({ minLength: 1, maxLength: 12 }),
  fc.constantFrom("東京都", "👨‍👩‍👧", "\u001b[2J", "\u202e", "\u0301", "x".repeat(200)),
);
// File names and labels are never cut, so only short ones let every line keep to the width.
const label = anyText({ minLength: 1, maxLength: 3 });
const words = (minLength: number, maxLength: number): fc.Arbitrary<string[]> =>
  fc.array(word, { minLength, maxLength });

test("no corpus drives the terminal or breaks the width", () => {
  const hostile = fc
    .record({
      tokens: words(1, 12),
      before: words(0, 8),
      after: words(0, 8),
      label,
      suggestion: label,
      other: words(1, 9),
    })
    .map(({ before, after, other, ...rest }) => {
      const opposes = [{ ...sampleFinding().opposes[0]!, tokens: other }];
      return sampleFinding({ ...rest, context: { before, after }, opposes, start: before.length });
    });
  fc.assert(
    fc.property(fc.array(hostile, { maxLength: 3 }), fc.integer({ min: 78, max: 120 }), (findings, width) => {
      const text = print(sampleReport(findings), { width });
      for (const line of text.split("\n")) {
        expect(line).not.toMatch(/\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u);
        expect(displayWidth(line)).toBeLessThanOrEqual(width);
      }
    }),
    { numRuns: 300 },
  );
});

test("tells what was set aside, and why", () => {
  const setAside = { unchanged: 40, inline: 0, baseline: 1200 };
  expect(print(sampleReport([sampleFinding()], { setAside }))).toMatch(
    /\nSet aside: 1,200 in the baseline, 40 in sentences that have not changed\n$/,
  );
  expect(print(sampleReport([], { atOrAboveThreshold: 0, setAside }))).toContain("\nNo new findings.\nSet aside: ");
});
