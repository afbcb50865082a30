import type { Corpus, Scheme, Segments } from "../corpus/types.js";
import type { Finding } from "../findings/report.js";
import type { Span } from "../influence/spans.js";
import { logistic } from "../math/logistic.js";
import { CrfObjective } from "../tagger/objective.js";
import { during, lent, type Problem } from "../tagger/problem.js";
import type { Trained } from "../tagger/train.js";
import { type Judgements, judgedAt } from "./candidates/table.js";
import { referenceFinding, scoreOf, verdictOn, wordsOf } from "./findings.js";
import { freelyStanding } from "./freelyStanding.js";
import { investigate } from "./investigate.js";
import { rankCandidates } from "./rank.js";
import { knownOf, type OtherTaggers } from "./refits/refits.js";
import { expertsFor } from "./score/coefficients.js";
import { fuse } from "./score/mixture.js";

export interface Doubting {
  readonly corpus: Corpus;
  readonly annotated: Segments;
  readonly reference: Corpus;
  /** The reference, read through the tagger. */
  readonly problem: Problem;
  readonly scheme: Scheme;
  readonly others: OtherTaggers;
  readonly threshold: number;
  /** Of the training file, fused. */
  readonly judgements: Judgements;
}

/**
 * The segments of the reference that look wrong themselves, most suspicious first. The reference is judged as the training
 * file is (`investigate`, `fuse`) with the roles exchanged: the tagger of the reference alone has learnt the labels in
 * question, and θ, which never saw them, stands for the file that they are held against.
 *
 * What is systematically wrong in training looks like errors of the reference too, so a finding needs θ_w on its side: a
 * tagger for which every reference sentence counts w times, and which reads the place otherwise all the same. Where
 * training is at fault, θ_w goes with the reference. Nor is it one where training has the same words
 * the other way round and is the more suspicious of the two. And that words are no segment is not said of words that
 * training has never shown without one: of names that it does not know, it knows nothing better.
 */
export function doubtfulReference(
  { tagger, objective }: Trained,
  { corpus, annotated, reference, problem, scheme, others, threshold, judgements: accused }: Doubting,
): Finding[] {
  const { gold, known } = knownOf(problem.chains);
  const own = new CrfObjective(objective.kernels, lent(problem), 0);
  try {
    const { judgements, evidence } = during(problem, { gold }, () =>
      investigate({
        ...{ corpus: reference, scheme, tagger, objective: own, v: new Float64Array(tagger.theta.length) },
        reference: { corpus, segments: annotated },
        weights: { theta: others.referenceOnly, joint: others.joint, referenceOnly: tagger.theta },
      }),
    );
    const { candidates, opinions } = judgements;
    const logOdds = fuse(judgements, evidence, expertsFor(scheme));
    const judged = { ...judgements, logOdds };
    const accusation = accusations(corpus, accused);
    const standsFree = freelyStanding(corpus, annotated);
    return [...rankCandidates(judged)].flatMap((i) => {
      const isDoubtful =
        scoreOf(logOdds[i]) >= threshold && opinions.joint.odds[i] > 0 && known[candidates.sentence[i]];
      if (!isDoubtful) return [];
      const one = judgedAt(judged, i);
      if (one.proposal === null) return [];
      if (one.proposal.segments.length === 0 && !standsFree(wordsOf(reference, one.start, one.end))) return [];
      const { suggestion } = verdictOn(one);
      const mirrored = accusation.get(changeOf(reference, one, suggestion, one.label)) ?? Number.NEGATIVE_INFINITY;
      if (mirrored >= one.logOdds) return [];
      // By name: `loss` is θ's, and the tagger of the reference alone has its own.
      const { loss, refitLoss, referenceTaggerLoss, variation } = one.signals;
      const marginal = logistic(-opinions.referenceOnly.doubt[i]);
      const signals = { loss: referenceTaggerLoss ?? 0, refitLoss, referenceTaggerLoss: loss, variation, marginal };
      return [referenceFinding(reference, one, signals)];
    });
  } finally {
    own.close();
  }
}

/** By what would be changed: the highest log odds among the training file's candidates. */
function accusations(corpus: Corpus, judgements: Judgements): Map<string, number> {
  const highest = new Map<string, number>();
  judgements.logOdds.forEach((logOdds, i) => {
    if (!(logOdds > 0)) return;
    const one = judgedAt(judgements, i);
    const key = changeOf(corpus, one, one.label, verdictOn(one).suggestion);
    highest.set(key, Math.max(logOdds, highest.get(key) ?? logOdds));
  });
  return highest;
}

/** Names a change of words from one label to another. */
function changeOf(corpus: Corpus, { start, end }: Span, from: string, to: string): string {
  return [from, to, ...wordsOf(corpus, start, end)].join("\n").toLowerCase();
}
