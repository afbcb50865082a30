import type { Corpus } from "../../corpus/types.js";
import { logistic, logit } from "../../math/logistic.js";
import { candidateAt } from "../candidates/candidates.js";
import type { ScoredCandidates } from "../candidates/table.js";
import { wordsOf } from "../findings.js";
import { changeOf, keyOf } from "../patterns/change.js";

/** Right cases in advance: three sure ones make the next more likely wrong than not. */
const PRIOR = 2;

/** Candidates of a corpus by their words and labels: how many there are, and how many are expected to be wrong, by change. */
type Cases = ReadonlyMap<string, { readonly count: number; readonly wrong: ReadonlyMap<string, number> }>;

/** @param table scored */
export function casesOf(table: ScoredCandidates, corpus: Corpus): Cases {
  const cases = new Map<string, { count: number; wrong: Map<string, number> }>();
  for (let row = 0; row < table.candidates.count; row++) {
    const { key, change } = caseAt(table, corpus, row);
    const own = cases.get(key) ?? { count: 0, wrong: new Map() };
    own.count++;
    if (change !== null) own.wrong.set(change, (own.wrong.get(change) ?? 0) + logistic(table.logOdds[row]));
    cases.set(key, own);
  }
  return cases;
}

/**
 * Log odds that a candidate is a further case of an error that the corpus is known to have: of the n others with its words and label,
 * the share that is expected to be wrong in the same way,
 *
 *     p_i = Σ_{j: same change} p_j / (n + 2)
 *
 * @returns of each row; −∞ where nothing is known
 */
export function repeatedOdds(
  table: Pick<ScoredCandidates, "candidates" | "proposals">,
  corpus: Corpus,
  cases: Cases,
): Float64Array {
  return Float64Array.from({ length: table.candidates.count }, (_, row) => {
    const { key, change } = caseAt(table, corpus, row);
    const known = cases.get(key);
    const wrong = change === null ? 0 : (known?.wrong.get(change) ?? 0);
    return wrong === 0 || known === undefined ? Number.NEGATIVE_INFINITY : logit(wrong / (known.count + PRIOR));
  });
}

/** The words with their label, and what is suggested for them; null where that is nothing. */
function caseAt(
  { candidates, proposals }: Pick<ScoredCandidates, "candidates" | "proposals">,
  corpus: Corpus,
  row: number,
): { readonly key: string; readonly change: string | null } {
  const candidate = candidateAt(candidates, row);
  const proposal = proposals.at(row);
  return {
    key: [candidate.label, ...wordsOf(corpus, candidate.start, candidate.end)].join("\n"),
    change: proposal && keyOf(changeOf(candidate, proposal.segments)),
  };
}
