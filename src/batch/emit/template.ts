import { version } from "../../version.js";
import { type Plan, pathFrom } from "../task.js";

/** What a template says of a plan. */
export interface Emission {
  /** The plan's file, as the tasks name it. */
  readonly plan: string;
  /** Number of its tasks. */
  readonly tasks: number;
  /** Directory of the results, from where the tasks run. */
  readonly output: string;
  /** Options that every task gets, each a word. */
  readonly options: readonly string[];
  /** MB of a task, at most. */
  readonly memory: number;
  /** Version of seginf. */
  readonly version: string;
}

/** Cores of each task: a second one is worth it, a tenth is not. */
export const CORES = 2;

/** MB of the process that waits for the audit's. */
const BATCH_MEMORY = 100;

/** What is above this much of the estimate is killed: it is one. */
const HEADROOM = 1.5;

/** A word as a POSIX shell reads it back. */
export function quoted(word: string): string {
  return /^[A-Za-z0-9_./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** The command line of one task, for a shell. @param index an expression of the shell's, or of what makes the script */
export function taskCommand({ plan, options }: Emission, index: string): string {
  return ["batch", quoted(plan), "--task", index, "--exit-zero", ...options.map(quoted)].join(" ");
}

/** The command line that makes the summary of what the tasks left. */
export function collectCommand({ plan, options }: Emission): string {
  return ["batch", quoted(plan), "--collect", ...options.map(quoted)].join(" ");
}

/**
 * What templates say of a plan.
 *
 * @param need MB that the largest audit is estimated to take
 * @param flags of the command line that hold for every task
 */
export function emissionOf(
  file: string,
  plan: Plan,
  need: number,
  { output, cache }: { readonly output?: string | undefined; readonly cache?: string | false | undefined },
): Emission {
  return {
    plan: file,
    tasks: plan.tasks.length,
    output: pathFrom(plan, plan.output),
    options: [
      ...(output === undefined ? [] : [`--output=${output}`]),
      ...(cache === undefined ? [] : [cache === false ? "--no-cache" : `--cache=${cache}`]),
    ],
    memory: BATCH_MEMORY + Math.ceil(HEADROOM * need),
    version,
  };
}
