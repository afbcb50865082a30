import type { Corpus } from "../../corpus/types.js";
import { logistic } from "../../math/logistic.js";
import { NONE } from "../candidates/candidates.js";
import type { ComparedTable, ScoredCandidates } from "../candidates/table.js";
import { caseless } from "../caseless.js";
import { coefficients } from "../coefficients/coefficients.js";
import type { Variation } from "../signals/variation.js";
import { ANCHORS, groupEvidence, groupsOf } from "./groupEvidence.js";

const FEATURES = coefficients.features;

/** A named figure of each candidate, in units in which a logistic regression can add it to others. */
export interface Column {
  readonly name: string;
  /** Length `count`. */
  readonly values: Float64Array;
}

/**
 * All that the score is made of, by candidate: what θ_w and the tagger of the reference alone think of it, and by how much
 * the reference has changed θ's mind; variation in both files; the two influences; and what groups say: the share that
 * θ_w would annotate otherwise, and of those whose odds the reference has changed, for the strongest and the second strongest of
 * the anchors that a systematic error can be tied to, and among those who have label and suggestion in common.
 *
 * θ stands in it as a difference only, so that evidence cannot come from θ's being sure where θ_w is as sure.
 */
export function featuresOf(table: ComparedTable, variation: Variation, corpus: Corpus): Column[] {
  const { candidates, opinions, signals } = table;
  const clip = (values: Float64Array) => values.map((x) => Math.max(-FEATURES.limit, Math.min(FEATURES.limit, x)));
  const { theta, joint, referenceOnly } = opinions;
  const odds = clip(joint.odds);
  const doubt = clip(joint.doubt);
  const changed = difference(odds, clip(theta.odds));
  const taggers = [
    { name: "odds.joint", values: odds },
    { name: "doubt.joint", values: doubt },
    { name: "odds.changed", values: changed },
    { name: "doubt.changed", values: difference(doubt, clip(theta.doubt)) },
    { name: "odds.referenceOnly", values: clip(referenceOnly.odds) },
    { name: "doubt.referenceOnly", values: clip(referenceOnly.doubt) },
  ];
  const lower = caseless(corpus.words.values).of;
  const groups = ANCHORS.map((anchor) => groupsOf(anchor, corpus, candidates, lower));
  const sameChange = groupsBySuggestion(table);
  const wrong = odds.map(logistic);
  const group = Object.entries({
    odds: wrong,
    changed: wrong.map((q, i) => q * logistic(changed[i] - FEATURES.moved)),
  });
  return [
    ...taggers,
    { name: "variation", values: logRatio(variation.other, variation.same) },
    { name: "variation.reference", values: logRatio(variation.referenceOther, variation.referenceSame) },
    { name: "influence", values: compressed(signals.influence) },
    { name: "relabelInfluence", values: compressed(signals.relabelInfluence) },
    ...group.flatMap(([name, q]) => {
      const strongest = twoLargest(groups.map((group) => groupEvidence(q, group)));
      return [
        { name: `group.${name}`, values: strongest[0] },
        { name: `group.${name}.second`, values: strongest[1] },
        { name: `group.${name}.suggestion`, values: groupEvidence(q, sameChange) },
      ];
    }),
  ];
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((x, i) => x - b[i]);
}

/** log (a + ½) / (b + ½): 0 where nothing is known. */
export function logRatio(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((x, i) => Math.log((x + 0.5) / (b[i] + 0.5)));
}

/**
 * −sign(x) log(1 + 3 |x| / s), s the size that a tenth of the candidates exceed: harm upwards, in a unit that does not
 * depend on the size of the reference, and with the long tail drawn in.
 */
export function compressed(x: Float64Array): Float64Array {
  const sizes = x.map(Math.abs).sort();
  const s = sizes[Math.floor(FEATURES.compressedQuantile * (sizes.length - 1))] ?? 0;
  return x.map((value) =>
    s > 0 ? -Math.sign(value) * Math.log1p((FEATURES.compressedFactor * Math.abs(value)) / s) : 0,
  );
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
function groupsBySuggestion({ candidates, proposals }: ScoredCandidates): Int32Array {
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
