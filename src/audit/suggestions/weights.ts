import type { PlacedSegment } from "../../findings/report.js";
import { Relabeller } from "../../influence/relabelling.js";
import type { Chains } from "../../kernels/types.js";
import type { Scores } from "../../tagger/scores.js";
import { type Candidates, candidateAt } from "../candidates/candidates.js";
import type { ComparedTable } from "../candidates/table.js";
import { coefficients } from "../coefficients/coefficients.js";
import { type Change, changeOf } from "../patterns/change.js";
import { consider, type SuggestionSource } from "./generate.js";
import type { Proposal } from "./tagEncoder.js";

const SUGGESTIONS = coefficients.suggestions;

/** The taggers whose opinions are pooled. */
const POOLED = ["theta", "joint", "referenceOnly"] as const satisfies readonly (keyof ComparedTable["opinions"])[];

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

/** What alternatives are weighed by. */
export interface Weighing {
  readonly chains: Chains;
  readonly scores: Readonly<Record<(typeof POOLED)[number], Scores>>;
  /** v = H⁻¹ ∇F. */
  readonly v: Scores;
}

/**
 * Weighs the alternatives to a segment y: what the taggers say, pooled (a logarithmic opinion pool: Genest and Zidek 1986), times
 * how likely the annotator is to have turned y' into y (a noisy channel): who marks a name has seldom seen one where there is none.
 *
 *     weight(y') = Σ_k α_k log p_k(y') / p_k(y) + β_{kind of y → y'}
 *
 * α and β follow a conditional logistic regression (McFadden 1974) on planted errors, docs/method/score.md, Suggestions. For missed spans
 * θ_w alone did as well.
 */
export function alternativesOf(candidates: Candidates, source: SuggestionSource, weighing: Weighing): Alternatives {
  const { chains, scores } = weighing;
  const judges = POOLED.map((name) => ({
    pooled: SUGGESTIONS.pool[name],
    judge: new Relabeller(chains, scores[name]),
  }));
  const joint = judges[POOLED.indexOf("joint")].judge;
  const influence = new Relabeller(chains, weighing.v);
  return (row) => {
    const candidate = candidateAt(candidates, row);
    const { sentence } = candidate;
    return consider(candidate, source, joint, true).map(({ proposal, tagging, logOdds }) => {
      const pool = () =>
        judges.reduce((sum, { pooled, judge }) => sum + pooled * clipped(judge.change(sentence, tagging)), 0);
      const weight =
        candidate.label === "O"
          ? logOdds + (isWhole(candidate, proposal) ? 0 : SUGGESTIONS.part)
          : pool() + rarer(changeOf(candidate, proposal.segments));
      return { proposal, weight, relabelInfluence: influence.change(sentence, tagging) };
    });
  };
}

const clipped = (logOdds: number) => Math.max(-SUGGESTIONS.limit, Math.min(SUGGESTIONS.limit, logOdds));

const isWhole = ({ start, end }: PlacedSegment, { segments }: Proposal) =>
  segments.some((one) => one.start === start && one.end === end);

function rarer({ kind, label, suggestion }: Change): number {
  const movesBounds = kind !== "label" && kind !== "spurious";
  return SUGGESTIONS.rarer[kind] + (movesBounds && label !== suggestion ? SUGGESTIONS.both : 0);
}
