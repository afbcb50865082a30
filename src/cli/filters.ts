import type { Sieve } from "../audit/filter.js";
import type { Corpus } from "../corpus/types.js";
import type { Finding, Pattern } from "../findings/report.js";
import { SEVERITIES, severityOf } from "../findings/rules.js";
import type { VerdictEntry } from "../findings/verdicts/index.js";
import type { FlagsOf } from "../options/table.js";
import { changedLines, changedSentences, changedSieve } from "../triage/changed.js";
import { InlineSieve, remarksOf } from "../triage/suppressions.js";
import { Baseline } from "../triage/verdicts/baseline.js";
import type { Context } from "./context.js";
import { diffSince } from "./git.js";

export type SiftingFlags = Pick<FlagsOf<"audit">, "threshold" | "failOn" | "maxFindings" | "exitZero" | "diffBase">;

/** What a run knows of its findings beside the report: which count, and what is to be said of those that do not. */
export interface Sifted {
  readonly sieve: Sieve;
  readonly baseline: Baseline;
  /**
   * Whether a systematic error is still one to tell of: it is none where findings of it were set aside and none is left
   * that counts.
   */
  isOpen(pattern: Pattern): boolean;
  /** The exit code that the findings call for. */
  exitCode(): number;
  /** Warns of comments that hold nothing back or are not understood. */
  warn(context: Context): void;
}

/**
 * Makes ready to sift the findings about some corpora: first by comments in them, then by what has changed since
 * --diff-base, then by the baseline.
 *
 * @param entries of the baseline
 * @throws SeginfError where git cannot say what has changed
 */
export async function prepareSifting(
  corpora: readonly Corpus[],
  flags: SiftingFlags,
  entries: readonly VerdictEntry[],
): Promise<Sifted> {
  const remarks = corpora.map(remarksOf);
  const inline = new InlineSieve(remarks.flatMap(({ suppressions }) => suppressions));
  const changed = flags.diffBase === undefined ? null : changedSieve(await changesIn(corpora, flags.diffBase));
  const baseline = new Baseline(entries);
  const counting: Finding[] = [];
  const setAside = new Set<string>();
  const sieve: Sieve = (finding) => {
    const why = inline.sieve(finding) ?? changed?.(finding) ?? (baseline.accepts(finding) ? "baseline" : null);
    if (why !== null) setAside.add(finding.fingerprint);
    if (why === null && finding.score >= flags.threshold) counting.push(finding);
    return why;
  };
  const least = SEVERITIES.indexOf(flags.failOn);
  return {
    sieve,
    baseline,
    isOpen({ findings }) {
      const left = new Set(counting.map(({ fingerprint }) => fingerprint));
      return !findings.some((name) => setAside.has(name)) || findings.some((name) => left.has(name));
    },
    exitCode() {
      const failing = counting.filter(({ rule }) => SEVERITIES.indexOf(severityOf(rule)) <= least).length;
      return failing > flags.maxFindings && !flags.exitZero ? 1 : 0;
    },
    warn(context) {
      const { warn } = context.output();
      for (const { file, line, what } of remarks.flatMap(({ bad }) => bad)) warn(`${file}:${line}: ${what}`);
      for (const { file, line } of inline.unused) {
        warn(`${file}:${line}: this suppression holds nothing back; take it out`);
      }
    },
  };
}

async function changesIn(corpora: readonly Corpus[], base: string): Promise<Map<string, Set<number>>> {
  const changed = new Map<string, Set<number>>();
  for (const corpus of corpora) {
    const file = corpus.name === "<stdin>" ? "-" : corpus.name;
    const diff = await diffSince(base, file);
    if (diff !== null) changed.set(corpus.name, changedSentences(corpus, changedLines(diff)));
  }
  return changed;
}
