import type { AnnotatedCorpus } from "../../corpus/annotated.js";
import { isSameSegment, overlapping, segmentAt } from "../../corpus/overlap.js";
import type { LabelledSegment } from "../../corpus/spelling.js";
import type { Finding, Pattern } from "../../findings/report.js";
import { at } from "../../math/at.js";
import { Hypergeometric } from "../../math/hypergeometric.js";
import type { Annotator } from "./agreement.js";

/** What one annotator did at the findings of a pattern. */
export interface PatternShare {
  readonly name: string;
  /** Findings where the annotator has the annotation as it stands in the audited labels, and where what is suggested. */
  readonly standing: number;
  readonly suggested: number;
  /** Probability of as many standing ones if all annotators did the same: Fisher's exact test, one-sided. */
  readonly pValue: number;
}

export interface PatternAnnotators {
  readonly pattern: Pattern;
  readonly findings: number;
  readonly annotators: readonly PatternShare[];
}

/**
 * Who makes the systematic errors: for each pattern, how many of its findings each annotator has labelled as the audited labels
 * are, the most first.
 *
 * @param findings of the report, about this corpus
 */
export function patternAnnotators(
  patterns: readonly Pattern[],
  findings: readonly Finding[],
  annotators: readonly Annotator[],
): PatternAnnotators[] {
  return patterns.map((pattern) => {
    const members = new Set(pattern.findings);
    const own = findings.filter(({ fingerprint }) => members.has(fingerprint));
    const counts = annotators.map(({ name, annotated }) => ({
      name,
      standing: own.filter((finding) => hasStanding(annotated, finding)).length,
      suggested: own.filter((finding) => hasSuggested(annotated, finding)).length,
    }));
    const all = own.length * annotators.length;
    const standing = counts.reduce((sum, one) => sum + one.standing, 0);
    const distribution = new Hypergeometric(all);
    const shares = counts.map((one) => ({
      ...one,
      pValue: distribution.atLeast(one.standing, own.length, standing, all),
    }));
    return {
      pattern,
      findings: own.length,
      annotators: shares.sort((a, b) => b.standing - a.standing || (a.name < b.name ? -1 : 1)),
    };
  });
}

function hasStanding(annotated: AnnotatedCorpus, { sentence, start, end, label }: Finding): boolean {
  return isSpelled(annotated, sentence, { start, end }, label === "O" ? [] : [{ start, end, label }]);
}

function hasSuggested(annotated: AnnotatedCorpus, { sentence, replacement }: Finding): boolean {
  return replacement !== null && isSpelled(annotated, sentence, replacement, replacement.segments);
}

/** Whether the segments that overlap a span of a sentence are these. */
function isSpelled(
  { corpus, segments }: AnnotatedCorpus,
  sentence: number,
  span: { readonly start: number; readonly end: number },
  expected: readonly LabelledSegment[],
): boolean {
  const first = at(corpus.sentenceStart, sentence);
  const there = overlapping(segments, first + span.start, first + span.end).map((i) => segmentAt(segments, i, first));
  return there.length === expected.length && there.every((one, i) => isSameSegment(one, at(expected, i)));
}
