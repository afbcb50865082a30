import type { Corpus } from "../corpus/types.js";
import { NONE } from "./candidates.js";
import { ANCHORS, companyEvidence, companyOf } from "./company.js";
import { type Judgements, TAGGERS } from "./judgements.js";
import type { Variation } from "./variation.js";

/** A named figure of each candidate, in units in which a logistic regression can add it to others. */
export interface Column {
  readonly name: string;
  /** Length `count`. */
  readonly values: Float64Array;
}

/** Log odds beyond this say nothing more. */
const LIMIT = 12;
/** The same where they are summed over company. */
const COMPANY_LIMIT = 8;

/**
 * All that the score is made of, by candidate: each tagger's doubt and odds; variation in both files; the two influences;
 * and what companions say, by their odds under θ_w and by what the reference has changed in those: the loudest and the
 * second loudest of the anchors that a habit can hang on, and those who have label and suggestion in common.
 */
export function evidenceOf(judgements: Judgements, variation: Variation, corpus: Corpus): Column[] {
  const { candidates, opinions, signals } = judgements;
  const taggers = TAGGERS.flatMap((name) => [
    { name: `doubt.${name}`, values: opinions[name].doubt.map((x) => clipped(x, LIMIT)) },
    { name: `odds.${name}`, values: opinions[name].odds.map((x) => clipped(x, LIMIT)) },
  ]);
  const odds = opinions.joint.odds.map((x) => clipped(x, COMPANY_LIMIT));
  const changed = opinions.joint.odds.map((x, i) => {
    const change = x - opinions.theta.odds[i];
    return Number.isNaN(change) ? 0 : clipped(change, COMPANY_LIMIT);
  });
  const groups = ANCHORS.map((anchor) => companyOf(anchor, corpus, candidates));
  const sameChange = companyBySuggestion(judgements);
  const company = Object.entries({ odds, changed }).flatMap(([name, x]) => {
    const loudest = twoLargest(groups.map((group) => companyEvidence(x, group)));
    return [
      { name: `company.${name}`, values: loudest[0] },
      { name: `company.${name}.second`, values: loudest[1] },
      { name: `company.${name}.suggestion`, values: companyEvidence(x, sameChange) },
    ];
  });
  return [
    ...taggers,
    { name: "variation", values: logRatio(variation.other, variation.same) },
    { name: "variation.reference", values: logRatio(variation.referenceOther, variation.referenceSame) },
    { name: "influence", values: compressed(signals.influence) },
    { name: "relabelInfluence", values: compressed(signals.relabelInfluence) },
    ...company,
  ];
}

function clipped(x: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, x));
}

/** log (a + ½) / (b + ½): 0 where nothing is known. */
function logRatio(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((x, i) => Math.log((x + 0.5) / (b[i] + 0.5)));
}

/**
 * −sign(x) log(1 + 3 |x| / s), s the size that a tenth of the candidates exceed: harm upwards, in a unit that does not
 * depend on the size of the reference, and with the long tail drawn in.
 */
function compressed(x: Float64Array): Float64Array {
  const sizes = x.map(Math.abs).sort();
  const s = sizes[Math.floor(0.9 * (sizes.length - 1))] ?? 0;
  return x.map((value) => (s > 0 ? -Math.sign(value) * Math.log1p((3 * Math.abs(value)) / s) : 0));
}

/** Row by row, the largest and the second largest of the columns. */
function twoLargest(columns: readonly Float64Array[]): [Float64Array, Float64Array] {
  const largest = columns[0].slice();
  const second = largest.map(() => Number.NEGATIVE_INFINITY);
  for (const column of columns.slice(1)) {
    column.forEach((x, i) => {
      if (x > largest[i]) {
        second[i] = largest[i];
        largest[i] = x;
      } else if (x > second[i]) second[i] = x;
    });
  }
  return [largest, second];
}

/** Candidates of one label whose proposals change them alike: to one label, with bounds moved by as much. */
function companyBySuggestion({ candidates, proposals }: Judgements): Int32Array {
  const numbers = new Map<string, number>();
  return Int32Array.from(candidates.start, (start, i) => {
    const end = candidates.end[i];
    const covering = proposals.at(i)?.segments.filter((one) => one.start < end && start < one.end) ?? [];
    const change = covering.map((one) => `${one.label} ${one.start - start} ${one.end - end}`).join();
    const key = `${candidates.label[i]}/${change || NONE}`;
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return number;
  });
}
