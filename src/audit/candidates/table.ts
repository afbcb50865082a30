import type { Signals } from "../../findings/report.js";
import { Proposals } from "../suggestions/store.js";
import type { Proposal } from "../suggestions/tagEncoder.js";
import { type Candidate, type Candidates, candidateAt } from "./candidates.js";

/** A column of length `count` for each signal. Where one may be missing: null, or NaN in a row, for not computed. */
export type SignalColumns = Readonly<
  Record<Always, Float64Array> & Record<Exclude<keyof Signals, Always>, Float64Array | null>
>;
type Always = "influence" | "relabelInfluence" | "loss" | "marginal";

/** What findings are made from, a column a figure. Row i is of candidate i. */
export interface ScoredCandidates {
  readonly candidates: Candidates;
  readonly proposals: Proposals;
  /** log p / (1 − p) of the score p: the estimated probability that the candidate is wrong. −∞ without another labelling. */
  readonly logOdds: Float64Array;
  readonly signals: SignalColumns;
}

/** All that is known of the candidates, as the evidence for a score. */
export interface CandidateTable extends ScoredCandidates {
  /** What each tagger that is there says of the candidate and of its proposal. */
  readonly opinions: Readonly<Partial<Record<TaggerName, OpinionColumns>> & { theta: OpinionColumns }>;
}

/** θ, θ_w (trained on the reference as well), θ_ref (trained on it alone), and θ_Γ (which sees the training tags through a noise channel). */
export const TAGGERS = ["theta", "joint", "referenceOnly", "channel"] as const;
/** Those without which a table says nothing of a reference. */
const COMPARED = ["theta", "joint", "referenceOnly"] as const;
export type TaggerName = (typeof TAGGERS)[number];

export interface OpinionColumns {
  /** log p(y') / p(y) of the proposal, the rest of the sentence as it stands. */
  readonly odds: Float64Array;
  /** log (1 − p) / p, p the probability that exactly this segment stands there, the rest of the sentence summed out. */
  readonly doubt: Float64Array;
}

/** One row: a candidate with its signals, its proposal and its score. */
export interface ScoredCandidate extends Candidate {
  /** What should stand there; null where there is no other way to annotate it. */
  readonly proposal: Proposal | null;
  readonly signals: Signals;
  readonly logOdds: number;
}

/** A table in which the taggers that learn from a reference have an opinion. */
export interface ComparedTable extends CandidateTable {
  readonly opinions: CandidateTable["opinions"] & Readonly<Record<(typeof COMPARED)[number], OpinionColumns>>;
}

export function isCompared(table: CandidateTable): table is ComparedTable {
  return COMPARED.every((name) => table.opinions[name] !== undefined);
}

/** The signals that take more than θ and the influence: none of them. */
export const NOT_COMPUTED = {
  crossValidatedLoss: null,
  selfInfluence: null,
  refitLoss: null,
  referenceTaggerLoss: null,
  variation: null,
  neighbours: null,
  noiseChannel: null,
} as const;

/** Rows to be filled in: figures of 0, no proposals yet, and no signal that needs more than θ. */
export function emptyTable(candidates: Candidates): ComparedTable;
export function emptyTable(candidates: Candidates, taggers: readonly TaggerName[]): CandidateTable;
export function emptyTable(candidates: Candidates, taggers: readonly TaggerName[] = TAGGERS): CandidateTable {
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
      ...NOT_COMPUTED,
    },
    opinions: { theta: opinion(), ...Object.fromEntries(taggers.map((name) => [name, opinion()])) },
  };
}

export function scoredAt({ candidates, proposals, logOdds, signals }: ScoredCandidates, i: number): ScoredCandidate {
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
      noiseChannel: known(signals.noiseChannel),
    },
  };
}
