import { Relabeller } from "../../influence/relabelling.js";
import { SegmentLattice } from "../../influence/segmentLattice.js";
import { closing } from "../../kernels/closing.js";
import type { Scores } from "../../tagger/scores.js";
import { type Candidate, candidateAt } from "../candidates/candidates.js";
import type { FoundCandidates } from "../candidates/find.js";
import { type CandidateTable, emptyTable, type OpinionColumns, type TaggerName } from "../candidates/table.js";
import { keptScores, type Subject, suggestingTagger, taggerScores, taggersOf } from "../subject.js";
import { suggest } from "../suggestions/generate.js";
import { continuations } from "./continuations.js";
import { segmentProbability, tagsProbability } from "./segmentProbability.js";
import { type Variation, variationOf, variationSignal } from "./variation.js";

/** What is known of every candidate, and how its words are labelled elsewhere. */
export interface Signals {
  readonly table: CandidateTable;
  readonly variation: Variation;
}

/**
 * Computes what the taggers and the influence of the reference say of every candidate: the signals that need one look at
 * each. What should stand in a candidate's place is what θ_w finds likeliest; θ without a reference.
 */
export function computeSignals(
  subject: Subject,
  found: FoundCandidates,
  onCandidates?: (done: number, total: number) => void,
): Signals {
  const { candidates } = found;
  const { annotated, reference } = subject;
  const swept = taggerSignals(subject, found, onCandidates);
  const variation = variationOf(annotated, candidates, reference);
  const table = { ...swept, signals: { ...swept.signals, variation: variationSignal(variation) } };
  return { table, variation };
}

/** Signals that a tagger's loss of a segment is reported under. */
const LOSS_SIGNAL = { theta: "loss", joint: "refitLoss", referenceOnly: "referenceTaggerLoss", channel: null } as const;

/** What the signals of taggers and influence are computed from. */
export interface TaggerView extends Pick<Subject, "objective" | "weights" | "v"> {
  readonly tagger: Pick<Subject["tagger"], "labels">;
  readonly annotated: Pick<Subject["annotated"], "scheme">;
}

/** Suggestions, and what every tagger and the influence of the reference say of each candidate and its suggestion. */
export function taggerSignals(
  subject: TaggerView,
  { candidates, source }: FoundCandidates,
  onCandidates?: (done: number, total: number) => void,
): CandidateTable {
  const { problem } = subject.objective;
  const { chains } = problem;
  const scores = taggerScores(subject, problem);
  const table = emptyTable(candidates, taggersOf(subject));
  const v = subject.v && keptScores(problem, subject.v);
  const readers = taggersOf(subject).map((name) => ({
    name,
    lattice: new SegmentLattice(chains, scores[name] as typeof scores.theta),
    relabeller: new Relabeller(chains, scores[name] as typeof scores.theta),
    loss: new Float64Array(candidates.count),
    odds: (table.opinions[name] as OpinionColumns).odds,
  }));
  const [ofTheta, ...others] = readers;
  const chooser = readers.find(({ name }) => name === suggestingTagger(subject)) ?? ofTheta;
  const { signals } = table;
  const lossOfTheta = v ? lossAndInfluence(ofTheta, v, signals) : lossOnly(ofTheta);
  const losses = [lossOfTheta, ...others.filter(({ name }) => LOSS_SIGNAL[name] !== null).map(lossOnly)];
  const influence = v && new Relabeller(chains, v);
  if (!v) for (const column of [signals.influence, signals.relabelInfluence]) column.fill(Number.NaN);
  for (let i = 0; i < candidates.count; i++) {
    const candidate = candidateAt(candidates, i);
    const best = suggest(candidate, source, chooser.relabeller);
    table.proposals.push(best?.proposal ?? null);
    for (const setLoss of losses) setLoss(i, candidate);
    const changeBy = (relabeller: Relabeller, otherwise: number) =>
      best ? relabeller.change(candidate.sentence, best.tagging) : otherwise;
    for (const { relabeller, odds } of readers) odds[i] = changeBy(relabeller, Number.NEGATIVE_INFINITY);
    if (influence) signals.relabelInfluence[i] = changeBy(influence, 0);
    if ((i + 1) % 4096 === 0) onCandidates?.(i + 1, candidates.count);
  }
  for (const { name } of readers) addDoubts(subject, table, name);
  const columns = Object.fromEntries(
    readers.flatMap(({ name, loss }) => (LOSS_SIGNAL[name] === null ? [] : [[LOSS_SIGNAL[name], loss]])),
  );
  return { ...table, signals: { ...signals, ...columns } };
}

/** Where a tagger's losses go. */
interface LossReader {
  readonly lattice: SegmentLattice;
  readonly loss: Float64Array;
}

/** Fills in one row of a tagger's losses. */
const lossOnly =
  ({ lattice, loss }: LossReader) =>
  (i: number, candidate: Candidate): void => {
    loss[i] = lattice.loss(candidate);
  };

/** The same for θ, whose pass gives the influence too. */
const lossAndInfluence =
  ({ lattice, loss }: LossReader, v: Scores, { influence }: CandidateTable["signals"]) =>
  (i: number, candidate: Candidate): void => {
    ({ loss: loss[i], influence: influence[i] } = lattice.influence(candidate, v));
  };

/** One pass over the corpus for all candidates: their probabilities under a tagger. */
function addDoubts(subject: TaggerView, { candidates, opinions, signals }: CandidateTable, name: TaggerName): void {
  const { objective, weights, tagger, annotated } = subject;
  const { chains } = objective.problem;
  const continues = continuations(tagger.labels, annotated.scheme);
  const { doubt } = opinions[name] as OpinionColumns;
  closing(objective.at(weights[name] as Float64Array), (lattice) => {
    lattice.eachState(({ first, chains: { tokens } }, state) => {
      const part = { first, state, tables: lattice.tables };
      for (let i = 0; i < candidates.count; i++) {
        const start = candidates.start[i];
        if (start < first || start >= first + tokens) continue;
        const candidate = candidateAt(candidates, i);
        const p = segmentProbability(candidate, chains, part, continues);
        doubt[i] = Math.log1p(-Math.min(p, 1 - TINY)) - Math.log(Math.max(p, TINY));
        if (name === "theta") signals.marginal[i] = tagsProbability(candidate, chains, part);
      }
    });
  });
}

/** Below this a probability's distance from 0 or 1 is rounding. */
const TINY = 1e-15;
