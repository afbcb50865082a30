import { isAbsolute, join } from "node:path";
import type { PlanDocument, PlannedAudit } from "./schema.js";

/** Settings of an audit by their keys in a configuration file. */
export type AuditOptions = Readonly<Record<string, unknown>>;

/** One audit of a plan, with all that it needs to run. Paths count from `directory` of its plan. */
export interface Task {
  /** From 0, in the order of the plan. */
  readonly index: number;
  readonly name: string;
  readonly train: string;
  /** A path, "cross-fit" or "cross-fit=K"; null for none. */
  readonly reference: string | null;
  readonly options: AuditOptions;
  /** MB; null where it is to be estimated. */
  readonly memory: number | null;
}

/** The audits to run, and where. */
export interface Plan {
  /** Where all paths count from, and where the audits run: as the user gave it, "." for the working directory. */
  readonly directory: string;
  /** The directory of the results, and that of the cache (false for none, null for the user's), from `directory`. */
  readonly output: string;
  readonly cache: string | false | null;
  readonly tasks: readonly Task[];
}

/** The plan that a document says. @param directory that it stands in */
export function planOf({ output, cache, options, audits }: PlanDocument, directory: string): Plan {
  return {
    directory,
    output: output ?? "audits",
    cache: cache ?? null,
    tasks: audits.map((audit, index) => taskOf(audit, index, options ?? {})),
  };
}

function taskOf({ name, train, reference, options, memory }: PlannedAudit, index: number, shared: AuditOptions): Task {
  return {
    ...{ index, name, train },
    reference: reference ?? null,
    options: { ...shared, ...options },
    memory: memory ?? null,
  };
}

/** A path of the plan as one from the working directory. */
export function pathFrom({ directory }: Pick<Plan, "directory">, path: string): string {
  return isAbsolute(path) ? path : join(directory, path);
}

/** The directory of an audit's results, from that of the plan. */
export function resultsOf({ output }: Pick<Plan, "output">, { name }: Pick<Task, "name">): string {
  return join(output, name);
}
