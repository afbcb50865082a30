import { dirname } from "node:path";
import * as v from "valibot";
import { settingFault } from "../cli/config/fault.js";
import { SeginfError } from "../errors.js";
import { misfitOf } from "../findings/shape.js";
import { type JsonFile, readJsonFile } from "../storage/jsonFile.js";
import { PLAN_SETTINGS, type PlanDocument, planSchema } from "./schema.js";
import { type Plan, planOf } from "./task.js";

const HINT = "see docs/many-corpora.md, or let seginf batch CORPORA --emit plan write one";

/**
 * Reads and checks a plan.
 *
 * @throws SeginfError with the line of what is wrong
 */
export async function readPlan(path: string): Promise<Plan> {
  return planOf(checkPlan(await readJsonFile(path, { hint: HINT })), dirname(path));
}

/** @throws SeginfError with the line of what is wrong */
export function checkPlan(file: JsonFile): PlanDocument {
  const result = v.safeParse(planSchema, file.value, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const items = issue.path ?? [];
  const path = items.map(({ key }) => key as string | number);
  const place = { file: file.path, line: file.lineOf(path) };
  // "options" of the plan, or of an audit: what is wrong with a setting is said as for a configuration file.
  const setting = items[path.indexOf("options") + 1];
  if (path.includes("options") && setting !== undefined) {
    const known = PLAN_SETTINGS.map(({ key }) => key);
    throw new SeginfError(...settingError(settingFault(setting as v.ObjectPathItem, issue.message, known), place));
  }
  throw new SeginfError(`not a plan: ${misfitOf(issue, "the document").what}`, place, HINT);
}

type ErrorArguments = [what: string, place: { readonly file: string; readonly line: number }, hint: string];

const settingError = ([what, hint]: readonly [string, string], place: ErrorArguments[1]): ErrorArguments => [
  what,
  place,
  hint,
];
