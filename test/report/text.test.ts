import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import type { AuditReport, Finding } from "../../src/findings/report.js";
import { changeMessage } from "../../src/report/message.js";
import { reasonText } from "../../src/report/reason.js";
import { reporters } from "../../src/report/registry.js";
import { style } from "../../src/report/style.js";
import { findingText } from "../../src/report/textFinding.js";
import { displayWidth } from "../../src/report/width.js";
import { anyText } from "../helpers/text.js";
import { sampleFinding, samplePattern, sampleReport, sampleSentence } from "./sample.js";

const print = (report: AuditReport, { color = false, width = 80 } = {}): string =>
  [...reporters.text(report, { color, width })].join("");

const one = (changes: Partial<Finding>): string => print(sampleReport([sampleFinding(changes)]));

test("a report reads like this", () => {
  const illFormed = [3, 13, 13, 40].map((line) =>
    sampleFinding({
      kind: "ill-formed",
      rule: "scheme/ill-formed",
      label: "I-PER",
      suggestion: "B-PER",
      line,
    }),
  );
  const missed = sampleFinding({
    ...{
      kind: "missed",
      rule: "segment/missed",
      label: "O",
      suggestion: "PER",
      tokens: ["Ada"],
      score: 0.75,
    },
    replacement: {
      start: 9,
      end: 10,
      segments: [{ start: 9, end: 10, label: "PER" }],
    },
    ...{
      end: 10,
      reason: {
        kind: "tagger",
        trainedOn: "both",
        label: "PER",
        probability: 0.97,
        standing: 0.01,
      },
    },
  });
  expect(print(sampleReport([...illFormed, sampleFinding(), missed]))).toMatchInlineSnapshot(`
    "train      fixtures/newswire/train.conll  240 sentences  4,210 tokens
               612 segments  scheme BIO  4 ill-formed tags
    reference  fixtures/newswire/reference.conll  80 sentences  1,403 tokens
               204 segments  scheme BIO
    tagger     precision 82.10  recall 80.00  F1 81.04  on the reference
               vectors glove

    Patterns: 1 rule behind 1 candidate
      1. LOC → ORG when the head is "England" (fedcba9876543210)
         1 of 1 segment, about 1 wrong (88%), 7 others annotated as ORG
         fixtures/newswire/train.conll:123

    Tags that break the scheme BIO: 4
      I-PER → B-PER  4 × fixtures/newswire/train.conll:3, 13, 13, 40

    0.987  fixtures/newswire/train.conll:123  LOC → ORG  (pattern 1)
           … Carney , then governor for the [ Bank of England ] said on Monday .
           "Bank of England" is ORG in 7 of 8 other places

    0.750  fixtures/newswire/train.conll:123  O → PER  (pattern 1)
           … as Mark Carney , then governor for the [ Ada ] said on Monday .
           the tagger trained on both files reads PER here (97%)

    6 findings among 1,000 candidates (threshold 0.5)
    "
  `);
});

test("with figures, if verbose", () => {
  const text = [
    ...reporters.text(sampleReport(), {
      color: false,
      width: 80,
      verbose: true,
    }),
  ].join("");
  expect(text.slice(text.indexOf("0.987"))).toMatchInlineSnapshot(`
    "0.987  fixtures/newswire/train.conll:123  LOC → ORG  (pattern 1)
           … Carney , then governor for the [ Bank of England ] said on Monday .
           "Bank of England" is ORG in 7 of 8 other places
           drives 3.2% of the reference loss  influence -1.23  if relabelled -2.5
           loss 3.45  probability 0.0312  refitLoss 3.99  referenceTaggerLoss 5.5
           crossValidatedLoss 4.12  selfInfluence 0.212  variation 0.333
           neighbours 0.2  noiseChannel 0.1
           opposes fixtures/newswire/reference.conll:45 [ Bank of Japan ]
             ORG predicted as LOC

    1 finding among 1,000 candidates (threshold 0.5)
    "
  `);
  expect(text).toContain("relative gradient");
});

test("new bounds stand with the new label", () => {
  const replacement = {
    start: 8,
    end: 12,
    segments: [{ start: 8, end: 12, label: "ORG" }],
  };
  expect(one({ kind: "span", suggestion: "ORG", replacement })).toContain("LOC → ORG [ the Bank of England ]\n");
});

test("where a label is missing, the words that should have it are marked, not those that were looked at", () => {
  const replacement = {
    start: 9,
    end: 12,
    segments: [{ start: 11, end: 12, label: "LOC" }],
  };
  const text = one({
    kind: "missed",
    rule: "segment/missed",
    label: "O",
    suggestion: "LOC",
    replacement,
  });
  expect(text).toContain(
    "  O → LOC  (pattern 1)\n       … Carney , then governor for the Bank of [ England ] said on Monday .\n",
  );
  const message = changeMessage(
    sampleFinding({
      kind: "missed",
      label: "O",
      suggestion: "LOC",
      replacement,
    }),
  );
  expect(message).toBe('"England" has no label; better: LOC');
});

describe("a tagger as the reason", () => {
  const reads = (probability: number | null, standing: number, changes: Partial<Finding> = {}) => {
    const reason = {
      kind: "tagger",
      trainedOn: "both",
      label: "ORG",
      probability,
      standing,
    } as const;
    return reasonText(sampleFinding({ reason, ...changes }));
  };

  test("reads the suggestion, finds it more likely, or finds what stands there unlikely", () => {
    expect(reads(0.92, 0.04)).toBe("the tagger trained on both files reads ORG here (92%)");
    expect(reads(0.35, 0.04)).toBe("the tagger trained on both files finds ORG more likely (35%) than LOC (4%)");
    expect(reads(0.02, 0.001)).toBe("the tagger trained on both files finds LOC unlikely here (under 1%)");
    expect(reads(null, 0.3)).toBe("the tagger trained on both files finds LOC unlikely here (30%)");
  });

  test("says how sure it is of a label that it finds likelier than the suggestion", () => {
    expect(reads(0.23, 0.55)).toBe("the tagger trained on both files gives ORG 23% here, LOC 55%");
    expect(reads(0.02, 0.77)).toBe("the tagger trained on both files is only 77% sure of LOC here");
    expect(reads(null, 0.77)).toBe("the tagger trained on both files is only 77% sure of LOC here");
  });

  test("names the words where only the bounds differ", () => {
    const replacement = {
      start: 8,
      end: 12,
      segments: [{ start: 8, end: 12, label: "LOC" }],
    };
    expect(reads(0.35, 0.04, { kind: "span", suggestion: "LOC", replacement })).toBe(
      'the tagger trained on both files finds "the Bank of England" LOC more likely (35%) than "Bank of England" LOC (4%)',
    );
  });
});

test("a tagger that allows for errors says what is wrong", () => {
  const reads = (changes: Partial<Finding>) =>
    reasonText(sampleFinding({ reason: { kind: "noiseChannel", probability: 0.98 }, ...changes }));
  const who = "a tagger that allows for annotation errors says";
  expect(reads({})).toBe(`${who} LOC is wrong here (98%)`);
  expect(reads({ kind: "missed", label: "O" })).toBe(`${who} a label is missing here (98%)`);
  expect(reads({ kind: "span" })).toBe(`${who} "Bank of England" LOC is wrong here (98%)`);
});

test("two audits say what is wrong, together or one of them", () => {
  const reads = (withoutStates: number | null, withStates: number, changes: Partial<Finding> = {}) =>
    reasonText(sampleFinding({ reason: { kind: "opinions", withoutStates, withStates }, ...changes }));
  expect(reads(0.87, 0.64)).toBe("both audits say LOC is wrong here: without token states 87%, with them 64%");
  expect(reads(0.87, 0.2)).toBe(
    "the audit without token states says LOC is wrong here (87%), the one with them does not (20%)",
  );
  expect(reads(null, 0.8, { kind: "missed", label: "O" })).toBe(
    "the audit with token states says a label is missing here (80%), the one without does not (under 1%)",
  );
  expect(reads(0.4, 0.45)).toBe(
    "neither audit is sure that LOC is wrong here: without token states 40%, with them 45%",
  );
});

test("two opinions are figures of a finding", () => {
  const finding = sampleFinding({ opinions: { withoutStates: 0.87, withStates: 0.641 } });
  const text = findingText(finding, 200, style(false), { verbose: true });
  expect(text).toContain("score without states 0.870  score with states 0.641");
  const unseen = sampleFinding({ opinions: { withoutStates: null, withStates: 0.641 } });
  expect(findingText(unseen, 200, style(false), { verbose: true })).not.toContain("without states");
});

test("where the same words have another label than the one suggested, the reason names both", () => {
  const reads = (given: { label: string; count: number; of: number }, changes: Partial<Finding>) =>
    reasonText(
      sampleFinding({ reason: { kind: "sameWords", corpus: "training", words: ["Calabi"], ...given }, ...changes }),
    );
  const always = { label: "PER", count: 3, of: 3 };
  expect(reads(always, { label: "O", suggestion: "PER" })).toBe('"Calabi" is PER in 3 of 3 other places');
  expect(reads(always, { label: "O", suggestion: "LOC" })).toBe(
    '"Calabi" is PER in 3 of 3 other places; the taggers suggest LOC, unsure',
  );
  expect(reads(always, { label: "ORG", suggestion: "O" })).toBe(
    '"Calabi" is PER in 3 of 3 other places; the taggers suggest no label, unsure',
  );
  expect(reads({ label: "O", count: 2, of: 3 }, { label: "ORG", suggestion: "LOC" })).toBe(
    '"Calabi" has no label in 2 of 3 other places; the taggers suggest LOC, unsure',
  );
});

test("an error of the reference stands among the others, and says so", () => {
  const own = sampleFinding({ score: 0.6 });
  const ofReference = sampleFinding({
    score: 0.9,
    kind: "reference",
    rule: "reference/label",
    file: "ref.conll",
    line: 5,
  });
  const text = print(sampleReport([ofReference, own]));
  expect(text).toContain("0.900  ref.conll:5  LOC → ORG  (in the reference)");
  expect(text.indexOf("0.900")).toBeLessThan(text.indexOf("0.600"));
});

test("where nothing reaches the threshold, one line says so before the list", () => {
  const text = print(sampleReport([sampleFinding({ score: 0.25 })], { atOrAboveThreshold: 0 }));
  const line =
    "No findings: none of the 1,000 candidates reaches the threshold 0.5; the highest\n  score is 0.250. Look at these first:\n";
  expect(text).toContain(line);
  expect(text.indexOf("Look at these")).toBeLessThan(text.indexOf("[ Bank of England ]"));
});

test("findings are put together by what is asked for, the most suspicious group first", () => {
  const findings = ["b", "a", "b"].map((file, i) => sampleFinding({ file, line: i + 1, fingerprint: `${i}` }));
  const grouped = (groupBy: "file" | "pattern" | "label" | "document") => {
    const report = sampleReport(findings, {
      patterns: [samplePattern({ findings: ["1", "2"] })],
    });
    const text = [...reporters.text(report, { color: false, width: 80, groupBy })].join("");
    return text.match(/^.* \(\d+\)$|^0\.987 {2}\S+/gm);
  };
  expect(grouped("file")).toEqual(["b (2)", "0.987  b:1", "0.987  b:3", "a (1)", "0.987  a:2"]);
  expect(grouped("label")).toEqual(["LOC (3)", "0.987  b:1", "0.987  a:2", "0.987  b:3"]);
  expect(grouped("document")).toEqual(["no document (3)", "0.987  b:1", "0.987  a:2", "0.987  b:3"]);
  const pattern = 'LOC → ORG when the head is "England" (2)';
  expect(grouped("pattern")).toEqual(["no pattern (1)", "0.987  b:1", pattern, "0.987  a:2", "0.987  b:3"]);
});

test("statistics stand in place of the findings", () => {
  const report = sampleReport([sampleFinding()], {
    statistics: {
      ...{ expected: 41.5, share: 0.0415 },
      labels: [{ label: "O", candidates: 12, expected: 3.25, share: 0.27 }],
      confusion: [
        { label: "LOC", suggestion: "ORG", findings: 3, expected: 4.5 },
        { label: "PER", suggestion: "PER", findings: 1, expected: 1.5 },
      ],
      duplicates: [
        {
          tokens: ["Made", "in", "Miami"],
          places: [
            { file: "train.conll", line: 3 },
            { file: "train.conll", line: 40 },
          ],
          annotations: 2,
        },
      ],
    },
  });
  const text = print(report);
  expect(text).not.toContain("0.987");
  expect(text.slice(text.indexOf("Expected"))).toMatchInlineSnapshot(`
    "Expected errors: 41.5 among 1,000 candidates (4.2%), the sum of the scores

    By label as it stands
      label         candidates  expected errors  share
      O (no label)          12              3.3    27%

    By change
      change             findings  expected errors
      LOC → ORG                 3              4.5
      PER, other bounds         1              1.5

    By pattern
      pattern                               findings  expected errors  share
      LOC → ORG when the head is "England"         1              0.9    88%

    By document
      document  line  sentences  expected errors  per sentence
      d1           1         12              1.5          0.13

    Equal sentences that are annotated differently: 1
      train.conll:3, 40: 2 annotations
        Made in Miami

    1 finding among 1,000 candidates (threshold 0.5)
    "
  `);
});

test("colour adds to the text and changes nothing in it", () => {
  const report = sampleReport();
  const colored = print(report, { color: true });
  expect(colored).toContain("\u001b[");
  expect(stripVTControlCharacters(colored)).toBe(print(report));
});

test("warnings come first", () => {
  const text = print(
    sampleReport([sampleFinding()], {
      warnings: ["the tagger finds only 3% of the segments"],
    }),
  );
  expect(text).toMatch(/^warning: the tagger finds only 3% of the segments\ntrain /);
  expect(print(sampleReport())).not.toContain("warning");
});

test("without findings it says so in one line", () => {
  expect(print(sampleReport([])).trimEnd().split("\n").at(-1)).toBe(
    "No findings: none of the 1,000 candidates reaches the threshold 0.5.",
  );
  expect(print(sampleReport([], { candidates: 0 }))).toMatch(/No findings: there were no candidates to rank\.\n$/);
});

test("the last line counts what there is, and what is not shown", () => {
  const counted = (changes: Partial<AuditReport>) =>
    print(sampleReport([sampleFinding()], changes))
      .split("\n\n")
      .at(-1);
  expect(counted({})).toBe("1 finding among 1,000 candidates (threshold 0.5)\n");
  expect(counted({ atOrAboveThreshold: 12, more: 11 })).toBe(
    "12 findings among 1,000 candidates (threshold 0.5); 11 more not shown: --limit 0\n  shows all\n",
  );
});

test("a sentence that goes on is marked on that side only", () => {
  const few = { before: ["The"], after: ["."] };
  expect(one({ start: 1, end: 4, context: few })).toContain("\n       The [ Bank of England ] .\n");
  expect(one({ start: 5, end: 8, context: few })).toContain("\n       … The [ Bank of England ] .\n");
  const long = { before: ["The"], after: Array<string>(8).fill("x") };
  expect(one({ start: 1, end: 4, context: long })).toContain("\n       The [ Bank of England ] x x x x x x x x …\n");
});

test("many ill-formed tags are grouped and capped", () => {
  const findings = Array.from({ length: 300 }, (_, i) =>
    sampleFinding({
      rank: i + 1,
      kind: "ill-formed",
      label: `I-${i % 20}`,
      suggestion: `B-${i % 20}`,
      line: i + 1,
    }),
  );
  const text = print(sampleReport(findings));
  expect(text).toContain("Tags that break the scheme BIO: 300\n");
  expect(text).toContain("and 3 more");
  expect(text).toContain("and 10 more kinds");
  expect(text.slice(text.indexOf("Tags that")).split("\n").length).toBeLessThan(30);
});

test("ill-formed tags beyond the limit are counted", () => {
  const report = sampleReport([sampleFinding({ kind: "ill-formed", label: "I-PER", suggestion: "B-PER" })]);
  expect(print({ ...report, train: { ...report.train, illFormed: 40 } })).toContain("BIO: 40, of them 1 shown\n");
});

const word = fc.oneof(
  anyText({ minLength: 1, maxLength: 12 }),
  fc.constantFrom("東京都", "👨‍👩‍👧", "\u001b[2J", "\u202e", "\u0301", "x".repeat(200)),
);
test("the words of a suggested segment take what its labels leave of the line", () => {
  const finding = sampleFinding({
    label: "ORGANISATION",
    context: { before: [], after: ["x".repeat(100)] },
    start: 0,
    tokens: ["Bank"],
    end: 1,
    replacement: { start: 0, end: 2, segments: [{ start: 1, end: 2, label: "LOCATION" }] },
  });
  const text = [...reporters.text(sampleReport([finding]), { color: false, width: 78, verbose: false })].join("");
  expect(Math.max(...text.split("\n").map(displayWidth))).toBeLessThanOrEqual(78);
  expect(text).toContain("       ORGANISATION → LOCATION [ xxx");
});

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
      return sampleFinding({
        ...rest,
        context: { before, after },
        opposes,
        start: before.length,
      });
    });
  fc.assert(
    fc.property(fc.array(hostile, { maxLength: 3 }), fc.integer({ min: 78, max: 120 }), (findings, width) => {
      const text = [
        ...reporters.text(sampleReport(findings), {
          color: false,
          width,
          verbose: true,
        }),
      ].join("");
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

test("statistics say nothing of findings that are not shown: none are", () => {
  const statistics = { expected: 1, share: 0.1, labels: [], confusion: [], duplicates: [] };
  const text = print(sampleReport([], { statistics, atOrAboveThreshold: 30, more: 25 }));
  expect(text).toContain("30 findings among 1,000 candidates (threshold 0.5)\n");
  expect(text).not.toContain("not shown");
});

test("the last line says how to see the rest, and of patterns that three are listed of each", () => {
  const last = (members: number) => {
    const findings = Array.from({ length: members }, (_, i) => i.toString(16).padStart(16, "0"));
    const patterns = [samplePattern({ findings })];
    return print(sampleReport([sampleFinding()], { patterns, atOrAboveThreshold: 30, more: 25 }), { width: 160 });
  };
  expect(last(3)).toContain("(threshold 0.5); 25 more not shown: --limit 0 shows all\n");
  expect(last(4)).toContain(
    "(threshold 0.5); 25 more not shown: --limit 0 shows all, and more than 3 of each pattern\n",
  );
});

test("an ellipsis stands where the sentence goes on, and nowhere else", () => {
  const after = "said on Monday in a speech there .".split(" ");
  const finding = sampleFinding({ context: { before: ["the"], after } });
  const tokens = [...sampleSentence().tokens.slice(0, 12), ...after];
  const shown = (sentence: readonly string[]) =>
    print(sampleReport([finding], { sentences: [sampleSentence({ tokens: [...sentence] })] }));
  expect(shown(tokens)).toContain("[ Bank of England ] said on Monday in a speech there .\n");
  expect(shown([...tokens, "Then"])).toContain("in a speech there . …\n");
});
