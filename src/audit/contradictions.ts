import type { Corpus } from "../corpus/types.js";
import type { Span } from "../influence/spans.js";
import { logistic, logit } from "../math/logistic.js";
import { type ScoredCandidates, scoredAt } from "./candidates/table.js";
import { verdictOn, wordsOf } from "./findings.js";

/** Names a change of words from one label to another, whatever their case. */
export function changeOf(corpus: Corpus, { start, end }: Span, from: string, to: string): string {
  return [from, to, ...wordsOf(corpus, start, end)].join("\n").toLowerCase();
}

/**
 * The training file's candidates after errors of the reference have been found. Where a finding says of the reference's words what
 * the opposite suggestion says of training's, one of the two files is wrong and not both: with q the largest probability of such findings,
 *
 *     p' = p (1 − q)
 *
 * @param opposite q by `changeOf` of the change that is not called for
 */
export function withoutContradictions<T extends ScoredCandidates>(
  { corpus }: { readonly corpus: Corpus },
  table: T,
  opposite: ReadonlyMap<string, number>,
): T {
  if (opposite.size === 0) return table;
  const logOdds = table.logOdds.map((odds, i) => {
    const one = scoredAt(table, i);
    const q = one.proposal && opposite.get(changeOf(corpus, one, one.label, verdictOn(one).suggestion));
    if (!q) return odds;
    return logit(logistic(odds) * (1 - q));
  });
  return { ...table, logOdds };
}
