import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import type { AuditReport, Pattern } from "../../src/findings/report.js";
import { RULE_TABLE } from "../../src/findings/rules.js";
import { sarif } from "../../src/report/sarif/sarif.js";
import { sampleFinding, sampleReport } from "./sample.js";

const reportOf = (findings = [sampleFinding()], changes: Partial<AuditReport> = {}) =>
  sampleReport(findings, { patterns: [], ...changes });

/** The official schema is draft 4, whose "id" ajv does not take. */
const schema = JSON.parse(readFileSync(new URL("sarif/sarif-schema-2.1.0.json", import.meta.url), "utf8"));
delete schema.$schema;
delete schema.id;
const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, unicodeRegExp: false });
const valid = ajv.compile(schema);

const log = (report: AuditReport) => JSON.parse([...sarif(report)].join(""));
const resultsOf = (report: AuditReport) => log(report).runs[0].results;

const pattern: Pattern = {
  ...{ id: "00000000000000aa", name: 'LOC → ORG when the word is "City"', label: "LOC", suggestion: "ORG" },
  ...{ anchor: { kind: "word", value: "City" }, findings: ["a", "b"], agree: 9, disagree: 1, probability: 0.9 },
  ...{ share: 0.1, relabelInfluence: -3, pValue: 0.001 },
  places: [
    { file: "train.conll", line: 3 },
    { file: "train.conll", line: 9 },
  ],
};

test.each([
  ["findings", reportOf()],
  ["nothing", reportOf([])],
  ["patterns", reportOf([], { patterns: [pattern] })],
  ["no reference", reportOf([sampleFinding({ opposes: [] })], { reference: null })],
])("a report of %s is valid against the official schema", (_, report) => {
  const document = log(report);
  valid(document);
  expect(valid.errors ?? []).toEqual([]);
});

test("a report with fixes is valid, and each replaces its line", () => {
  const changes = [{ line: 123, before: "Bank\tB-LOC", after: "Bank\tB-ORG" }];
  const document = JSON.parse([...sarif(reportOf(), { lineChanges: () => changes })].join(""));
  valid(document);
  expect(valid.errors ?? []).toEqual([]);
  expect(document.runs[0].results[0].fixes).toEqual([
    {
      description: { text: "label it as ORG" },
      artifactChanges: [
        {
          artifactLocation: { uri: "fixtures/newswire/train.conll" },
          replacements: [
            {
              deletedRegion: { startLine: 123, startColumn: 1, endLine: 123, endColumn: 11 },
              insertedContent: { text: "Bank\tB-ORG" },
            },
          ],
        },
      ],
    },
  ]);
  expect(resultsOf(reportOf())[0]).not.toHaveProperty("fixes");
});

test("every rule has its page in the package, and the run a category of its corpus", () => {
  const [{ tool, automationDetails }] = log(reportOf()).runs;
  const rules = readFileSync(new URL("../../docs/rules.md", import.meta.url), "utf8");
  const anchors = [...rules.matchAll(/^## (\S+)$/gm)].map(([, id]) => (id as string).replace("/", ""));
  const page = "https://unpkg.com/seginf@0.1.0/docs/rules.md";
  expect(tool.driver.rules.map(({ helpUri }: { helpUri: string }) => helpUri)).toEqual(
    anchors.map((anchor) => `${page}#${anchor}`),
  );
  expect(automationDetails).toEqual({ id: "seginf/fixtures/newswire/train.conll/" });
});

test("the schema is really asked", () => {
  expect(valid({ ...log(reportOf()), version: "2.0.0" })).toBe(false);
  expect(valid({ version: "2.1.0", runs: [{ results: [{ ruleId: 3 }] }] })).toBe(false);
});

test("a finding reads so", () => {
  expect(resultsOf(reportOf())[0]).toMatchInlineSnapshot(`
{
  "level": "warning",
  "locations": [
    {
      "physicalLocation": {
        "artifactLocation": {
          "uri": "fixtures/newswire/train.conll",
        },
        "region": {
          "endLine": 125,
          "startLine": 123,
        },
      },
    },
  ],
  "message": {
    "text": ""Bank of England" is labelled LOC; better: ORG ("Bank of England" is ORG in 7 of 8 other places). as Mark Carney , then governor for the \\[ Bank of England \\] said on Monday .",
  },
  "partialFingerprints": {
    "primaryLocationLineHash": "0123456789abcdef:1",
    "seginf/v1": "0123456789abcdef",
  },
  "properties": {
    "influence": -1.23457,
    "label": "LOC",
    "reason": "sameWords",
    "relabelInfluence": -2.5,
    "score": 0.987123,
    "suggestion": "ORG",
  },
  "rank": 98.7123,
  "relatedLocations": [
    {
      "id": 1,
      "message": {
        "text": "made worse: "Bank of Japan", ORG in the reference, predicted as LOC",
      },
      "physicalLocation": {
        "artifactLocation": {
          "uri": "fixtures/newswire/reference.conll",
        },
        "region": {
          "endLine": 45,
          "startLine": 45,
        },
      },
    },
  ],
  "ruleId": "segment/label",
  "ruleIndex": 0,
}
`);
});

test("the driver lists every rule, and results point to theirs", () => {
  const { tool } = log(reportOf()).runs[0];
  expect(tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(RULE_TABLE.map(({ id }) => id));
  const kinds = ["label", "span", "spurious", "missed", "ill-formed", "reference"] as const;
  const rules = kinds.map((kind, i) => sampleFinding({ kind, rule: RULE_TABLE[i].id as never }));
  for (const { ruleId, ruleIndex, level } of resultsOf(reportOf(rules))) {
    expect(tool.driver.rules[ruleIndex]).toMatchObject({ id: ruleId, defaultConfiguration: { level } });
  }
});

test("equal sentences have fingerprints of their own", () => {
  const results = resultsOf(reportOf([sampleFinding(), sampleFinding({ rank: 2, line: 900 })]));
  expect(results.map((one: { partialFingerprints: object }) => one.partialFingerprints)).toEqual([
    { primaryLocationLineHash: "0123456789abcdef:1", "seginf/v1": "0123456789abcdef" },
    { primaryLocationLineHash: "0123456789abcdef:2", "seginf/v1": "0123456789abcdef" },
  ]);
});

test("a pattern is one result with its places", () => {
  const [result] = resultsOf(reportOf([], { patterns: [pattern] }));
  expect(result).toMatchObject({ ruleId: "pattern/systematic", relatedLocations: [{ id: 1 }] });
  expect(result.message.text).toBe('systematic: LOC → ORG when the word is "City", 2 findings, about 2 wrong (90%)');
});

test("at most 5,000 results are written, and it is said how many are not", () => {
  const many = Array.from({ length: 5010 }, (_, i) => sampleFinding({ rank: i + 1 }));
  const { results, invocations } = log(reportOf(many, { patterns: [pattern] })).runs[0];
  expect(results).toHaveLength(5000);
  expect(results[0].ruleId).toBe("pattern/systematic");
  expect(invocations[0].toolExecutionNotifications[0].message.text).toBe(
    "11 findings left out: a run holds at most 5000",
  );
});

test.each([
  ["data/my corpus#1.conll", "data/my%20corpus%231.conll"],
  ["./a.conll", "a.conll"],
  ["/abs/ä.conll", "file:///abs/%C3%A4.conll"],
  ["data\\win.conll", "data/win.conll"],
])("the path %s is a URI", (file, uri) => {
  const [{ locations }] = resultsOf(reportOf([sampleFinding({ file })]));
  expect(locations[0].physicalLocation.artifactLocation.uri).toBe(uri);
});

test("brackets of a corpus are no links", () => {
  const [{ message }] = resultsOf(reportOf([sampleFinding({ tokens: ["[x](1)", "\\"] })]));
  expect(message.text).toContain('"\\[x\\](1) \\\\"');
});
