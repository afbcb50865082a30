import { NONE } from "../candidates/candidates.js";
import type { ScoredCandidates } from "../candidates/table.js";
import { keptScores, type Subject, taggerScores } from "../subject.js";
import { SuggestionChooser } from "./choose.js";
import type { ExpectedChanges } from "./expected.js";
import type { SuggestionSource } from "./generate.js";
import { alternativesOf, type Weighing } from "./weights.js";

/** Suggestions in two turns, between which patterns are looked for. */
export interface SuggestionTurns {
  /** With suggestions for segments that should be other segments, and for missed spans. */
  readonly first: ScoredCandidates;
  /** With suggestions for segments that seem to be none as well, but for those that a pattern explains. */
  last(from: ScoredCandidates, isExplained: (row: number) => boolean): ScoredCandidates;
}

/**
 * Chooses suggestions by their weight, where spans are not fixed. Segments that seem to be none have no label in common with names, so they are
 * asked for one last.
 *
 * @param places where the same words stand
 * @param elsewhere what segments beyond the table call for
 */
export function suggestInTurn(
  table: ScoredCandidates,
  subject: Subject & { readonly v: Float64Array },
  source: SuggestionSource,
  places: Weighing["places"],
  elsewhere?: ExpectedChanges,
): SuggestionTurns {
  const { annotated, objective, v } = subject;
  const { corpus } = annotated;
  const { problem } = objective;
  const scores = taggerScores(subject, problem) as Weighing["scores"];
  const weighing = { chains: problem.chains, scores, v: keptScores(problem, v), places };
  const { candidates } = table;
  const chooser = source.fixedSpans
    ? null
    : new SuggestionChooser(candidates, alternativesOf(candidates, source, weighing), corpus, elsewhere);
  const suggested = (from: ScoredCandidates, isOpen: (row: number) => boolean) => chooser?.choose(from, isOpen) ?? from;
  const { label } = candidates;
  const seemsNone = (row: number) => label[row] !== NONE && table.proposals.at(row)?.segments.length === 0;
  return {
    first: suggested(table, (row) => !seemsNone(row)),
    last: (from, isExplained) => suggested(from, (row) => seemsNone(row) && !isExplained(row)),
  };
}
