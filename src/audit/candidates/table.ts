import type { Signals } from "../../findings/report.js";
import { Proposals } from "../suggestions/store.js";
import type { Proposal } from "../suggestions/tagEncoder.js";
import { type Candidate, type Candidates, candidateAt } from "./candidates.js";

/** A column of length `count` for each signal. Where one may be missing: null, or NaN in a row, for not worked out. */
export type SignalColumns = Readonly<
  Record<Always, Float64Array> & Record<Exclude<keyof Signals, Always>, Float64Array | null>
>;
type Always = "influence" | "relabelInfluence" | "loss" | "marginal";

/** What findings are made from, a column a figure. Row i is of candidate i. */
export interface JudgedRows {
  readonly candidates: Candidates;
  readonly proposals: Proposals;
  /** log p / (1 − p) of the score p: the estimated probability that the candidate is wrong. −∞ without another labelling. */
  readonly logOdds: Float64Array;
  readonly signals: SignalColumns;
}

/** All that is known of the candidates. */
export interface Judgements extends JudgedRows {
  /** What each tagger says of the candidate and of its proposal. */
  readonly opinions: Readonly<Record<TaggerName, OpinionColumns>>;
}

/** θ, θ_w (trained on the reference as well), and the tagger trained on the reference alone. */
export const TAGGERS = ["theta", "joint", "referenceOnly"] as const;
export type TaggerName = (typeof TAGGERS)[number];

export interface OpinionColumns {
  /** log p(y') / p(y) of the proposal, the rest of the sentence as it stands. */
  readonly odds: Float64Array;
  /** log (1 − p) / p, p the probability that exactly this segment stands there, the rest of the sentence summed out. */
  readonly doubt: Float64Array;
}

/** One row: a candidate with everything that is told of it. */
export interface Judged extends Candidate {
  /** What should stand there; null where there is no other way to annotate it. */
  readonly proposal: Proposal | null;
  readonly signals: Signals;
  readonly logOdds: number;
}

/** Rows to be filled in: figures of 0, no proposals yet, and the signals that need more than one tagger left out. */
export function blankJudgements(candidates: Candidates): Judgements {
  const column = () => new Float64Array(candidates.count);
  const opinion = (): OpinionColumns => ({ odds: column(), doubt: column() });
  return {
    candidates,
    proposals: new Proposals(),
    logOdds: column(),
    signals: {
      influence: column(),
      relabelInfluence: column(),
      loss: column(),
      marginal: column(),
      crossValidatedLoss: null,
      selfInfluence: null,
      refitLoss: null,
      referenceTaggerLoss: null,
      variation: null,
      neighbours: null,
    },
    opinions: { theta: opinion(), joint: opinion(), referenceOnly: opinion() },
  };
}

export function judgedAt({ candidates, proposals, logOdds, signals }: JudgedRows, i: number): Judged {
  const known = (column: Float64Array | null) => (column === null || Number.isNaN(column[i]) ? null : column[i]);
  return {
    ...candidateAt(candidates, i),
    proposal: proposals.at(i),
    logOdds: logOdds[i],
    signals: {
      influence: known(signals.influence),
      relabelInfluence: known(signals.relabelInfluence),
      loss: signals.loss[i],
      marginal: signals.marginal[i],
      crossValidatedLoss: known(signals.crossValidatedLoss),
      selfInfluence: known(signals.selfInfluence),
      refitLoss: known(signals.refitLoss),
      referenceTaggerLoss: known(signals.referenceTaggerLoss),
      variation: known(signals.variation),
      neighbours: known(signals.neighbours),
    },
  };
}
