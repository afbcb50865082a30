import { createHash } from "node:crypto";
import { placeOf } from "../../corpus/files.js";
import type { Corpus, Segments } from "../../corpus/types.js";
import type { Pattern } from "../../findings/report.js";
import { at } from "../../math/at.js";
import { logistic } from "../../math/logistic.js";
import { shiftTo } from "../../math/shift.js";
import { coefficients } from "../coefficients/coefficients.js";
import { AnchorReader, Anchors } from "./anchors.js";
import { type Change, keyOf } from "./change.js";
import { type Chosen, choosePatterns } from "./choose.js";
import { anchorRows, type Census, censusOf, type Evidence, expectedCensus, type PatternCandidates } from "./counts.js";
import { nameOf } from "./name.js";
import { posteriorOf } from "./posterior.js";

const PATTERNS = coefficients.patterns;

export interface Annotated {
  readonly corpus: Corpus;
  readonly segments: Segments;
}

/** Where the candidates come from, and what is said of each. */
export interface PatternSource {
  readonly corpus: Corpus;
  readonly annotated: Segments;
  /** The reference with its segments; null where there is none. */
  readonly reference: Annotated | null;
  /** [F] nats; 0 where there is no reference. */
  readonly referenceLoss: number;
  fingerprintOf(row: number): string;
  /** [Δ(S→y')] nats, y' another label on the candidate's span; null where it cannot stand there. */
  relabelInfluence(row: number, label: string): number | null;
}

/** A pattern, and what it says of its segments. */
export interface Found {
  readonly pattern: Pattern;
  /** One for each of its segments. */
  readonly members: readonly Member[];
}

export interface Member {
  readonly row: number;
  /** That it is wrong, by the pattern and by its own evidence compared with that of the pattern's others. */
  readonly logOdds: number;
  /** What the pattern suggests in place of the candidate's own suggestion; null where that is the same. */
  readonly instead: { readonly label: string; readonly relabelInfluence: number } | null;
}

/**
 * The systematic errors among an audit's candidates, docs/method/patterns.md, Gain: what explains most comes first.
 *
 * @param most patterns to find
 */
export function findPatterns(candidates: PatternCandidates, source: PatternSource, most: number): Found[] {
  if (most === 0 || candidates.count === 0) return [];
  const { corpus, annotated } = source;
  const anchors = new Anchors();
  const reader = new AnchorReader(corpus, anchors, true);
  const rows = anchorRows(candidates, reader);
  const census = censusOf(corpus, annotated, reader);
  const reference = source.reference && censusElsewhere(source.reference, anchors);
  const evidence = { candidates, anchors, rows, census, reference, expected: expectedCensus(candidates, rows) };
  const chosen = choosePatterns(evidence, {
    most,
    support: PATTERNS.support,
    alphas: [PATTERNS.listed, PATTERNS.alpha],
    rate: PATTERNS.rate,
  });
  return chosen.map((one) => foundOf(one, evidence, source));
}

function censusElsewhere({ corpus, segments }: Annotated, anchors: Anchors): Census {
  return censusOf(corpus, segments, new AnchorReader(corpus, anchors, false));
}

function foundOf(chosen: Chosen, evidence: Evidence, source: PatternSource): Found {
  const { candidates, anchors, census } = evidence;
  const change = candidates.changes[chosen.change];
  const anchor = { kind: anchors.kinds[chosen.anchor], value: anchors.values[chosen.anchor] };
  const { probability, othersProbability } = posteriorOf(chosen, evidence);
  const members = [
    ...memberOdds(chosen.rows, probability, candidates).map((one) => ({ ...one, instead: null })),
    ...relabelled(chosen, change, othersProbability, candidates, source),
  ].sort((a, b) => a.row - b.row);
  const total = (of: (one: Member) => number) => members.reduce((sum, one) => sum + of(one), 0);
  const { corpus, referenceLoss } = source;
  const influence = total(({ row }) => candidates.influence[row]);
  const pattern = {
    id: patternId(change, anchor),
    name: nameOf(change, anchor),
    label: change.label,
    suggestion: change.suggestion,
    anchor,
    findings: members.map(({ row }) => source.fingerprintOf(row)),
    places: members.map(({ row }) => placeOf(corpus, candidates.start[row])),
    agree: chosen.there,
    disagree: census.count(change.suggestion, chosen.anchor),
    probability: total(({ logOdds }) => logistic(logOdds)) / members.length,
    // + 0 turns −0 into 0
    share: referenceLoss > 0 ? -influence / referenceLoss + 0 : 0,
    relabelInfluence: total(({ row, instead }) => instead?.relabelInfluence ?? candidates.relabelInfluence[row]) + 0,
    pValue: chosen.pValue,
  };
  return { pattern, members };
}

/** Names a pattern by its rule: the change, and the anchor where it is made. */
export function patternId(change: Change, { kind, value }: Pattern["anchor"]): string {
  return createHash("sha256")
    .update(JSON.stringify([keyOf(change), kind, value]))
    .digest("hex")
    .slice(0, 16);
}

/**
 * A pattern that changes labels has the segments relabelled as well for which something else is suggested, but for those that
 * by themselves are likelier wrong than the pattern finds them: they keep what they suggest.
 */
function relabelled(
  { others }: Chosen,
  { kind, suggestion }: Change,
  probability: number,
  candidates: PatternCandidates,
  source: PatternSource,
): Member[] {
  if (kind !== "label" || probability < PATTERNS.least) return [];
  return memberOdds(others, probability, candidates).flatMap((one) => {
    if (one.logOdds <= at(candidates.logOdds, one.row)) return [];
    const relabelInfluence = source.relabelInfluence(one.row, suggestion);
    return relabelInfluence === null ? [] : [{ ...one, instead: { label: suggestion, relabelInfluence } }];
  });
}

/**
 * log p / (1 − p) of the rows that a pattern finds wrong with probability p: their own evidence x and a shift that they share,
 *
 *     a x_i + s       s: mean_i σ(a x_i + s) = p
 */
function memberOdds(rows: readonly number[], probability: number, { logOdds }: PatternCandidates) {
  const own = rows.map((row) => PATTERNS.own * Math.max(-PATTERNS.limit, Math.min(PATTERNS.limit, logOdds[row])));
  const shift = shiftTo(own, probability);
  return rows.map((row, i) => ({ row, logOdds: own[i] + shift }));
}
