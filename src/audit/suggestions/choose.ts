import type { Corpus } from "../../corpus/types.js";
import { logistic } from "../../math/logistic.js";
import { type Candidate, candidateAt, NONE } from "../candidates/candidates.js";
import type { ScoredCandidates } from "../candidates/table.js";
import { coefficients } from "../coefficients/coefficients.js";
import { changeOf, keyOf } from "../patterns/change.js";
import type { Proposal } from "./tagEncoder.js";
import type { Alternative, Alternatives } from "./weights.js";

const SUGGESTIONS = coefficients.suggestions;

/** By change, and by change and word before: how many segments are expected to call for it. */
export type ExpectedChanges = ReadonlyMap<string, number>;

/** What the annotated segments of a corpus call for. */
export function expectedChanges({ candidates, proposals, logOdds }: ScoredCandidates, corpus: Corpus): ExpectedChanges {
  const expected = new Map<string, number>();
  for (let row = 0; row < candidates.count; row++) {
    const proposal = candidates.label[row] === NONE ? null : proposals.at(row);
    if (proposal === null) continue;
    for (const key of keysOf(candidateAt(candidates, row), proposal, corpus)) {
      expected.set(key, (expected.get(key) ?? 0) + logistic(logOdds[row]));
    }
  }
  return expected;
}

/**
 * Chooses what should stand in each candidate's place, now that there is an estimate of which candidates are wrong: the
 * likeliest alternative, where a systematic error is one change at many places. With q_j the probability that
 * segment j is wrong, the change (label, suggestion, what is done to the bounds) that j calls for by itself counts q_j, and
 *
 *     weight(y') + γ_1 log(1 + Σ_j q_j / κ) + γ_2 log(1 + Σ_j' q_j' / κ)           κ = 0.03
 *
 * over the other annotated segments j that call for the change of y', and those of them, j', that follow the same word. What ranks the
 * candidates is left as it is, and so are rows that are not open. Missed spans are chosen for by the weight alone: what they have in common is that nothing stands there.
 *
 * @param elsewhere what segments beyond the table call for
 */
export function chooseSuggestions<J extends ScoredCandidates>(
  table: J,
  alternatives: Alternatives,
  corpus: Corpus,
  isOpen: (row: number) => boolean = () => true,
  elsewhere: ExpectedChanges = new Map(),
): J {
  const { candidates, logOdds } = table;
  const { count, label } = candidates;
  const expected = new Map(elsewhere);
  const own = Array.from({ length: count }, (_, row): string[] => {
    if (label[row] === NONE) return [];
    const best = likeliest(alternatives(row), ({ weight }) => weight);
    return best ? keysOf(candidateAt(candidates, row), best.proposal, corpus) : [];
  });
  const q = logOdds.map(logistic);
  own.forEach((keys, row) => {
    for (const key of keys) expected.set(key, (expected.get(key) ?? 0) + q[row]);
  });
  const replaced = new Map<number, Proposal>();
  const relabelInfluence = table.signals.relabelInfluence.slice();
  for (let row = 0; row < count; row++) {
    if (!isOpen(row)) continue;
    const candidate = candidateAt(candidates, row);
    const heard = (key: string) => {
      const others = (expected.get(key) ?? 0) - (own[row].includes(key) ? q[row] : 0);
      return Math.log1p(Math.max(0, others) / SUGGESTIONS.expectedPrior);
    };
    const best = likeliest(alternatives(row), ({ weight, proposal }) => {
      if (label[row] === NONE) return weight;
      const [change, after] = keysOf(candidate, proposal, corpus);
      return weight + SUGGESTIONS.change * heard(change) + SUGGESTIONS.after * heard(after);
    });
    if (best === null) continue;
    replaced.set(row, best.proposal);
    relabelInfluence[row] = best.relabelInfluence;
  }
  const proposals = table.proposals.with(replaced, count);
  return { ...table, proposals, signals: { ...table.signals, relabelInfluence } };
}

/** The first of the likeliest; null where there are none. */
function likeliest(alternatives: readonly Alternative[], weightOf: (one: Alternative) => number): Alternative | null {
  let best: Alternative | null = null;
  let most = Number.NEGATIVE_INFINITY;
  for (const one of alternatives) {
    const weight = weightOf(one);
    if (weight > most) [best, most] = [one, weight];
  }
  return best;
}

/** The change by name, and with the word before the candidate. */
function keysOf(candidate: Candidate, { segments }: Proposal, { words, sentenceStart }: Corpus): [string, string] {
  const change = keyOf(changeOf(candidate, segments));
  const { start, sentence } = candidate;
  const before = start > sentenceStart[sentence] ? words.values[words.ids[start - 1]].toLowerCase() : "";
  return [change, `${change} ${before}`];
}
