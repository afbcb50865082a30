import { joinCorpora } from "../../corpus/files.js";
import { type AnnotatedCorpus, annotate } from "../../corpus/index.js";
import { sentencesOf } from "../../corpus/sentences.js";
import { closing } from "../../kernels/closing.js";
import type { Kernels } from "../../kernels/types.js";
import { CrfObjective } from "../../tagger/objective.js";
import { OwnFeatures } from "../../tagger/ownFeatures.js";
import { candidateAt } from "../candidates/candidates.js";
import { findCandidates } from "../candidates/find.js";
import { type SignalColumns, TAGGERS } from "../candidates/table.js";
import { fingerprintOf } from "../findings.js";
import type { Readings } from "../reason/readings.js";
import { wrongTags } from "../refits/noiseChannel.js";
import type { AuditResult } from "../result.js";
import { taggerSignals } from "../signals/signals.js";
import { variationOf, variationSignal } from "../signals/variation.js";
import type { Subject } from "../subject.js";
import { expectedChanges } from "../suggestions/expected.js";
import { align } from "./alignment.js";
import { Join, type Part } from "./join.js";
import { judge } from "./judge.js";
import { casesOf, repeatedOdds } from "./repeated.js";
import { placesNow, withPlaces } from "./systematic.js";
import { type Earlier, updatedWeights } from "./update.js";

/** The two parts of a join. */
const [UNCHANGED, ADDED] = [0, 1] as const;

/**
 * The result of an audit after a commit, from that of the version before: what the commit has left alone keeps its place in the
 * ranking, and what it has changed is judged by the taggers from before once it has taught them (update.ts). It costs the sentences that have
 * changed, and is the same whether the version before was audited now or came from the cache.
 *
 * The log odds of changed rows are those of systematic errors that the version before has as well, −∞ where it has none:
 * score/changedPrior.ts adds what each is by itself.
 *
 * @param before the version that `base` and the taggers are of
 * @param isChanged of a sentence of `train`
 * @param v H⁻¹ ∇F at θ; null without a reference
 */
export function resultAfterCommit(
  { train, before, reference }: Readonly<Record<"train" | "before", AnnotatedCorpus>> & Pick<Subject, "reference">,
  isChanged: (sentence: number) => boolean,
  base: AuditResult,
  earlier: Earlier & { readonly v: Float64Array | null },
  kernels: Kernels,
): AuditResult {
  const { tagger, channel } = earlier;
  const { lambda } = tagger.training;
  const alignment = align(train.corpus, before.corpus, isChanged);
  const place = numbersOf(alignment.before);
  const added = sentencesOf(train.corpus, place);
  const gone = numbersOf(alignment.now);
  const removed = gone.length > 0 ? sentencesOf(before.corpus, gone) : null;
  const own = new OwnFeatures(kernels, tagger, removed ? joinCorpora(added.name, [added, removed]) : added);
  const weights = updatedWeights(own, kernels, earlier, { added, removed });
  const annotated = annotate(added, train.scheme);
  return closing(new CrfObjective(kernels, own.problemOf(added), lambda), (objective) => {
    const v = earlier.v && own.weights(earlier.v);
    const subject = { annotated, reference, tagger: { ...tagger, theta: weights.theta }, objective, weights, v };
    const found = findCandidates(subject, { names: reference ? [train, reference] : [train] });
    const signals = taggerSignals(subject, found);
    const parts: readonly [Part, Part] = [
      { annotated: before, candidates: base.table.candidates, place: alignment.now },
      { annotated, candidates: found.candidates, place: Int32Array.from(place) },
    ];
    const join = new Join(train, parts);
    const variation = variationOf(train, join.candidates, reference);
    const wrong = channel && wrongTags(objective, { ...channel, theta: weights.channel as Float64Array });
    const judged = judge(
      subject,
      found,
      signals,
      {
        same: join.of(ADDED, variation.same),
        other: join.of(ADDED, variation.other),
        referenceSame: join.of(ADDED, variation.referenceSame),
        referenceOther: join.of(ADDED, variation.referenceOther),
      },
      wrong,
      own.diagonal(earlier.curvature, lambda),
      {
        patterns: base.patterns,
        expected: expectedChanges(base.table, before.corpus),
        before,
        signals: base.table.signals,
      },
    );
    const systematic = repeatedOdds(judged.table, added, casesOf(base.table, before.corpus));
    for (const { row, logOdds } of judged.explained) systematic[row] = Math.max(systematic[row], logOdds);
    return {
      ...base,
      table: {
        candidates: join.candidates,
        proposals: join.proposals(base.table.proposals, judged.table.proposals),
        logOdds: join.column(base.table.logOdds, systematic),
        signals: {
          ...joinedColumns(join, base.table.signals, judged.table.signals),
          variation: variationSignal(variation),
        },
      },
      single: join.column(base.single, judged.single),
      readings: joinedReadings(join, base.readings, judged.readings),
      patterns: withPlaces(base.patterns, train.corpus, [
        ...placesNow(base.patterns, before.corpus, (sentence, token) => join.tokenOf(UNCHANGED, sentence, token)),
        ...judged.explained.map(({ row, pattern: { id } }) => ({
          id,
          token: join.tokenOf(ADDED, found.candidates.sentence[row], found.candidates.start[row]),
          fingerprint: fingerprintOf(added, candidateAt(found.candidates, row)),
        })),
      ]),
    };
  });
}

/** The sentences that stand for none of the other version, by number. */
function numbersOf(other: Int32Array): number[] {
  return Array.from(other.keys()).filter((k) => other[k] < 0);
}

function joinedColumns(join: Join, unchanged: SignalColumns, added: SignalColumns): SignalColumns {
  const names = Object.keys(unchanged) as (keyof SignalColumns)[];
  const columns = names.map((name) => {
    const [one, other] = [unchanged[name], added[name]];
    return [name, one && other && join.column(one, other)];
  });
  return Object.fromEntries(columns) as SignalColumns;
}

function joinedReadings(join: Join, unchanged: Readings, added: Readings): Readings {
  const readings = TAGGERS.flatMap((name) => {
    const [one, other] = [unchanged[name], added[name]];
    if (!one || !other) return [];
    const suggested = join.column(one.suggested, other.suggested);
    return [[name, { suggested, standing: join.column(one.standing, other.standing) }] as const];
  });
  return Object.fromEntries(readings);
}
