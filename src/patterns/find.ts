import { createHash } from "node:crypto";
import type { Corpus, Segments } from "../corpus/types.js";
import type { Pattern } from "../report/types.js";
import { AnchorReader, Anchors } from "./anchors.js";
import { keyOf } from "./change.js";
import { type Chosen, choosePatterns } from "./choose.js";
import { anchorRows, type Census, censusOf, expectedCensus, type Suspects } from "./evidence.js";
import { nameOf } from "./name.js";

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
}

/** Fewer segments are no rule. */
const SUPPORT = 3;
/** Bound on the p-value, corrected for the anchors tried. */
const ALPHA = 0.01;
/** An anchor where fewer of the segments are expected to be wrong accuses the right ones. */
const RATE = 0.05;
/** The probability that a pattern's segments have at least. */
const LEAST = 0.1;

/**
 * The systematic errors among an audit's candidates, docs/method.md, Patterns: what explains most comes first.
 *
 * @param most patterns to find
 */
export function findPatterns(suspects: Suspects, source: PatternSource, most: number): Pattern[] {
  if (most === 0 || suspects.count === 0) return [];
  const { corpus, annotated } = source;
  const anchors = new Anchors();
  const reader = new AnchorReader(corpus, anchors, true);
  const rows = anchorRows(suspects, reader);
  const census = censusOf(corpus, annotated, reader);
  const reference = source.reference && censusElsewhere(source.reference, anchors);
  const evidence = { suspects, anchors, rows, census, reference, expected: expectedCensus(suspects, rows) };
  const chosen = choosePatterns(evidence, { most, support: SUPPORT, alpha: ALPHA, rate: RATE, least: LEAST });
  return chosen.map((one) => patternOf(one, suspects, anchors, census, source));
}

function censusElsewhere({ corpus, segments }: Annotated, anchors: Anchors): Census {
  return censusOf(corpus, segments, new AnchorReader(corpus, anchors, false));
}

function patternOf(
  chosen: Chosen,
  suspects: Suspects,
  anchors: Anchors,
  census: Census,
  source: PatternSource,
): Pattern {
  const change = suspects.changes[chosen.change];
  const anchor = { kind: anchors.kinds[chosen.anchor], value: anchors.values[chosen.anchor] };
  const sum = (column: Float64Array) => chosen.rows.reduce((total, row) => total + column[row], 0);
  const { corpus, referenceLoss } = source;
  return {
    id: createHash("sha256")
      .update(JSON.stringify([keyOf(change), anchor.kind, anchor.value]))
      .digest("hex")
      .slice(0, 16),
    name: nameOf(change, anchor),
    label: change.label,
    suggestion: change.suggestion,
    anchor,
    findings: chosen.rows.map((row) => source.fingerprintOf(row)),
    places: chosen.rows.map((row) => ({ file: corpus.name, line: corpus.lines[suspects.start[row]] })),
    agree: chosen.there,
    disagree: census.count(change.suggestion, chosen.anchor),
    // + 0 turns −0 into 0
    share: referenceLoss > 0 ? -sum(suspects.influence) / referenceLoss + 0 : 0,
    relabelInfluence: sum(suspects.relabelInfluence) + 0,
    pValue: chosen.pValue,
  };
}
