import type { Level } from "../../findings/evaluation.js";
import { at } from "../../math/at.js";
import { type Errors, MISSED_BIT } from "./errors.js";
import type { Verdict } from "./verdict.js";

/** What is ranked at one level, before any ranking. */
export interface Units {
  readonly level: Level;
  /** By unit: families of its errors, 0 where it is right. */
  readonly families: Uint8Array;
  /** By unit: what the bootstrap draws it with, a sentence or a document. */
  readonly cluster: Int32Array;
  readonly clusters: number;
  /** By unit, from values by finding: that of the most suspicious finding about it, −∞ where there is none. */
  values(ofFinding: Float64Array): Float64Array;
}

/** The levels that the corpus has: documents only where it marks them. */
export function unitsOf(errors: Errors, verdicts: readonly Verdict[]): Units[] {
  const { corpus } = errors;
  const sentenceOf = new Int32Array(corpus.words.ids.length);
  const sentences = corpus.sentenceStart.length - 1;
  for (let k = 0; k < sentences; k++) sentenceOf.fill(k, corpus.sentenceStart[k], corpus.sentenceStart[k + 1]);
  const units = [
    tokenUnits(errors, verdicts, sentenceOf, sentences),
    segmentUnits(errors, verdicts, sentences),
    groupUnits("sentence", errors, verdicts, sentenceOf, (k) => k, sentences),
  ];
  if (corpus.documentIds.length > 1) {
    // Sentences before the first mark make a document of their own.
    const documentOf = (k: number) => at(corpus.documents, k) + 1;
    units.push(groupUnits("document", errors, verdicts, sentenceOf, documentOf, corpus.documentIds.length + 1));
  }
  return units;
}

function tokenUnits(errors: Errors, verdicts: readonly Verdict[], cluster: Int32Array, clusters: number): Units {
  return {
    level: "token",
    families: errors.ofToken,
    cluster,
    clusters,
    values(ofFinding) {
      const values = new Float64Array(cluster.length).fill(Number.NEGATIVE_INFINITY);
      verdicts.forEach(({ members }, i) => {
        for (const t of members) values[t] = Math.max(at(values, t), at(ofFinding, i));
      });
      return values;
    },
  };
}

/**
 * Annotated segments, then corrected segments that are missed, then findings about neither: each of these is a unit of
 * its own, a false alarm, or an ill-formed tag outside all segments.
 */
function segmentUnits(errors: Errors, verdicts: readonly Verdict[], clusters: number): Units {
  const { annotated, corrected, missed, ofSegment, corpus } = errors;
  const known = [
    ...Array.from({ length: annotated.count }, (_, i) => [at(annotated.start, i), at(annotated.end, i)] as const),
    ...Array.from(missed, (j) => [at(corrected.start, j), at(corrected.end, j)] as const),
  ];
  /** By token: its unit, −1 for none. Annotated and missed segments do not overlap. */
  const unitOf = new Int32Array(corpus.words.ids.length).fill(-1);
  known.forEach(([start, end], unit) => void unitOf.fill(unit, start, end));
  const about = verdicts.map(({ start, end }) => [...new Set(unitOf.subarray(start, end))].filter((unit) => unit >= 0));
  const alone = verdicts.flatMap((_, i) => (at(about, i).length === 0 ? [i] : []));
  const count = known.length + alone.length;
  const families = new Uint8Array(count);
  families.set(ofSegment);
  families.fill(MISSED_BIT, annotated.count, known.length);
  const cluster = new Int32Array(count);
  cluster.set(annotated.sentence);
  missed.forEach((j, i) => {
    cluster[annotated.count + i] = at(corrected.sentence, j);
  });
  alone.forEach((i, place) => {
    const { families: own, sentence } = at(verdicts, i);
    families[known.length + place] = own;
    cluster[known.length + place] = sentence;
    about[i] = [known.length + place];
  });
  return {
    level: "segment",
    families,
    cluster,
    clusters,
    values(ofFinding) {
      const values = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
      about.forEach((units, i) => {
        for (const unit of units) values[unit] = Math.max(at(values, unit), at(ofFinding, i));
      });
      return values;
    },
  };
}

function groupUnits(
  level: Level,
  { corpus, ofToken }: Errors,
  verdicts: readonly Verdict[],
  sentenceOf: Int32Array,
  groupOf: (sentence: number) => number,
  groups: number,
): Units {
  /** By group: its unit; groups without a sentence are none. */
  const unitOf = new Int32Array(groups).fill(-1);
  let count = 0;
  for (let k = 0; k + 1 < corpus.sentenceStart.length; k++)
    if (at(unitOf, groupOf(k)) < 0) unitOf[groupOf(k)] = count++;
  const families = new Uint8Array(count);
  ofToken.forEach((family, t) => {
    const unit = at(unitOf, groupOf(at(sentenceOf, t)));
    families[unit] = at(families, unit) | family;
  });
  return {
    level,
    families,
    cluster: Int32Array.from({ length: count }, (_, unit) => unit),
    clusters: count,
    values(ofFinding) {
      const values = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
      verdicts.forEach(({ sentence }, i) => {
        const unit = at(unitOf, groupOf(sentence));
        values[unit] = Math.max(at(values, unit), at(ofFinding, i));
      });
      return values;
    },
  };
}
