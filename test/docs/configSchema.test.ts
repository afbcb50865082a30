import { Ajv2020 } from "ajv/dist/2020.js";
import { SETTINGS } from "../../src/options/settings.js";
import { parseJsonFile } from "../../src/storage/jsonFile.js";
import { read, renew, renewing } from "./file.js";
import { publishedConfig } from "./published.js";

const FILE = "docs/seginf.config.schema.json";
const schema = JSON.parse(JSON.stringify(publishedConfig()));

it("the published schema is what the options table says", () => {
  if (renewing()) renew(FILE, `${JSON.stringify(schema, null, 2)}\n`);
  expect(JSON.parse(read(FILE))).toEqual(schema);
});

it("accepts each default, and says what every setting is", () => {
  const valid = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema);
  const defaults = SETTINGS.filter((setting) => setting.default !== undefined);
  expect(valid(Object.fromEntries(defaults.map((setting) => [setting.key, setting.default])))).toBe(true);
  expect(SETTINGS.filter(({ help }) => help === "")).toEqual([]);
  expect(valid({ lamda: 1 })).toBe(false);
  expect(valid({ cache: false })).toBe(true);
  expect(valid({ cache: true })).toBe(false);
});

it("is itself plain JSON", () => {
  expect(() => parseJsonFile(FILE, read(FILE))).not.toThrow();
});
