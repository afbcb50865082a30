import { createHash } from "node:crypto";
import fc from "fast-check";
import type { AuditReport } from "../../../src/findings/report.js";
import { htmlReport } from "../../../src/report/html/html.js";
import { anyText } from "../../helpers/text.js";
import { sampleFinding, sampleReport } from "../sample.js";

const page = (report: AuditReport, extras = {}) => [...htmlReport(report, extras)].join("");
const dataOf = (html: string) => JSON.parse(/id="data">(.*?)<\/script>/s.exec(html)![1]);

test("equal reports give equal pages", () => {
  expect(page(sampleReport())).toBe(page(sampleReport()));
});

test("the page asks for nothing: its policy forbids it, and lets its own script run alone", () => {
  const html = page(sampleReport());
  const script = /<script>(.*?)<\/script>/s.exec(html)![1];
  const hash = createHash("sha256").update(script).digest("base64");
  expect(html).toContain(`default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-${hash}'`);
  expect(html.match(/\b(?:src|href)="(?!#|data:)[^"]*"/g)).toBeNull();
  expect(html).not.toMatch(/https?:|@import|url\(/);
});

test("nothing of a corpus can become markup", () => {
  const hostile = fc.oneof(
    anyText({ minLength: 1 }).filter((text) => !/\p{Surrogate}/u.test(text)),
    fc.constantFrom(
      "</script>",
      "<!--",
      "<script>",
      "<img src=x onerror=alert(1)>",
      '"><b>',
      "&lt;",
      "]]>",
      "\u2028",
      "'",
    ),
  );
  fc.assert(
    fc.property(hostile, hostile, hostile, (word, label, file) => {
      const finding = sampleFinding({ tokens: [word], label, suggestion: `B${label}`, file });
      const report = sampleReport([finding]);
      const html = page({ ...report, train: { ...report.train, file } });
      const plain = page(sampleReport());
      // Whatever the words are, the page has the elements that it has with ordinary words.
      const elements = (text: string) => text.replace(/id="data">.*?<\/script>/s, "").match(/<\/?[a-z!][^\s>]*/gi);
      expect(elements(html)).toEqual(elements(plain));
      expect(dataOf(html).findings[0]).toMatchObject({ tokens: [word], file });
    }),
    { numRuns: 300 },
  );
});

test("a thousand findings, each with five opposed segments, take less than 2 MB", () => {
  const opposes = (rank: number) =>
    Array.from({ length: 5 }, (_, i) => ({
      ...sampleFinding().opposes[0],
      line: ((rank * 7 + i) % 200) + 1,
      context: { before: Array(8).fill("something"), after: Array(8).fill("something") },
    }));
  const findings = Array.from({ length: 1000 }, (_, i) =>
    sampleFinding({
      rank: i + 1,
      context: { before: Array(8).fill("something"), after: Array(8).fill("something") },
      opposes: opposes(i),
    }),
  );
  const html = page(sampleReport(findings));
  expect(Buffer.byteLength(html)).toBeLessThan(2 * 1024 * 1024);
  expect(dataOf(html).opposed).toHaveLength(200);
});

test("says what the report says", () => {
  const html = page(sampleReport());
  expect(html).toContain("<h1>fixtures/newswire/train.conll</h1>");
  expect(html).toContain("precision 82.10, recall 80.00 on the reference");
  expect(html).toContain('data-label="LOC" data-suggestion="ORG"');
  expect(html).toContain('aria-label="Relative norm of the gradient over 123 iterations, down to 8.31e-5"');
  expect(html).not.toContain('id="gold"');
});

test("says beside a corrected corpus what the findings turned out to be", () => {
  const findings = [1, 2, 3, 4].map((rank) => sampleFinding({ rank }));
  const gold = {
    ...{ file: "<b>gold.conll", errors: 8, outcomes: ["corrected", "wrong", null, "right"], found: [1, 2, 2] },
    calibration: [{ from: 0.9, to: 1, findings: 3, errorRate: 2 / 3 }],
  };
  const html = page(sampleReport(findings), { gold });
  expect(dataOf(html).findings.map(({ outcome }: { outcome?: string }) => outcome)).toEqual([
    ...["corrected", "wrong", undefined, "right"],
  ]);
  expect(html).toContain("&lt;b&gt;gold.conll corrects 8 segments; the 3 findings here are about 2 of them.");
  expect(html).toContain("1,000 candidates were ranked: audit with <code>--limit 0</code>");
  expect(html).toContain(
    'aria-label="Of all 3 findings, 0.667 are about errors and 0.333 suggest what is right; of the first 3, 0.667 and 0.333"',
  );
  expect(html).toContain('aria-label="The 3 findings are about 2 of 8 errors"');
  expect(html).toContain("3 findings with a score from 0.9 to 1: 66.7% about errors");
  expect(page(sampleReport([]), { gold: { ...gold, outcomes: [], found: [], calibration: [] } })).toContain(
    'id="gold"',
  );
});

test("is whole without findings, without a reference and without curves", () => {
  const empty = { iterations: [], objective: [], relativeGradientNorm: [] };
  const report = sampleReport([], { reference: null, candidates: 0 });
  const { tagger, influence } = report;
  const html = page({
    ...report,
    tagger: { ...tagger, curve: empty },
    influence: { ...influence!, curve: { iterations: [], relativeResidual: [] } },
  });
  expect(html).toContain("without a reference");
  expect(html).not.toContain('id="solvers"');
});

test("warns where a solver fell short", () => {
  const report = sampleReport();
  expect(page({ ...report, warnings: ["the tagger has not converged"] })).toContain("the tagger has not converged");
});
