import { join } from "node:path";
import { foldsOfSetting } from "../options/kinds.js";
import { keyOf, longName } from "../options/row.js";
import { optionsOf } from "../options/table.js";
import { type Plan, resultsOf, type Task } from "./task.js";

/** What every audit leaves in its directory: for programs, and for people. */
export const FINDINGS = "findings.json";
export const REPORT = "report.html";

/**
 * The command line of a task's audit, to be run in the directory of the plan. All that it depends on stands in it: no
 * configuration file has a say.
 *
 * @param threads of the audit, where its options do not say
 */
export function auditArguments(plan: Plan, task: Task, threads: number): string[] {
  const { train, reference, options } = task;
  const results = resultsOf(plan, task);
  const folds = foldsOfSetting(reference);
  return [
    "audit",
    "--quiet",
    "--no-config",
    `--format=json=${join(results, FINDINGS)}`,
    `--format=html=${join(results, REPORT)}`,
    ...cacheArgument(plan.cache),
    ...Object.entries({ threads, ...options }).flatMap(([key, value]) => optionArguments(key, value)),
    ...(folds === undefined ? [] : [`--reference=cross-fit=${folds}`]),
    "--",
    train,
    ...(reference === null || folds !== undefined ? [] : [reference]),
  ];
}

function cacheArgument(cache: Plan["cache"]): string[] {
  if (cache === false) return ["--no-cache"];
  return cache === null ? [] : [`--cache=${cache}`];
}

function optionArguments(key: string, value: unknown): string[] {
  const row = optionsOf("audit").find(({ flags }) => keyOf(flags) === key);
  if (row === undefined) throw new Error(`audit has no option ${key}`);
  const name = longName(row.flags);
  if (value === false) return [`--no-${name}`];
  if (value === true) return [`--${name}`];
  return (Array.isArray(value) ? value : [value]).map((one) => `--${name}=${one}`);
}
