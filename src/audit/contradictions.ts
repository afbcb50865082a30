import type { Corpus } from "../corpus/types.js";
import type { Finding } from "../findings/report.js";
import type { Span } from "../influence/spans.js";
import { logistic } from "../math/logistic.js";
import { type ScoredCandidates, scoredAt } from "./candidates/table.js";
import { verdictOn, wordsOf } from "./findings.js";

/** Names a change of words from one label to another, whatever their case. */
export function changeOf(corpus: Corpus, { start, end }: Span, from: string, to: string): string {
  return nameOf(wordsOf(corpus, start, end), from, to);
}

const nameOf = (words: readonly string[], from: string, to: string) => [from, to, ...words].join("\n").toLowerCase();

/**
 * The training file's candidates after errors of the reference have been found. Where a finding says of the reference's words what
 * the opposite suggestion says of training's, one of the two files is wrong and not both: with q the largest score of such findings,
 *
 *     p' = p (1 − q)
 */
export function withoutContradictions<T extends ScoredCandidates>(
  { corpus }: { readonly corpus: Corpus },
  table: T,
  errors: readonly Finding[],
): T {
  const opposite = new Map<string, number>();
  for (const { tokens, label, suggestion, score } of errors) {
    const name = nameOf(tokens, suggestion, label);
    opposite.set(name, Math.max(score, opposite.get(name) ?? 0));
  }
  if (opposite.size === 0) return table;
  const logOdds = table.logOdds.map((odds, i) => {
    const one = scoredAt(table, i);
    const q = one.proposal && opposite.get(changeOf(corpus, one, one.label, verdictOn(one).suggestion));
    if (!q) return odds;
    const p = logistic(odds) * (1 - q);
    return Math.log(p) - Math.log1p(-p);
  });
  return { ...table, logOdds };
}
