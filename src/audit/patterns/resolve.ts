import type { Pattern } from "../../findings/report.js";
import { Relabeller } from "../../influence/relabelling.js";
import { targetLoss } from "../../influence/targetLoss.js";
import { scoresOf } from "../../tagger/scores.js";
import { NONE } from "../candidates/candidates.js";
import type { FoundCandidates } from "../candidates/find.js";
import type { ScoredCandidates } from "../candidates/table.js";
import type { AuditContext } from "../context.js";
import { Places } from "../places.js";
import { type Subject, taggerScores } from "../subject.js";
import { chooseSuggestions } from "../suggestions/choose.js";
import { alternativesOf, type Weighing } from "../suggestions/weights.js";
import { applyPatterns } from "./apply.js";

/** The candidates with their final suggestions and scores, and the systematic errors among them. */
export interface Resolved {
  readonly table: ScoredCandidates;
  readonly patterns: readonly Pattern[];
}

/**
 * Chooses suggestions and finds patterns, which depend on each other: a pattern is made of candidates with one suggestion, and
 * what a pattern does not explain may need another suggestion.
 *
 *     1. suggestions for segments that should be other segments
 *     2. patterns among these, which raise the scores of their segments
 *     3. suggestions for segments that seem to be none, unless a pattern has raised them: they have no label in common
 *        with names, so they are asked for one last
 *
 * Without a reference there are neither, for nothing tells a systematic error from a guideline.
 */
export function resolvePatterns(
  table: ScoredCandidates,
  subject: Subject,
  { source }: FoundCandidates,
  { target }: Pick<AuditContext, "target">,
): Resolved {
  const { annotated, reference, objective, v } = subject;
  if (reference === null || v === null || target === null) return { table, patterns: [] };
  const { corpus, segments } = annotated;
  const { problem } = objective;
  const influence = scoresOf(problem, v);
  const scores = taggerScores(subject, problem) as Weighing["scores"];
  const alternatives = source.fixedSpans
    ? null
    : alternativesOf(table.candidates, source, {
        ...{ chains: problem.chains, scores, v: influence, corpus },
        places: { training: new Places(annotated), reference: new Places(reference) },
      });
  const suggested = (scored: ScoredCandidates, isOpen: (row: number) => boolean) =>
    alternatives === null ? scored : chooseSuggestions(scored, alternatives, corpus, isOpen);
  const { label } = table.candidates;
  const seemsNone = (row: number) => label[row] !== NONE && table.proposals.at(row)?.segments.length === 0;

  const first = suggested(table, (row) => !seemsNone(row));
  const { patterns, table: raised } = applyPatterns(first, {
    corpus,
    annotated: segments,
    reference,
    referenceLoss: targetLoss(target.problem, target.theta, target.targets),
    tagEncoder: source.tagEncoder,
    influence: new Relabeller(problem.chains, influence),
  });
  return { table: suggested(raised, (row) => seemsNone(row) && raised.logOdds[row] === table.logOdds[row]), patterns };
}
