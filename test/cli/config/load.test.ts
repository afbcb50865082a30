import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { configurationFor } from "../../../src/cli/config/effective.js";
import { findConfig } from "../../../src/cli/config/find.js";
import { loadSettings } from "../../../src/cli/config/load.js";
import { SeginfError } from "../../../src/errors.js";
import { SETTINGS } from "../../../src/options/settings.js";
import { publishedConfig } from "../../docs/published.js";

const root = mkdtempSync(join(tmpdir(), "seginf-config-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const write = (path: string, content: string) => {
  const full = join(root, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, content);
  return full;
};

describe("finding", () => {
  const own = write("a/seginf.config.json", "{}");
  const shared = write("a/b/package.json", '{ "name": "x", "seginf": { "limit": 3 } }');
  write("a/b/c/package.json", '{ "name": "without" }');
  write("a/b/c/d/package.json", "{ broken");
  write("a/b/e/package.json", '{ "seginf": {} }');
  const both = write("a/b/e/seginf.config.json", "{}");

  it.each([
    ["in the directory itself", "a", { path: own, key: null }],
    ["above it, past a package.json without settings and a broken one", "a/b/c/d", { path: shared, key: "seginf" }],
    ["the file of its own name first", "a/b/e", { path: both, key: null }],
  ])("%s", (_, directory, found) => expect(findConfig(join(root, directory))).toEqual(found));

  it("nothing where there is nothing", () => expect(findConfig(root)).toBeNull());
});

describe("paths", () => {
  write("p/seginf.config.json", '{ "train": "data/t.conll", "cache": false, "template": "/abs/t", "reference": "-" }');
  mkdirSync(join(root, "p/q/r"), { recursive: true });

  it("count from the directory of the file", async () => {
    const { file, values } = await configurationFor(join(root, "p/q/r"), undefined);
    const found = Object.fromEntries([...values].map(([key, { value }]) => [key, value]));
    expect(file).toBe(join("..", "..", "seginf.config.json"));
    expect(found).toEqual({
      ...{ train: join("..", "..", "data", "t.conll"), cache: false, template: "/abs/t", reference: "-" },
    });
  });

  it("a file may be named, or refused", async () => {
    const named = await configurationFor(root, join("p", "seginf.config.json"));
    expect(named.values.get("train")).toEqual({ value: join("p", "data", "t.conll"), line: 1 });
    expect(await configurationFor(join(root, "p"), false)).toEqual({ file: null, values: new Map() });
  });
});

const load = (content: string, key: string | null = null) => {
  const path = write("load/file.json", content);
  return loadSettings({ path, key }, "file.json");
};

it("comments and trailing commas are allowed, and the schema may be named", async () => {
  const settings = await load('{\n  // why\n  "$schema": "x",\n  "lambda": 0.5,\n}');
  expect([...settings]).toEqual([["lambda", { value: 0.5, line: 4 }]]);
});

it.each([
  ["an unknown key", '{\n "lamda": 1\n}', 'file.json:2: there is no setting "lamda"; did you mean "lambda"?'],
  ["a key like no other", '{ "colour": 1 }', 'file.json:1: there is no setting "colour"; seginf config lists'],
  ["a word for a number", '{ "limit": "many" }', 'file.json:1: "limit" is "many"; give a number'],
  ["a part of a number", '{ "limit": 1.5 }', '"limit" is 1.5; give a whole number from 0 on'],
  ["a negative number", '{ "lambda": -1 }', '"lambda" is -1; give a number above 0'],
  ["a probability of 2", '{ "threshold": 2 }', '"threshold" is 2; give a number from 0 to 1'],
  ["an unknown word", '{ "scheme": "IOBES" }', "allowed choices are IO, IOB1, BIO, BIOES, BILOU, plain"],
  ["a number for a flag", '{ "exitZero": 1 }', '"exitZero" is 1; give a boolean'],
  ["true for a directory", '{ "cache": true }', '"cache" is true; give a string'],
  ["what the command line alone may say", '{ "output": "x" }', 'there is no setting "output"'],
  ["a list where a word belongs", '{ "scheme": ["BIO"] }', '"scheme" is ["BIO"]; give a string'],
  ["a number in a list", '{ "format": ["text", 3] }', '"format" is ["text",3]; give a string'],
  ["a format that is none", '{ "format": ["txt"] }', '"format" is ["txt"]; give one of text, json, '],
  ["a long value", JSON.stringify({ limit: "x".repeat(999) }), `"limit" is "${"x".repeat(79)}…; give a number`],
  ["a schema that is no name", '{ "$schema": 1 }', '"$schema" is 1; give a string'],
  ["a list", "[]", "settings must be an object"],
  ["broken JSON", '{\n "limit": 1\n "lambda": 1 }', "file.json:3: not JSON: comma expected"],
])("refuses %s with its line", async (_, content, message) => {
  const failure = await load(content).catch((error) => error);
  expect(failure).toBeInstanceOf(SeginfError);
  expect(failure.message).toContain(message);
});

it("takes no comments in a package.json", async () => {
  await expect(load('{ "seginf": { /* why */ } }', "seginf")).rejects.toThrow("not JSON");
  await expect(load('{\n"seginf": {\n"limt": 1 } }', "seginf")).rejects.toThrow(
    'file.json:3: there is no setting "limt"',
  );
});

describe("the table's schema of a value and its reading on the command line", () => {
  const values = [-1, 0, 0.5, 1, 2, 1.5, 1e300, Number.MAX_SAFE_INTEGER, "", "O", "BIO", "text", "csv=", "json=x.json"];
  const given = fc.oneof(fc.constantFrom<unknown>(...values), fc.integer(), fc.double({ noNaN: true }), fc.string());
  const scalar = SETTINGS.filter(({ kind }) => kind.schema.type !== "boolean" && !kind.isList);

  const schema = publishedConfig() as { properties: Record<string, object> };

  it("take and refuse the same, and what is refused is told with what to give instead", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...scalar), given, async ({ key, kind }, value) => {
        const valid = new Ajv2020({ strict: false }).compile(schema.properties[key] as object)(value);
        const text = JSON.stringify({ [key]: value });
        const failure = await load(text).then(
          () => null,
          (error: Error) => error.message,
        );
        if (failure !== null) expect(failure).toMatch(/^file\.json:1: ".*; (give|allowed choices)/);
        // Where the published schema says less than the command line (cross-fit=1), it may take more.
        if (!valid) expect(failure).not.toBeNull();
        else if (kind.schema.type !== "string") expect({ text, failure }).toEqual({ text, failure: null });
      }),
      { numRuns: 200 },
    );
  });
});
