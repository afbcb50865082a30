import { join } from "node:path";
import type { Host } from "../cli/host.js";
import { requireSeparateFiles } from "../cli/separate.js";
import { FINDINGS, REPORT } from "./arguments.js";
import { namedBy } from "./inputs.js";
import { RESULT } from "./result.js";
import type { BatchSource } from "./source.js";
import { INDEX, SUMMARY } from "./summary.js";
import { pathFrom, resultsOf } from "./task.js";

/**
 * Makes sure that no result of a batch replaces its plan or what any of its audits reads.
 *
 * @throws SeginfError naming the result
 */
export async function requireSeparateResults({ plan, file }: BatchSource, host: Host): Promise<void> {
  const read = plan.tasks.flatMap((task) => namedBy(task)).map((path) => pathFrom(plan, path));
  const results = plan.tasks.flatMap((task) => {
    return [FINDINGS, REPORT, RESULT].map((name) => join(resultsOf(plan, task), name));
  });
  const written = [...results, join(plan.output, SUMMARY), join(plan.output, INDEX)];
  await requireSeparateFiles(
    {
      inputs: [...(file === null ? [] : [file]), ...read],
      outputs: written.map((path) => pathFrom(plan, path)),
      prints: false,
    },
    host,
  );
}
