import type { PlacedSegment } from "../../findings/report.js";
import { Relabeller } from "../../influence/relabelling.js";
import type { Chains } from "../../kernels/types.js";
import type { Scores } from "../../tagger/scores.js";
import { type Candidates, candidateAt } from "../candidates/candidates.js";
import { TAGGERS, type TaggerName } from "../candidates/table.js";
import { type Change, type ChangeKind, changeOf } from "../patterns/change.js";
import { consider, type Suggesting } from "./generate.js";
import type { Proposal } from "./tagEncoder.js";

/** Another way to annotate a candidate's place. */
export interface Alternative {
  readonly proposal: Proposal;
  /** Log of how likely it is to be the right one, up to what all alternatives of a candidate share, were the candidate wrong. */
  readonly weight: number;
  /** Δ(S→y'). */
  readonly relabelInfluence: number;
}

/** By row of the candidates, all alternatives. */
export type Alternatives = (row: number) => Alternative[];

/** Log odds beyond this say nothing more. */
const LIMIT = 12;
/** What each tagger's log odds count for where a segment stands. */
const POOL: Readonly<Record<TaggerName, number>> = { theta: 0.17, joint: 0.5, referenceOnly: 0.26 };
/** Log of how much rarer errors are that need this change than such that need another label. */
const RARER: Readonly<Record<ChangeKind, number>> = {
  ...{ label: 0, missed: 0, spurious: -4.8, split: -1.9 },
  ...{ before: -0.2, after: -0.2, first: -0.2, last: -0.2, bounds: -0.2 },
};
/** … that move a bound and need another label as well. */
const BOTH = -2.6;
/** How much likelier a missed span is to be a part of a name than θ_w says. */
const PART = 0.75;

/** What alternatives are weighed by. */
export interface Weighing {
  readonly chains: Chains;
  readonly scores: Readonly<Record<TaggerName, Scores>>;
  /** v = H⁻¹ ∇F. */
  readonly v: Scores;
}

/**
 * Weighs the alternatives to a segment y: what the taggers say, pooled (a logarithmic opinion pool: Genest and Zidek 1986), times
 * how likely the annotator is to have turned y' into y (a noisy channel): who marks a name has seldom seen one where there is none.
 *
 *     weight(y') = Σ_k α_k log p_k(y') / p_k(y) + β_{kind of y → y'}
 *
 * α and β follow a conditional logistic regression (McFadden 1974) on planted errors, docs/method.md, Suggestions. For missed spans
 * θ_w alone did as well.
 */
export function alternativesTo(candidates: Candidates, suggesting: Suggesting, weighing: Weighing): Alternatives {
  const { chains, scores } = weighing;
  const judges = TAGGERS.map((name) => ({ pooled: POOL[name], judge: new Relabeller(chains, scores[name]) }));
  const joint = judges[TAGGERS.indexOf("joint")].judge;
  const influence = new Relabeller(chains, weighing.v);
  return (row) => {
    const candidate = candidateAt(candidates, row);
    for (const { judge } of judges) judge.load(candidate.sentence);
    influence.load(candidate.sentence);
    return consider(candidate, suggesting, joint, true).map(({ proposal, tagging, logOdds }) => {
      const pool = () => judges.reduce((sum, { pooled, judge }) => sum + pooled * clipped(judge.change(tagging)), 0);
      const weight =
        candidate.label === "O"
          ? logOdds + (isWhole(candidate, proposal) ? 0 : PART)
          : pool() + rarer(changeOf(candidate, proposal.segments));
      return { proposal, weight, relabelInfluence: influence.change(tagging) };
    });
  };
}

const clipped = (logOdds: number) => Math.max(-LIMIT, Math.min(LIMIT, logOdds));

const isWhole = ({ start, end }: PlacedSegment, { segments }: Proposal) =>
  segments.some((one) => one.start === start && one.end === end);

function rarer({ kind, label, suggestion }: Change): number {
  const movesBounds = kind !== "label" && kind !== "spurious";
  return RARER[kind] + (movesBounds && label !== suggestion ? BOTH : 0);
}
