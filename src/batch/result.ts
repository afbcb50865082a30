import { join } from "node:path";
import { Readable } from "node:stream";
import { is } from "valibot";
import { type BatchAudit, type BatchResult, batchResultSchema } from "../findings/batch.js";
import { encoded } from "../findings/encode.js";
import { readJson } from "../findings/saved/read.js";
import { checkedReport } from "../findings/saved/report.js";
import { recordOf } from "../report/record.js";
import { writeAtomically } from "../storage/index.js";
import { isThere } from "../storage/isThere.js";
import { readJsonFile } from "../storage/jsonFile.js";
import { FINDINGS, REPORT } from "./arguments.js";
import { type Plan, pathFrom, resultsOf, type Task } from "./task.js";

/** What a batch keeps of an audit, in the audit's directory. */
export const RESULT = "result.json";

/** The result that is kept of a task, if it has this key and its reports are there; null else. */
export async function keptResult(plan: Plan, task: Task, key: string): Promise<BatchAudit | null> {
  const directory = pathFrom(plan, resultsOf(plan, task));
  const value = await readJsonFile(join(directory, RESULT)).then(
    (file) => file.value,
    () => null,
  );
  const result = await checkedResult(value);
  if (result?.key !== key) return null;
  if (result.audit.figures === null) return result.audit;
  const whole = (await isThere(join(directory, FINDINGS))) && (await isThere(join(directory, REPORT)));
  return whole ? result.audit : null;
}

/** The result that is kept of a task, unless it is a failure: what was wrong may be right by now. */
export async function keptSuccess(plan: Plan, task: Task, key: string): Promise<BatchAudit | null> {
  const kept = await keptResult(plan, task, key);
  return kept?.status === "failed" ? null : kept;
}

/** What was kept, or what a worker sent; null where it is no result. */
export async function checkedResult(value: unknown): Promise<BatchResult | null> {
  return is(batchResultSchema, value) ? value : null;
}

/**
 * Keeps how a task's audit ended, in one atomic step: processes on several machines may do so at once. A failure does not
 * replace a result under the same key, which another process had in the meantime.
 */
export async function keepResult(plan: Plan, task: Task, result: BatchResult): Promise<BatchAudit> {
  if (result.audit.status === "failed") {
    const other = await keptSuccess(plan, task, result.key);
    if (other !== null) return other;
  }
  const path = join(pathFrom(plan, resultsOf(plan, task)), RESULT);
  await writeAtomically(path, [`${encoded(recordOf(batchResultSchema, result), 2)}\n`]);
  return result.audit;
}

/** The figures of the report that a task's audit wrote. @throws SeginfError where it is none */
export async function reportFigures(plan: Plan, task: Task): Promise<Figures> {
  const path = join(pathFrom(plan, resultsOf(plan, task)), FINDINGS);
  const { value, name } = await readJson(path, Readable.from([]), "run it again");
  const { train, candidates, atOrAboveThreshold, patterns, tagger } = checkedReport(value, name);
  return {
    sentences: train.sentences,
    tokens: train.tokens,
    segments: train.segments,
    illFormed: train.illFormed,
    candidates,
    findings: atOrAboveThreshold,
    patterns: patterns.length,
    f1: tagger.f1,
  };
}

type Figures = NonNullable<BatchAudit["figures"]>;
