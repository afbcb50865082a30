import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";

export type SchemaName =
  | "findings"
  | "explanation"
  | "validation"
  | "score"
  | "agreement"
  | "evaluation"
  | "plan"
  | "batch"
  | "verdicts";

export function schemaOf(name: SchemaName) {
  return JSON.parse(readFileSync(new URL(`../../docs/${name}.schema.json`, import.meta.url), "utf8"));
}

const ajv = new Ajv2020({ allErrors: true, strict: true });

/** What a validator of JSON Schema has to say against a document, or against a part that the schema defines. */
export function errorsOf(name: SchemaName, document: unknown, part?: string) {
  const schema = schemaOf(name);
  if (!ajv.getSchema(schema.$id)) ajv.addSchema(schema);
  const valid = ajv.getSchema(part === undefined ? schema.$id : `${schema.$id}#/$defs/${part}`);
  if (!valid) throw new Error(`${name} has no ${part}`);
  return valid(document) ? [] : (valid.errors ?? []);
}
