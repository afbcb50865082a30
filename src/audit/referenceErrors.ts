import type { AnnotatedCorpus } from "../corpus/index.js";
import type { Corpus } from "../corpus/types.js";
import type { Finding } from "../findings/report.js";
import { at } from "../math/at.js";
import { logistic } from "../math/logistic.js";
import { CrfObjective } from "../tagger/objective.js";
import type { Trained } from "../tagger/train.js";
import type { ReadReference } from "./candidates/decode.js";
import { findCandidates } from "./candidates/find.js";
import { type ComparedTable, isCompared, type ScoredCandidates, scoredAt } from "./candidates/table.js";
import { changeOf } from "./contradictions.js";
import { referenceFinding, scoreOf, verdictOn, wordsOf } from "./findings.js";
import { occurrencesOutside } from "./occurrencesOutside.js";
import { rankCandidates } from "./rank.js";
import { readingsOf } from "./reason/readings.js";
import { Reasons } from "./reason/reasons.js";
import { knownOf } from "./refits/referenceLoss.js";
import type { RefitParts } from "./refits/refits.js";
import { scoreReference } from "./score/score.js";
import { computeSignals } from "./signals/signals.js";

export interface ReferenceErrors {
  readonly findings: readonly Finding[];
  /** The probability of the likeliest, by `changeOf` of the opposite change. */
  readonly opposite: ReadonlyMap<string, number>;
}

/**
 * The segments of the reference that look wrong themselves, most suspicious first. The reference is scored as the training
 * file is with the roles exchanged: θ_ref has learnt the labels in question, and θ, which never saw them, stands for the
 * file that they are compared with.
 *
 * What is systematically wrong in training looks like errors of the reference too, so a finding needs θ_1 on its side: a
 * tagger for which every reference sentence counts as one of training, and which reads the place otherwise all the same. Where
 * training is at fault, θ_w goes with the reference. It is no likelier than θ_1 says: what θ_1 hardly reads otherwise comes last, so that little
 * changes where θ_1 changes its mind. Nor is it a finding where training has the same words the other way
 * round and is the more suspicious of the two. And that words are no segment is not said of words that training never
 * shows outside a segment: of names that it does not know, it knows nothing better.
 *
 * @param table of the training file, scored
 * @param single what speaks for an error of each of its rows by itself
 * @param threshold least score of a finding
 */
export function findReferenceErrors(
  train: AnnotatedCorpus,
  table: ScoredCandidates,
  single: Float64Array,
  { tagger, objective }: Trained,
  { gold: reference, problem }: ReadReference,
  refits: Pick<RefitParts, "referenceOnly" | "even">,
  threshold: number,
): ReferenceErrors {
  const { gold, known } = knownOf(problem.chains);
  const own = new CrfObjective(objective.kernels, problem.with({ gold }), 0);
  const { space } = own;
  const v = space.vector(tagger.theta.length);
  try {
    const subject = {
      annotated: reference,
      tagger,
      objective: own,
      reference: train,
      weights: { theta: refits.referenceOnly, joint: refits.even, referenceOnly: tagger.theta },
      v,
    };
    const signals = computeSignals(subject, findCandidates(subject));
    if (!isCompared(signals.table)) throw new Error("a table without the refits");
    const judged = scoreReference(reference, signals, train);
    const { odds } = signals.table.opinions.joint;
    const logOdds = judged.logOdds.map((x, i) => Math.min(x, at(odds, i)));
    const scored: ComparedTable = { ...signals.table, logOdds };
    const strongest = strongestChanges(train.corpus, table, single);
    const occursOutside = occurrencesOutside(train.corpus, train.segments);
    const sides = { own: reference, other: train, role: "reference" } as const;
    const reasons = new Reasons(sides, readingsOf(subject, scored));
    const opposite = new Map<string, number>();
    const errors = [...rankCandidates(scored)].flatMap((i) => {
      const one = scoredAt(scored, i);
      const isError = scoreOf(one.logOdds) >= threshold && at(odds, i) > 0 && known[one.sentence];
      if (!isError || one.proposal === null) return [];
      const words = wordsOf(reference.corpus, one.start, one.end);
      if (one.proposal.segments.length === 0 && !occursOutside(words)) return [];
      const { suggestion } = verdictOn(one);
      const change = changeOf(reference.corpus, one, suggestion, one.label);
      const mirrored = strongest.get(change);
      if (mirrored !== undefined && mirrored >= at(judged.single, i)) return [];
      opposite.set(change, Math.max(logistic(one.logOdds), opposite.get(change) ?? 0));
      // By name: `loss` is θ's, and θ_ref has its own.
      const { loss, refitLoss, referenceTaggerLoss, variation } = one.signals;
      const marginal = logistic(-at(scored.opinions.referenceOnly.doubt, i));
      const swapped = { loss: referenceTaggerLoss ?? 0, refitLoss, referenceTaggerLoss: loss, variation, marginal };
      const reason = reasons.of(i, one, { share: null });
      return [referenceFinding(reference.corpus, one, swapped, reason)];
    });
    return { findings: errors.map((finding, i) => ({ ...finding, rank: i + 1 })), opposite };
  } finally {
    space.release(v);
    own.close();
  }
}

/** By what would be changed: the strongest evidence of single errors among the training file's candidates that are more likely wrong than not. */
function strongestChanges(corpus: Corpus, table: ScoredCandidates, single: Float64Array): Map<string, number> {
  const strongest = new Map<string, number>();
  table.logOdds.forEach((logOdds, i) => {
    if (!(logOdds > 0)) return;
    const one = scoredAt(table, i);
    const key = changeOf(corpus, one, one.label, verdictOn(one).suggestion);
    strongest.set(key, Math.max(at(single, i), strongest.get(key) ?? Number.NEGATIVE_INFINITY));
  });
  return strongest;
}
