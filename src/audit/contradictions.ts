import type { Corpus } from "../corpus/types.js";
import type { Span } from "../influence/spans.js";
import { logistic, logit } from "../math/logistic.js";
import { candidateAt } from "./candidates/candidates.js";
import type { ScoredCandidates } from "./candidates/table.js";
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
  const { candidates, proposals } = table;
  // Most candidates' labels are not changed like any of the reference's, whatever their words.
  const labels = new Set([...opposite.keys()].map((change) => change.split("\n", 2).join("\n")));
  const logOdds = table.logOdds.map((odds, i) => {
    const proposal = proposals.at(i);
    if (proposal === null) return odds;
    const one = { ...candidateAt(candidates, i), proposal };
    const { suggestion } = verdictOn(one);
    if (!labels.has(`${one.label}\n${suggestion}`.toLowerCase())) return odds;
    const q = opposite.get(changeOf(corpus, one, one.label, suggestion));
    return q ? logit(logistic(odds) * (1 - q)) : odds;
  });
  return { ...table, logOdds };
}
