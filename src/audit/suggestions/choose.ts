import { GrowingInts } from "../../corpus/growing.js";
import type { Corpus } from "../../corpus/types.js";
import { logistic } from "../../math/logistic.js";
import { type Candidates, NONE } from "../candidates/candidates.js";
import type { ScoredCandidates } from "../candidates/table.js";
import { coefficients } from "../coefficients/coefficients.js";
import { ChangeSums, type ExpectedChanges, WordsBefore } from "./expected.js";
import { Proposals } from "./store.js";
import type { Alternative, Alternatives } from "./weights.js";

const SUGGESTIONS = coefficients.suggestions;

/** There is no alternative. */
const NO_ALTERNATIVE = -1;

/**
 * Chooses what should stand in each candidate's place, now that there is an estimate of which candidates are wrong: the
 * likeliest alternative, where a systematic error is one change at many places. With q_j the probability that
 * segment j is wrong, the change (label, suggestion, what is done to the bounds) that j calls for by itself counts q_j, and
 *
 *     weight(y') + γ_1 log(1 + Σ_j q_j / κ) + γ_2 log(1 + Σ_j' q_j' / κ)           κ = 0.03
 *
 * over the other annotated segments j that call for the change of y', and those of them, j', that follow the same word. What ranks the
 * candidates is left as it is. Missed spans are chosen for by the weight alone: what they have in common is that nothing stands there.
 *
 * Alternatives are weighed once, and then numbers are kept of them: a large corpus has millions.
 */
export class SuggestionChooser {
  /** Of each row the first of the likeliest alternatives by weight alone, and where it stands among the row's; −1 without any. */
  private readonly best = new Proposals();
  private readonly bestAt: Int32Array;
  private readonly influence: Float64Array;
  /** Of annotated segments, the alternatives of row i are first[i] … first[i + 1] − 1. */
  private readonly first: Int32Array;
  private readonly weight: number[] = [];
  private readonly change = new GrowingInts();
  private readonly before: WordsBefore;
  private readonly sums: ChangeSums;

  /** @param elsewhere what segments beyond the candidates call for */
  constructor(
    private readonly candidates: Candidates,
    private readonly alternatives: Alternatives,
    corpus: Corpus,
    elsewhere: ExpectedChanges = new Map(),
  ) {
    const { count, label } = candidates;
    this.before = new WordsBefore(corpus);
    this.sums = new ChangeSums(this.before, elsewhere);
    this.bestAt = new Int32Array(count);
    this.influence = new Float64Array(count);
    this.first = new Int32Array(count + 1);
    for (let row = 0; row < count; row++) {
      const all = alternatives.of(row);
      const best = likeliest(all.length, (i) => all[i].weight);
      const proposal = best === NO_ALTERNATIVE ? null : all[best].proposal;
      this.bestAt[row] = best;
      this.best.push(proposal);
      if (proposal !== null) this.influence[row] = alternatives.influence(row, proposal);
      if (label[row] !== NONE) for (const one of all) this.keep(one);
      this.first[row + 1] = this.weight.length;
    }
  }

  /** The table with what is chosen for its open rows. @param table of the candidates */
  choose<J extends ScoredCandidates>(table: J, isOpen: (row: number) => boolean = () => true): J {
    const { candidates, bestAt, best, alternatives } = this;
    const { count, label } = candidates;
    const called = this.called(table.logOdds);
    const proposals = new Proposals();
    const relabelInfluence = table.signals.relabelInfluence.slice();
    for (let row = 0; row < count; row++) {
      if (!isOpen(row) || bestAt[row] === NO_ALTERNATIVE) {
        proposals.push(table.proposals.at(row));
        continue;
      }
      const chosen = label[row] === NONE ? bestAt[row] : called(row);
      const isBest = chosen === bestAt[row];
      const proposal = isBest ? best.at(row) : alternatives.of(row)[chosen].proposal;
      proposals.push(proposal);
      relabelInfluence[row] = isBest || proposal === null ? this.influence[row] : alternatives.influence(row, proposal);
    }
    return { ...table, proposals, signals: { ...table.signals, relabelInfluence } };
  }

  /** What an annotated row's place calls for, where it stands among the row's alternatives. */
  private called(logOdds: Float64Array): (row: number) => number {
    const { candidates, bestAt, first, weight, change, before } = this;
    const { label, sentence, start } = candidates;
    const q = logOdds.map(logistic);
    const own = (row: number) => (label[row] === NONE || bestAt[row] < 0 ? -1 : change.at(first[row] + bestAt[row]));
    const { ofChange, after } = this.sums.begin();
    for (let row = 0; row < candidates.count; row++) {
      const one = own(row);
      if (one < 0) continue;
      ofChange[one] += q[row];
      after.add(one, before.of(sentence[row], start[row]), q[row]);
    }
    const heard = (sum: number) => Math.log1p(Math.max(0, sum) / SUGGESTIONS.expectedPrior);
    return (row) => {
      const word = before.of(sentence[row], start[row]);
      const its = own(row);
      return likeliest(first[row + 1] - first[row], (i) => {
        const one = change.at(first[row] + i);
        const less = one === its ? q[row] : 0;
        const others = SUGGESTIONS.change * heard(ofChange[one] - less);
        return weight[first[row] + i] + others + SUGGESTIONS.after * heard(after.of(one, word) - less);
      });
    };
  }

  private keep({ weight, change }: Alternative): void {
    if (change === null) throw new Error("an alternative to a segment is a change");
    this.weight.push(weight);
    this.change.push(this.sums.number(change));
  }
}

/** The first number below `count` of the greatest weight; −1 where there is none. */
function likeliest(count: number, weightOf: (i: number) => number): number {
  let best = NO_ALTERNATIVE;
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < count; i++) {
    const weight = weightOf(i);
    if (weight > most) [best, most] = [i, weight];
  }
  return best;
}
