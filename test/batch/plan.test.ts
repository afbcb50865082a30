import { Ajv2020 } from "ajv/dist/2020.js";
import { checkPlan } from "../../src/batch/plan.js";
import { planOf } from "../../src/batch/task.js";
import { parseJsonFile } from "../../src/storage/jsonFile.js";
import { read } from "../docs/file.js";

const check = (text: string) => checkPlan(parseJsonFile("plan.json", text));
const planWith = (audits: string, rest = "") =>
  `{\n  "schemaVersion": 1,\n  ${rest}"audits": [\n    ${audits}\n  ]\n}\n`;

const WHOLE = `{
  "schemaVersion": 1,
  "output": "out",
  "cache": "cache",
  "options": { "lambda": 2, "limit": 5 },
  "audits": [
    { "name": "en", "train": "en/train.conll", "reference": "en/dev.conll", "options": { "limit": 7 }, "memory": 900 },
    { "name": "fr", "train": "fr/*.conll", "reference": "cross-fit=3" }
  ]
}`;

it("becomes tasks, in which an audit's own options go before the plan's", () => {
  const plan = planOf(check(WHOLE), "plans");
  expect(plan).toEqual({
    directory: "plans",
    output: "out",
    cache: "cache",
    tasks: [
      {
        index: 0,
        name: "en",
        train: "en/train.conll",
        reference: "en/dev.conll",
        options: { lambda: 2, limit: 7 },
        memory: 900,
      },
      {
        index: 1,
        name: "fr",
        train: "fr/*.conll",
        reference: "cross-fit=3",
        options: { lambda: 2, limit: 5 },
        memory: null,
      },
    ],
  });
});

it("is what its published schema says", () => {
  const schema = JSON.parse(read("docs/plan.schema.json"));
  const valid = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema);
  expect(valid(JSON.parse(WHOLE))).toBe(true);
  for (const wrong of ["{}", planWith(""), planWith('{ "name": "a/b", "train": "x" }')]) {
    expect(valid(JSON.parse(wrong))).toBe(false);
  }
});

const SEE = "; see docs/many-corpora.md, or let seginf batch CORPORA --emit plan write one";

it.each([
  ["{}", `plan.json:1: not a plan: the document lacks schemaVersion${SEE}`],
  ["[]", `plan.json:1: not a plan: the document is not an object${SEE}`],
  ["{", "plan.json:1: not JSON: close brace expected; correct it or write it again"],
  [planWith(""), `plan.json:3: not a plan: audits is empty${SEE}`],
  [planWith('{ "name": "a" }'), `plan.json:4: not a plan: audits[0] lacks train${SEE}`],
  [
    planWith('{ "name": "a", "train": "x", "x": 1 }'),
    /^plan\.json:4: not a plan: audits\[0\] has "x", which is not known;/,
  ],
  [planWith('{ "name": "a", "train": "x" }', '"ouput": "o", '), /^plan\.json:3: not a plan: the document has "ouput"/],
  [
    planWith('{ "name": "a/b", "train": "x" }'),
    /^plan\.json:4: .*audits\[0\]\.name is no name of an audit: give letters/,
  ],
  [planWith('{ "name": "..", "train": "x" }'), /audits\[0\]\.name is no name/],
  [planWith('{ "name": "nul.x", "train": "x" }'), /audits\[0\]\.name cannot be a directory's name/],
  [planWith('{ "name": "summary.json", "train": "x" }'), /audits\[0\]\.name cannot be a directory's name/],
  [
    planWith('{ "name": "a", "train": "x" },\n    { "name": "A", "train": "y" }'),
    /^plan\.json:5: .*audits\[1\] is a second audit with the name A;/,
  ],
  [planWith('{ "name": "a", "train": "-" }'), /audits\[0\]\.train is standard input/],
  [planWith('{ "name": "a", "train": "x", "reference": "cross-fit=1" }'), /reference is no number of folds/],
  [planWith('{ "name": "a", "train": "x", "memory": 0 }'), /audits\[0\]\.memory is below 1/],
  [planWith('{ "name": "a", "train": "x", "options": 3 }'), /audits\[0\]\.options is not an object/],
  [
    planWith('{ "name": "a", "train": "x" }', '"options": { "limt": 3 }, '),
    'plan.json:3: there is no setting "limt"; did you mean "limit"? seginf config lists all settings',
  ],
  [
    planWith('{ "name": "a", "train": "x", "options": { "limit": -1 } }'),
    'plan.json:4: "limit" is -1; give a whole number from 0 on',
  ],
  [planWith('{ "name": "a", "train": "x", "options": { "format": ["json"] } }'), /there is no setting "format"/],
])("refuses %s in one line", (text, message) => {
  const refusal = () => check(text as string);
  expect(refusal).toThrow(message as string);
  try {
    refusal();
  } catch (error) {
    expect((error as Error).message.split("\n")).toHaveLength(1);
  }
});
