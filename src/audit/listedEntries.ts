import type { Corpus } from "../corpus/types.js";
import type { Finding, Pattern } from "../findings/report.js";
import { RULES, type RuleId, ruleOf } from "../findings/rules.js";
import { at } from "../math/at.js";
import { candidateAt } from "./candidates/candidates.js";
import { type ScoredCandidates, scoredAt } from "./candidates/table.js";
import { type CountingFilter, filteredAt } from "./filter.js";
import { fingerprintOf, scoreOf, verdictOn } from "./findings.js";
import type { ReportOptions } from "./reportOptions.js";
import type { AuditResult } from "./result.js";

/** The rows of wanted rules, in rank order. */
export function wantedRows(
  table: ScoredCandidates,
  ranked: Uint32Array,
  isWanted: (rule: RuleId) => boolean,
): Uint32Array {
  if (RULES.every(isWanted)) return ranked;
  return ranked.filter((row) => isWanted(ruleOf(verdictOn(scoredAt(table, row)).kind)));
}

/** A row of the table, or an error of the reference, which is a finding already. */
export type Entry = number | Finding;

export interface Chosen {
  /** In rank order; behind the first `byRank`, those that are listed for their pattern or for --format. */
  readonly entries: readonly Entry[];
  readonly byRank: number;
  /** Rows at or above the threshold that count. */
  readonly suspicious: number;
}

/** The entries to list, in rank order. Ranked by a signal, which errors of the reference lack, these come last. */
export function listedEntries(
  { table }: AuditResult,
  patterns: readonly Pattern[],
  ranked: Uint32Array,
  ofReference: readonly Finding[],
  filter: CountingFilter,
  corpus: Corpus,
  options: Pick<ReportOptions, "limit" | "threshold" | "signal" | "everyFinding">,
): Chosen {
  const limit = options.limit === 0 ? Number.POSITIVE_INFINITY : options.limit;
  const inPattern = membership(corpus, table, patterns);
  const byScore = options.signal === undefined || options.signal === "score";
  const waiting = [...ofReference].sort((a, b) => b.score - a.score).reverse();
  const entries: Entry[] = [];
  const addReferenceDownTo = (score: number) => {
    for (let next = waiting.at(-1); next !== undefined && next.score > score; next = waiting.at(-1)) {
      waiting.pop();
      if (entries.length < limit || options.everyFinding) entries.push(next);
    }
  };
  let suspicious = 0;
  for (const row of ranked) {
    const score = scoreOf(at(table.logOdds, row));
    if (byScore) addReferenceDownTo(score);
    const counts = score >= options.threshold;
    const isMember = inPattern(row);
    const isListed = entries.length < limit || (counts && options.everyFinding) || isMember;
    if (!counts && !isListed) continue;
    if (!filter.passes(filteredAt(corpus, table, row), counts, isMember)) continue;
    if (counts) suspicious++;
    if (isListed) entries.push(row);
  }
  addReferenceDownTo(Number.NEGATIVE_INFINITY);
  return { entries, byRank: Math.min(entries.length, limit), suspicious };
}

/** Tells the candidates that a pattern is made of; only those at its places are looked at closely. */
function membership(
  corpus: Corpus,
  { candidates }: ScoredCandidates,
  patterns: readonly Pattern[],
): (row: number) => boolean {
  const names = new Set(patterns.flatMap(({ findings }) => findings));
  const lines = new Set(patterns.flatMap(({ places }) => places.map(({ line }) => line)));
  return (row) =>
    lines.has(at(corpus.lines, at(candidates.start, row))) &&
    names.has(fingerprintOf(corpus, candidateAt(candidates, row)));
}
