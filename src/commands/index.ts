import type { AnyCommand, CommandTable } from "../cli/command.js";
import { agreement } from "./agreement.js";
import { audit } from "./audit.js";
import { baselineCheck, baselineUpdate, baselineWrite } from "./baseline.js";
import { batch } from "./batch.js";
import { cacheClear, cacheLs, cachePrune } from "./cache.js";
import { completionsFor } from "./completions.js";
import { config } from "./config.js";
import { evaluate } from "./evaluate.js";
import { explain } from "./explain.js";
import { exportTasks } from "./export.js";
import { fix } from "./fix.js";
import { importVerdicts } from "./import.js";
import { init } from "./init.js";
import { inspect } from "./inspect.js";
import { report } from "./report.js";
import { review } from "./review.js";
import { rule } from "./rule.js";
import { score } from "./score.js";
import { tag } from "./tag.js";
import { train } from "./train.js";
import { validate } from "./validate.js";
import { worker } from "./worker.js";

/** Every command; a new one is a file, a line here, and its name in src/options/commands.ts. */
export const commands: readonly AnyCommand[] = [
  // One a line, so that two new ones do not collide.
  audit,
  batch,
  worker,
  explain,
  inspect,
  train,
  tag,
  evaluate,
  validate,
  score,
  agreement,
  fix,
  report,
  rule,
  baselineWrite,
  baselineUpdate,
  baselineCheck,
  review,
  exportTasks,
  importVerdicts,
  cacheLs,
  cachePrune,
  cacheClear,
  init,
  config,
  completionsFor(() => ({ commands, families })),
];

/** The words that stand before subcommands. */
export const families: CommandTable["families"] = {
  baseline: {
    summary: "accept current findings",
    description: "manage the baseline, a file of accepted findings to keep under version control",
  },
  cache: {
    summary: "list, limit or clear cached results",
    description: "manage cached taggers, solves and results",
  },
};
