import type { Filter } from "../audit/filter.js";
import type { Corpus } from "../corpus/types.js";
import type { VerdictEntry } from "../findings/verdicts/index.js";
import { changedFilter } from "../triage/changed.js";
import { remarksOf, SuppressionFilter } from "../triage/suppressions.js";
import { Baseline } from "../triage/verdicts/baseline.js";
import { type Changes, changesSince } from "./changes.js";
import type { Environment } from "./environment.js";

/** What keeps findings from counting, and what is known of it once all have been asked for. */
export interface Filters {
  /** Undefined where nothing can be set aside. */
  readonly filter: Filter | undefined;
  readonly baseline: Baseline;
  /** Null without a commit. */
  readonly changes: Changes | null;
  /** Warns of suppressions that suppress nothing or are not understood. */
  warn(environment: Pick<Environment, "warn">): void;
}

/**
 * The filters of a run: comments in the corpora first, then what has changed since a commit, then the baseline.
 *
 * @param diffBase a git commit; everything counts where it is undefined
 * @param verdicts of the baseline
 * @throws SeginfError where git cannot say what has changed
 */
export async function filtersFor(
  corpora: readonly Corpus[],
  diffBase: string | undefined,
  verdicts: readonly VerdictEntry[],
  surroundings: Pick<Environment, "directory" | "note">,
): Promise<Filters> {
  const remarks = corpora.map(remarksOf);
  const suppressions = new SuppressionFilter(remarks.flatMap((one) => one.suppressions));
  const changes = diffBase === undefined ? null : await changesSince(diffBase, corpora, surroundings);
  const isUnchanged = changes && changedFilter((file) => changes.get(file)?.sentences);
  const baseline = new Baseline(verdicts);
  const filter: Filter = (finding) =>
    suppressions.filter(finding) ?? isUnchanged?.(finding) ?? (baseline.accepts(finding) ? "baseline" : null);
  const isIdle = changes === null && verdicts.length === 0 && remarks.every((one) => one.suppressions.length === 0);
  return {
    filter: isIdle ? undefined : filter,
    baseline,
    changes,
    warn({ warn }) {
      for (const { file, line, what } of remarks.flatMap(({ bad }) => bad)) warn(`${file}:${line}: ${what}`);
      for (const { file, line } of suppressions.unused) {
        warn(`${file}:${line}: this comment suppresses nothing; remove it`);
      }
    },
  };
}
