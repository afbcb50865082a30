import type { Corpus, Segments } from "../../corpus/types.js";
import { at } from "../../math/at.js";
import { logistic, logit } from "../../math/logistic.js";
import { type Candidates, NONE } from "../candidates/candidates.js";
import { type CandidateTable, isCompared, type ScoredCandidates, TAGGERS } from "../candidates/table.js";
import { caseless } from "../caseless.js";
import { coefficients } from "../coefficients/coefficients.js";
import { noiseChannelSignal } from "../signals/noiseChannel.js";
import type { Variation } from "../signals/variation.js";
import { ANCHORS, groupEvidence, groupsOf } from "./groupEvidence.js";

const FEATURES = coefficients.features;
const KNOTS = FEATURES.knots;

/** A named figure of each candidate, in units in which a logistic regression can add it to others. */
export interface Column {
  readonly name: string;
  /** Length `count`. */
  readonly values: Float64Array;
  /** Where what it says may change its slope. */
  readonly knots: readonly number[];
}

/** The influences of candidates. */
export type InfluenceColumns = Pick<ScoredCandidates["signals"], "influence" | "relabelInfluence">;

/**
 * All that the score is made of, by candidate, as far as it is there: what each tagger thinks of the candidate and of its
 * proposal, the reference's own no more than log (1 + n), n its segments with the label, for it cannot know what it has not
 * seen; the probability that its tags are wrong by the noise channel; variation in both files; the influences; and what groups
 * say, for each judge of single candidates (θ alone without a reference; with one θ_w, what the reference changed, and the
 * channel): the strongest and the second strongest of the anchors that a systematic error can be tied to, those in the same
 * document, and those that have label and suggestion in common.
 *
 * @param wrong length N: q_t of the noise channel; null without one
 * @param reference its segments; null without one
 * @param sizes the influences that set the units of these; the table's own where absent
 */
export function featuresOf(
  table: CandidateTable,
  variation: Variation,
  corpus: Corpus,
  wrong: Float64Array | null,
  reference: Segments | null,
  sizes: InfluenceColumns = table.signals,
): Column[] {
  const { candidates, opinions, signals } = table;
  const columns: Column[] = [];
  const seen = reference && logSeen(candidates, reference);
  for (const name of TAGGERS) {
    const opinion = opinions[name];
    if (!opinion) continue;
    const known = (x: Float64Array) => (seen && name === "referenceOnly" ? x.map((y, i) => Math.min(y, seen[i])) : x);
    columns.push({ name: `odds.${name}`, values: known(clipped(opinion.odds)), knots: KNOTS.opinions });
    columns.push({ name: `doubt.${name}`, values: known(clipped(opinion.doubt)), knots: KNOTS.opinions });
  }
  const straight = (name: string, values: Float64Array) => columns.push({ name, values, knots: [] });
  straight("variation", logRatio(variation.other, variation.same));
  const odds = clipped((opinions.joint ?? opinions.theta).odds);
  const judges: Record<string, Float64Array> = { odds: odds.map(logistic) };
  if (isCompared(table)) {
    const changed = difference(odds, clipped(opinions.theta.odds));
    judges.changed = judges.odds.map((q, i) => q * logistic(changed[i] - FEATURES.moved));
    straight("variation.reference", logRatio(variation.referenceOther, variation.referenceSame));
    straight("influence", compressed(signals.influence, sizes.influence));
    straight("relabelInfluence", compressed(signals.relabelInfluence, sizes.relabelInfluence));
  }
  if (wrong) {
    judges.channel = noiseChannelSignal(table.candidates, wrong);
    const values = clipped(judges.channel.map(logit));
    columns.push({ name: "channel", values, knots: KNOTS.opinions });
  }
  return [...columns, ...groupColumns(table, corpus, judges)];
}

/** @param judges q of each candidate by each judge of single candidates */
function groupColumns(table: CandidateTable, corpus: Corpus, judges: Readonly<Record<string, Float64Array>>): Column[] {
  const lower = caseless(corpus.words.values).of;
  const groups = ANCHORS.map((anchor) => groupsOf(anchor, corpus, table.candidates, lower));
  const sameChange = groupsBySuggestion(table);
  const document = ANCHORS.indexOf("document");
  return Object.entries(judges).flatMap(([name, q]) => {
    const evidence = groups.map((group) => groupEvidence(q, group));
    const [strongest, second] = twoLargest(evidence);
    const knots = KNOTS.groups;
    return [
      { name: `group.${name}`, values: strongest, knots },
      { name: `group.${name}.second`, values: second, knots },
      { name: `group.${name}.document`, values: evidence[document], knots },
      { name: `group.${name}.suggestion`, values: groupEvidence(q, sameChange), knots },
    ];
  });
}

/** log (1 + n) of each candidate, n the reference's segments with its label; ∞ where it has none. */
function logSeen({ label, labels }: Candidates, reference: Segments): Float64Array {
  const counts = new Map<string, number>();
  for (const number of reference.label) {
    const name = at(reference.labels, number);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const ofLabel = labels.map((name) => Math.log1p(counts.get(name) ?? 0));
  return Float64Array.from(label, (number) => (number === NONE ? Number.POSITIVE_INFINITY : at(ofLabel, number)));
}

function clipped(values: Float64Array): Float64Array {
  return values.map((x) => Math.max(-FEATURES.limit, Math.min(FEATURES.limit, x)));
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
 *
 * @param all what s is a quantile of
 */
export function compressed(x: Float64Array, all = x): Float64Array {
  const sizes = all.map(Math.abs).sort();
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
