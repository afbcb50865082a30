import type { Pattern } from "../../findings/report.js";
import { Relabeller } from "../../influence/relabelling.js";
import { targetLoss } from "../../influence/targetLoss.js";
import type { FoundCandidates } from "../candidates/find.js";
import type { ScoredCandidates } from "../candidates/table.js";
import type { AuditContext } from "../context.js";
import { Places } from "../places.js";
import { keptScores, type Subject } from "../subject.js";
import { suggestInTurn } from "../suggestions/inTurn.js";
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
  const places = {
    training: new Places(annotated).ofSpansIn(corpus),
    reference: new Places(reference).ofSpansIn(corpus),
  };
  const { first, last } = suggestInTurn(table, { ...subject, v }, source, places);
  const { patterns, table: raised } = applyPatterns(first, {
    corpus,
    annotated: segments,
    reference,
    referenceLoss: targetLoss(target.problem, target.theta, target.targets),
    tagEncoder: source.tagEncoder,
    influence: new Relabeller(problem.chains, keptScores(problem, v)),
  });
  return { table: last(raised, (row) => raised.logOdds[row] !== table.logOdds[row]), patterns };
}
