import type { PlacedSegment } from "../../findings/report.js";
import { Relabeller } from "../../influence/relabelling.js";
import type { Chains } from "../../kernels/types.js";
import type { Scores } from "../../tagger/scores.js";
import { type Candidates, candidateAt } from "../candidates/candidates.js";
import { TAGGERS, type TaggerName } from "../candidates/table.js";
import { coefficients } from "../coefficients/coefficients.js";
import { type Change, changeOf } from "../patterns/change.js";
import { type LabelCounts, labelOdds, type SpanCounts } from "../places.js";
import { consider, type SuggestionSource } from "./generate.js";
import type { Proposal } from "./tagEncoder.js";

const SUGGESTIONS = coefficients.suggestions;

/** Another way to annotate a candidate's place. */
export interface Alternative {
  readonly proposal: Proposal;
  /** Log of how likely it is to be the right one, up to what all alternatives of a candidate share, were the candidate wrong. */
  readonly weight: number;
  /** Null where nothing stands, which it leaves to the weight alone. */
  readonly change: Change | null;
}

/** What could stand in the places of candidates, by row. */
export interface Alternatives {
  /** All alternatives, the same each time; weighed each time. */
  of(row: number): readonly Alternative[];
  /** Δ(S→y') of one of them. */
  influence(row: number, proposal: Proposal): number;
}

/** What alternatives are weighed by. */
export interface Weighing {
  readonly chains: Chains;
  readonly scores: Readonly<Partial<Record<TaggerName, Scores>>>;
  /** v = H⁻¹ ∇F. */
  readonly v: Scores;
  /** Of a span of the corpus, how its words are annotated elsewhere: in training, and in the reference. */
  readonly places: Readonly<Record<"training" | "reference", SpanCounts>>;
}

/**
 * Weighs the alternatives to a segment y: what the taggers say, pooled (a logarithmic opinion pool: Genest and Zidek 1986), times
 * how likely the annotator is to have turned y' into y (a noisy channel): who marks a name has seldom seen one where there is none. And what
 * the same words are elsewhere: of n_c other places in corpus c, k_c have the label that y' gives them.
 *
 *     weight(y') = Σ_k α_k log p_k(y') / p_k(y) + Σ_c δ_c log (k_c + ½) / (n_c − k_c + ½) + β_{kind of y → y'}
 *
 * α, β and δ follow a conditional logistic regression (McFadden 1974) where the right annotation is known, one for segments and one for missed
 * spans, docs/method/score.md, Suggestions.
 */
export function alternativesOf(candidates: Candidates, source: SuggestionSource, weighing: Weighing): Alternatives {
  const { chains, scores, places } = weighing;
  const jointScores = scores.joint;
  if (!jointScores) throw new Error("alternatives are drawn by θ_w");
  const joint = new Relabeller(chains, jointScores);
  const judges = TAGGERS.flatMap((name) => {
    const own = scores[name];
    return own ? [{ name, judge: name === "joint" ? joint : new Relabeller(chains, own) }] : [];
  });
  const heardFor = (side: keyof typeof SUGGESTIONS.pool) =>
    judges.filter(({ name }) => SUGGESTIONS.pool[side][name] !== 0);
  const heard = { segments: heardFor("segments"), missed: heardFor("missed") };
  const influence = new Relabeller(chains, weighing.v);
  const placesOf = placesBySentence(chains, places);
  return {
    of(row) {
      const candidate = candidateAt(candidates, row);
      const { sentence } = candidate;
      const isMissed = candidate.label === "O";
      const side = isMissed ? "missed" : "segments";
      const pool = SUGGESTIONS.pool[side];
      const elsewhere = placesOf(sentence);
      return consider(candidate, source, joint, true).map(({ proposal, tagging, logOdds }) => {
        let said = 0;
        for (const { name, judge } of heard[side]) {
          said += pool[name] * clipped(judge === joint ? logOdds : judge.change(sentence, tagging));
        }
        const change = isMissed ? null : changeOf(candidate, proposal.segments);
        const kind = change === null ? partly(candidate, proposal) : rarer(change);
        const same = sameWords(candidate, proposal, elsewhere, SUGGESTIONS.places[side]);
        return { proposal, weight: said + same + kind, change };
      });
    },
    influence(row, proposal) {
      const candidate = candidateAt(candidates, row);
      const tagging = source.tagEncoder.encodeFor(proposal, candidate);
      if (tagging === null) throw new Error("an alternative has tags");
      return influence.change(candidate.sentence, tagging);
    },
  };
}

const clipped = (logOdds: number) => Math.max(-SUGGESTIONS.limit, Math.min(SUGGESTIONS.limit, logOdds));

/** How the words of a span are annotated in its other places. */
type Elsewhere = (start: number, end: number) => Readonly<Record<"training" | "reference", LabelCounts>>;

/**
 * Looked up once for each span of a sentence, as long as it is the one asked for: many alternatives differ in the label alone, and those of
 * candidates next to one another have spans in common.
 */
function placesBySentence(
  { sentenceStart }: Pick<Chains, "sentenceStart">,
  { training, reference }: Weighing["places"],
): (sentence: number) => Elsewhere {
  const known = new Map<number, ReturnType<Elsewhere>>();
  let current = -1;
  return (sentence) => {
    if (sentence !== current) known.clear();
    current = sentence;
    const first = sentenceStart[sentence];
    const ends = sentenceStart[sentence + 1] - first + 1;
    return (start, end) => {
      const key = (start - first) * ends + end - first;
      let found = known.get(key);
      if (found === undefined) {
        found = { training: training(start, end), reference: reference(start, end) };
        known.set(key, found);
      }
      return found;
    };
  };
}

/** Σ_c δ_c log (k_c + ½) / (n_c − k_c + ½) of the one segment that is proposed, or of none on the candidate's span; 0 of several. */
function sameWords(
  candidate: PlacedSegment,
  { segments }: Proposal,
  elsewhere: Elsewhere,
  { training, reference }: Readonly<Record<"training" | "reference", number>>,
): number {
  if (segments.length > 1) return 0;
  const { start, end } = segments[0] ?? candidate;
  const label = segments[0]?.label ?? "O";
  const counts = elsewhere(start, end);
  return training * labelOdds(counts.training, label) + reference * labelOdds(counts.reference, label);
}

const partly = (candidate: PlacedSegment, proposal: Proposal) => (isWhole(candidate, proposal) ? 0 : SUGGESTIONS.part);

/** Whether what is proposed for a missed span is the span, and no part of more or less. */
export const isWhole = ({ start, end }: PlacedSegment, { segments }: Proposal) =>
  segments.some((one) => one.start === start && one.end === end);

function rarer({ kind, label, suggestion }: Change): number {
  const movesBounds = kind !== "label" && kind !== "spurious";
  return SUGGESTIONS.rarer[kind] + (movesBounds && label !== suggestion ? SUGGESTIONS.both : 0);
}
