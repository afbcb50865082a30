import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { SeginfError } from "../../../src/errors.js";
import { RULES } from "../../../src/findings/rules.js";
import { checkVerdicts, entryOf, type VerdictEntry, verdictText } from "../../../src/findings/verdicts/index.js";
import { parseJsonFile } from "../../../src/storage/jsonFile.js";
import { sampleFinding } from "../../report/sample.js";

const schema = JSON.parse(readFileSync(new URL("../../../docs/verdicts.schema.json", import.meta.url), "utf8"));
const valid = new Ajv2020({ allErrors: true, strict: true, strictRequired: false }).compile(schema);

const read = (text: string) => checkVerdicts(parseJsonFile("v.json", text));

const finding = sampleFinding({ replacement: { start: 9, end: 12, segments: [{ start: 9, end: 12, label: "ORG" }] } });
const ok = entryOf(finding, "ok", { note: 'a "place" here' });
const fixed = entryOf(sampleFinding({ ...finding, fingerprint: "f".repeat(16) }), "fixed", { count: 2 });

test("an entry reads so, a field a line", () => {
  expect(verdictText([fixed])).toMatchInlineSnapshot(`
"{
  "schemaVersion": 1,
  "entries": [
    {
      "fingerprint": "ffffffffffffffff",
      "verdict": "fixed",
      "file": "fixtures/newswire/train.conll",
      "rule": "segment/label",
      "text": "then governor for the [ Bank of England ] said on Monday .",
      "start": 9,
      "end": 12,
      "label": "LOC",
      "suggestion": "ORG",
      "score": 0.987123,
      "replacement": {"start":9,"end":12,"segments":[{"start":9,"end":12,"label":"ORG"}]},
      "count": 2
    }
  ]
}
"
`);
});

test("what is written is read back, whatever the order it was given in", () => {
  const entries = [fixed, ok];
  expect(read(verdictText(entries)).entries).toEqual([ok, fixed]);
  expect(verdictText(entries)).toBe(verdictText([...entries].reverse()));
  expect(read(verdictText([])).entries).toEqual([]);
});

test("what is written is valid against the schema", () => {
  expect(valid(JSON.parse(verdictText([ok, fixed])))).toBe(true);
  expect(schema.$defs.entry.properties.rule.enum).toEqual(RULES);
});

test("another correction than the one suggested stands in its place", () => {
  const replacement = { start: 9, end: 12, segments: [{ start: 11, end: 12, label: "LOC" }] };
  const entry = entryOf(finding, "fixed", { correction: { suggestion: "LOC", replacement } });
  expect(entry).toMatchObject({ label: "LOC", suggestion: "LOC", replacement });
  expect(entryOf(finding, "later").replacement).toBeNull();
});

const changed = (changes: Partial<Record<keyof VerdictEntry, unknown>>) =>
  JSON.stringify({ schemaVersion: 1, entries: [{ ...fixed, ...changes }] }, null, 1);

test.each([
  ["nothing", "", "v.json:1: not JSON: "],
  ["a list", "[]", "v.json:1: not a verdict file: the document is not an object"],
  ["another version", '{\n"schemaVersion": 2,\n"entries": []}', "v.json:2: not a verdict file: schemaVersion is not 1"],
  ["a cut file", verdictText([ok]).slice(0, -4), "v.json:17: not JSON: "],
  [
    "an unknown verdict",
    changed({ verdict: "maybe" }),
    "v.json:6: not a verdict file: entries[0].verdict is none of ok, fixed, later",
  ],
  [
    "an unknown rule",
    changed({ rule: "segment/nothing" }),
    "v.json:9: not a verdict file: entries[0].rule is none of segment/label, ",
  ],
  [
    "a fingerprint that is none",
    changed({ fingerprint: "xyz" }),
    "v.json:5: not a verdict file: entries[0].fingerprint is not 16 hex digits",
  ],
  [
    "an empty span",
    changed({ end: 9 }),
    "v.json:4: not a verdict file: entries[0] has an end that is not after its start",
  ],
  [
    "no replacement",
    changed({ replacement: undefined }),
    'entries[0] has no replacement, which the verdict "fixed" needs',
  ],
  [
    "a segment out of its span",
    changed({ replacement: { start: 9, end: 12, segments: [{ start: 9, end: 13, label: "X" }] } }),
    "entries[0].replacement has segments that overlap, are out of order or leave the replaced span",
  ],
  ["a field that nothing knows", changed({ notes: "" } as object), 'entries[0] has "notes", which is not known'],
  ["a count of nothing", changed({ count: 0 }), "entries[0].count is below 1"],
  ["a key twice", '{"entries": [],\n "entries": []}', 'v.json:2: "entries" occurs here twice'],
  [
    "two verdicts on one finding",
    JSON.stringify({ schemaVersion: 1, entries: [ok, ok] }),
    "v.json:1: not a verdict file: entries[1] is a second verdict on 0123",
  ],
])("refuses %s with the line", (_, text, message) => {
  expect(() => read(text)).toThrow(SeginfError);
  expect(() => read(text)).toThrow(message);
});
