import { availableParallelism } from "node:os";
import type { Prepared } from "../batch/local.js";
import type { BatchSource } from "../batch/source.js";
import type { Plan } from "../batch/task.js";
import { defineCommand } from "../cli/command.js";
import { configurationFor } from "../cli/config/effective.js";
import type { Context } from "../cli/context.js";
import { interruptibly } from "../cli/signals.js";
import { SeginfError } from "../errors.js";
import type { BatchAudit } from "../findings/batch.js";
import type { FlagsOf } from "../options/table.js";
import { counted } from "../report/numbers.js";

type Flags = FlagsOf<"batch">;

export const batch = defineCommand({
  name: "batch",
  summary: "audit many corpora",
  description: "run many audits, a process each, and make one summary of them",
  arguments: [["<plan...>", "a plan (a .json file), or corpora: files, or a quoted pattern"]],
  exitCodes: {
    0: "no audit has findings that count",
    1: "an audit has findings",
    2: "an audit could not run (the others did), or the plan is wrong",
  },
  examples: [
    "seginf batch 'corpora/*/train.conll' --pair train=dev -o audits",
    "seginf batch 'corpora/*/train.conll' --pair train=dev --emit plan > plan.json",
    "seginf batch plan.json --jobs 4 --memory 8000",
    "seginf batch plan.json --task 7",
    "seginf batch plan.json --emit slurm > seginf.sbatch",
    "seginf batch plan.json --queue redis://queue:6379",
  ],
  async run(context, [sources], flags) {
    const output = context.output(flags.quiet);
    const { openSource } = await import("../batch/source.js");
    const source = await openSource(sources, flags, async () => {
      return (await configurationFor(context.host.cwd(), flags.config)).values;
    });
    if (flags.emit !== undefined) return await emit(context, source, flags, flags.emit);

    const { requireSeparateResults } = await import("../batch/separate.js");
    await requireSeparateResults(source, context.host);
    const { prepare } = await import("../batch/local.js");
    const { auditLine } = await import("../report/batch/text.js");
    const { endAudits } = await import("../batch/auditProcess.js");
    const { plan } = source;
    const tasks = flags.task === undefined ? plan.tasks : [taskAt(source, flags.task)];
    const prepared = await prepare(plan, tasks);
    const ended = new Map<string, BatchAudit>();
    const onEnd = (audit: BatchAudit): void => {
      ended.set(audit.name, audit);
      output.note(`${ended.size} of ${prepared.length}: ${auditLine(audit)}`);
    };
    await interruptibly(context.host, () => obtain(context, source, prepared, flags, onEnd), endAudits);
    return await finish(context, source, await endedOrKept(plan, prepared, ended), flags);
  },
});

/** Makes sure that every task has ended, wherever it runs, unless --collect takes what is there. */
async function obtain(
  context: Context,
  { plan }: BatchSource,
  prepared: readonly Prepared[],
  flags: Flags,
  onEnd: (audit: BatchAudit) => void,
): Promise<void> {
  const { runLocally, splitKept } = await import("../batch/local.js");
  const { makeDirectory } = await import("../batch/run.js");
  const { memoryBudget } = await import("../batch/memory.js");
  const output = context.output();
  await makeDirectory(plan, plan.output);
  if (flags.collect) return;
  const { kept, open } = await splitKept(plan, prepared);
  for (const audit of kept) onEnd(audit);
  if (open.length === 0) return;
  const { retries, queue, jobs = availableParallelism(), memory = memoryBudget() } = flags;
  const warn = (line: string): void => output.warn(line);
  if (queue === undefined) {
    await runLocally(plan, open, { env: context.host.env, jobs, memory, retries, onEnd, warn });
  } else {
    const { submit } = await import("../batch/queue/submit.js");
    await submit(plan, open, queue, { retries, onEnd, warn });
  }
}

/** What became of each task in this run; of the others, what is kept. */
async function endedOrKept(
  plan: Plan,
  prepared: readonly Prepared[],
  ended: ReadonlyMap<string, BatchAudit>,
): Promise<BatchAudit[]> {
  const { keptResult } = await import("../batch/result.js");
  const { failureOf } = await import("../batch/run.js");
  const missing = "it has no result, or one of other files or options: run it";
  const audits: BatchAudit[] = [];
  for (const { task, key } of prepared) {
    const audit = ended.get(task.name) ?? (await keptResult(plan, task, key));
    audits.push(audit ?? failureOf(task, missing));
  }
  return audits;
}

/** Prints what became of the tasks, and writes the summary of a whole plan. */
async function finish(
  context: Context,
  { plan }: BatchSource,
  audits: readonly BatchAudit[],
  { task, format, exitZero }: Flags,
): Promise<number> {
  const { exitCodeOf, summaryOf, writeSummary } = await import("../batch/summary.js");
  const { batchJson } = await import("../report/batch/json.js");
  const { batchText } = await import("../report/batch/text.js");
  const output = context.output();
  const summary = summaryOf(audits);
  if (task === undefined) await context.writing(() => writeSummary(plan, summary));
  await output.write([format === "json" ? batchJson(summary) : batchText(summary)]);
  const failed = audits.filter(({ status }) => status === "failed").map(({ name }) => name);
  if (failed.length > 0) {
    output.error(`${failed.length} of ${counted(audits.length, "audit")} could not run: ${failed.join(", ")}`);
  }
  return exitCodeOf(audits, exitZero);
}

/** @throws SeginfError where the plan has no such task */
function taskAt({ plan, file }: BatchSource, index: number) {
  const task = plan.tasks[index];
  if (task !== undefined) return task;
  const last = plan.tasks.length - 1;
  const what = `there is no task ${index}`;
  throw new SeginfError(what, { file: file ?? undefined }, `give a number from 0 to ${last}`);
}

async function emit(
  context: Context,
  { plan, file, document }: BatchSource,
  flags: Flags,
  what: NonNullable<Flags["emit"]>,
): Promise<number> {
  const { encoded } = await import("../findings/encode.js");
  if (what === "plan") {
    if (document === null) {
      throw new SeginfError("this is a plan already", { file: file as string }, "give corpora with --emit plan");
    }
    const { output, cache } = flags;
    const places = { ...(output !== undefined && { output }), ...(cache !== undefined && { cache }) };
    const { schemaVersion, audits, ...rest } = document;
    await context.output().write([`${encoded({ schemaVersion, ...rest, ...places, audits }, 2)}\n`]);
    return 0;
  }
  if (file === null) {
    const hint = "save one first: --emit plan > plan.json, then seginf batch plan.json --emit";
    throw new SeginfError(`--emit ${what} needs a plan, whose tasks stay the same`, {}, `${hint} ${what}`);
  }
  const { EMITTERS } = await import("../batch/emit/index.js");
  const { emissionOf } = await import("../batch/emit/template.js");
  const { prepare } = await import("../batch/local.js");
  const need = Math.max(...(await prepare(plan)).map((one) => one.need));
  const write = await EMITTERS[what]();
  await context.output().write([write(emissionOf(file, plan, need, flags))]);
  return 0;
}
