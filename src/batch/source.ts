import { resolve } from "node:path";
import { isPattern } from "../corpus/glob.js";
import { SeginfError } from "../errors.js";
import { planOfCorpora } from "./corpora.js";
import { readPlan } from "./plan.js";
import type { PlanDocument } from "./schema.js";
import { type Plan, planOf } from "./task.js";

/** What a batch is made of: a plan's file, or corpora of which a plan was made. */
export interface BatchSource {
  readonly plan: Plan;
  /** The plan's file; null for corpora. */
  readonly file: string | null;
  /** The plan that was made of corpora; null for a file. */
  readonly document: PlanDocument | null;
}

/** What the command line says of a batch. */
export interface SourceFlags {
  readonly pair?: string | undefined;
  /** From the working directory. */
  readonly output?: string | undefined;
  readonly cache?: string | false | undefined;
}

/**
 * Reads the plan that a single .json file is, or makes one of corpora: other files, several of them, or a pattern.
 *
 * @param settings those of the configuration file, which hold for corpora: a plan holds its own
 * @throws SeginfError
 */
export async function openSource(
  sources: readonly string[],
  flags: SourceFlags,
  settings: () => Promise<ReadonlyMap<string, { readonly value: unknown }>>,
): Promise<BatchSource> {
  const [only] = sources;
  const isPlan = only !== undefined && sources.length === 1 && /\.json$/i.test(only) && !isPattern(only);
  const file = isPlan ? only : null;
  if (isPlan && flags.pair !== undefined) {
    throw new SeginfError("--pair with a plan", { file: only }, "a plan names its references: leave --pair out");
  }
  const document = file === null ? await planOfCorpora(sources, flags.pair, await settings()) : null;
  const plan = document === null ? await readPlan(file as string) : planOf(document, ".");
  // Audits run in the plan's directory; what the command line names counts from the working directory.
  const moved = (path: string): string => (plan.directory === "." ? path : resolve(path));
  return {
    file,
    document,
    plan: {
      ...plan,
      ...(flags.output !== undefined && { output: moved(flags.output) }),
      ...(flags.cache !== undefined && { cache: flags.cache === false ? false : moved(flags.cache) }),
    },
  };
}
