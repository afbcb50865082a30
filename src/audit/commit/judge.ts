import type { AnnotatedCorpus } from "../../corpus/index.js";
import type { Pattern } from "../../findings/report.js";
import type { FoundCandidates } from "../candidates/find.js";
import type { CandidateTable, ScoredCandidates } from "../candidates/table.js";
import { Places } from "../places.js";
import { type Readings, readingsOf } from "../reason/readings.js";
import { scoreAlone } from "../score/score.js";
import { noiseChannelSignal } from "../signals/noiseChannel.js";
import { selfInfluenceSignal } from "../signals/selfInfluence.js";
import type { Variation } from "../signals/variation.js";
import type { Subject } from "../subject.js";
import type { ExpectedChanges } from "../suggestions/expected.js";
import { suggestInTurn } from "../suggestions/inTurn.js";
import { type Explained, explained } from "./systematic.js";

/** What of an audit of the version before a commit's sentences are judged with. */
export interface Known {
  readonly patterns: readonly Pattern[];
  readonly expected: ExpectedChanges;
  /** Its corpus. */
  readonly before: Pick<AnnotatedCorpus, "corpus" | "segments">;
  /** Of all candidates: their sizes are the units of the new ones. */
  readonly signals: ScoredCandidates["signals"];
}

/** A commit's sentences, judged; rows and tokens are theirs. */
export interface Judged {
  readonly table: ScoredCandidates;
  readonly single: Float64Array;
  readonly readings: Readings;
  readonly explained: readonly Explained[];
}

/**
 * What the taggers, which the commit's sentences have taught as well, say of their candidates: the score of errors that stand
 * alone, suggestions, and which patterns explain them.
 *
 * @param subject the sentences; its reference null without one
 * @param signals of their candidates, by taggers and influence
 * @param variation of their candidates, in the whole corpus
 * @param wrong of each of their tokens: q_t; null without a noise channel
 * @param curvature the diagonal of the Hessian, in the layout of the subject's θ
 */
export function judge(
  subject: Subject,
  found: FoundCandidates,
  signals: CandidateTable,
  variation: Variation,
  wrong: Float64Array | null,
  curvature: Float64Array,
  known: Known,
): Judged {
  const { annotated, reference } = subject;
  const { candidates } = found;
  const { logOdds, single } = scoreAlone(annotated, { table: signals, variation }, reference, wrong, known.signals);
  const scored: ScoredCandidates = {
    candidates,
    proposals: signals.proposals,
    logOdds,
    signals: {
      ...signals.signals,
      selfInfluence: selfInfluenceSignal(candidates, subject, curvature),
      noiseChannel: wrong && noiseChannelSignal(candidates, wrong),
    },
  };
  const resolved = withSuggestions(scored, subject, found, known);
  return { ...resolved, single, readings: readingsOf(subject, resolved.table) };
}

/** As resolvePatterns does it, with patterns that are known before. */
function withSuggestions(
  table: ScoredCandidates,
  subject: Subject,
  { source }: FoundCandidates,
  { patterns, expected, before }: Known,
): Pick<Judged, "table" | "explained"> {
  const { reference, annotated } = subject;
  if (reference === null || subject.v === null) return { table, explained: [] };
  const places = {
    training: new Places(before).ofSpansIn(annotated.corpus),
    reference: new Places(reference).ofSpansIn(annotated.corpus),
  };
  const { first, last } = suggestInTurn(table, { ...subject, v: subject.v }, source, places, expected);
  const bySystem = explained(first, annotated.corpus, patterns);
  const isExplained = new Set(bySystem.map(({ row }) => row));
  return { table: last(first, (row) => isExplained.has(row)), explained: bySystem };
}
