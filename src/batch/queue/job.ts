import { createHash } from "node:crypto";
import { resolve } from "node:path";
import * as v from "valibot";
import { digest, name, object, position } from "../../findings/parts.js";
import { canonicalJson } from "../../storage/canonical.js";
import { plannedAuditSchema, planSettingsSchema } from "../schema.js";
import { type Plan, pathFrom, resultsOf, type Task } from "../task.js";

const { name: auditName } = plannedAuditSchema.entries;

const taskSchema = object({
  index: v.number(),
  name: auditName,
  train: name,
  reference: v.nullable(name),
  options: planSettingsSchema,
  memory: v.nullable(position),
});

/** What a job says: a task, all that it needs, and the key that its result has. */
export const jobSchema = object({
  /** Absolute: submitter and workers see it, and what is in it, under one path. */
  directory: name,
  output: name,
  cache: v.nullable(v.union([name, v.literal(false)])),
  key: digest,
  task: taskSchema,
});

export type JobData = v.InferOutput<typeof jobSchema>;

export function jobOf({ directory, output, cache }: Plan, task: Task, key: string): JobData {
  return { directory: resolve(directory), output, cache, key, task: { ...task, options: { ...task.options } } };
}

/** A job is known by what its result follows from and where that goes: to submit it twice is to submit it once. */
export function jobId(plan: Plan, task: Task, key: string): string {
  const identity = canonicalJson([key, resolve(pathFrom(plan, resultsOf(plan, task)))]);
  return `audit-${createHash("sha256").update(identity).digest("hex")}`;
}
