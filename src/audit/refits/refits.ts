import { contentDigest } from "../../corpus/index.js";
import type { Corpus } from "../../corpus/types.js";
import type { Chains } from "../../kernels/types.js";
import { type Cache, section } from "../../storage/index.js";
import { JointObjective } from "../../tagger/joint.js";
import { UNKNOWN_LABEL } from "../../tagger/model.js";
import { CrfObjective } from "../../tagger/objective.js";
import { NUMERICS_VERSION, thetaDigest } from "../../tagger/obtain.js";
import { during, lent, type Problem } from "../../tagger/problem.js";
import { REFIT, refit } from "../../tagger/refit.js";
import type { Trained } from "../../tagger/train.js";
import type { ReadReference } from "../candidates/decode.js";
import { chooseTrust, type Trust, type Trusted } from "./referenceWeight.js";

/** Other taggers than θ, in its own feature space: what they say of a segment is a signal. Weights like θ's. */
export interface OtherTaggers {
  /** w, how often a reference sentence counts in `joint`. */
  readonly weight: number;
  /** θ_w = argmin L_train + w L_reference: the finite form of influence, whose first order is θ − w v. */
  readonly joint: Float64Array;
  /** Trained on the reference alone. */
  readonly referenceOnly: Float64Array;
}

/** The other taggers from the cache, or fitted and put there. */
export async function otherTaggers(
  trained: Trained,
  { corpus: reference, problem }: Pick<ReadReference, "corpus" | "problem">,
  trust: Trust,
  cache: Cache | null,
): Promise<OtherTaggers> {
  const { tagger } = trained;
  if (cache === null) return fitted(trained, reference, problem, trust);
  const key = {
    numerics: NUMERICS_VERSION,
    tagger: thetaDigest(tagger),
    training: tagger.training,
    reference: contentDigest(reference),
    trust,
    ...REFIT,
  };
  const entry = await cache.load("refits", key);
  if (entry) {
    const joint = section(entry, "joint", Float64Array);
    const referenceOnly = section(entry, "referenceOnly", Float64Array);
    return { weight: (entry.header as { weight: number }).weight, joint, referenceOnly };
  }
  const { weight, ...thetas } = fitted(trained, reference, problem, trust);
  await cache.store("refits", key, { description: `refits with ${reference.name} × ${weight}`, weight }, thetas);
  return { weight, ...thetas };
}

function fitted({ tagger, objective }: Trained, reference: Corpus, problem: Problem, trust: Trust): OtherTaggers {
  const { kernels, lambda } = objective;
  const { gold, known } = knownOf(problem.chains);
  const bare = new CrfObjective(kernels, lent(problem), 0);
  const alone = new CrfObjective(kernels, lent(problem), lambda);
  const counting = (weight: Float64Array) => ({ gold, weight });
  try {
    const trusted: Trusted = { training: objective, reference: bare, gold, known };
    const { weight, near } = chooseTrust(trust, reference, trusted, tagger.theta);
    const both = new JointObjective([objective, bare]);
    const weights = known.map((one) => weight * one);
    const joint = during(problem, counting(weights), () => refit(both, tagger.theta, REFIT, near));
    const zero = new Float64Array(tagger.theta.length);
    const referenceOnly = during(problem, counting(known), () => refit(alone, zero, FROM_ZERO));
    return { weight, joint, referenceOnly };
  } finally {
    bare.close();
    alone.close();
  }
}

/** Everything changes where nothing was learnt before, so more of it has to be. */
const FROM_ZERO = { ...REFIT, tolerance: 1e-3 };

/**
 * A reference's labels, made fit to train on: a sentence with a label that the tagger does not have cannot be, so it gets
 * some known labels and counts 0.
 */
export function knownOf({ gold: own, sentenceStart }: Pick<Chains, "gold" | "sentenceStart">): {
  readonly gold: Int32Array;
  /** Length K: 1, or 0 for a sentence with an unknown label. */
  readonly known: Float64Array;
} {
  const gold = Int32Array.from(own);
  const known = new Float64Array(sentenceStart.length - 1).fill(1);
  for (let k = 0; k < known.length; k++) {
    for (let t = sentenceStart[k]; t < sentenceStart[k + 1]; t++) {
      if (gold[t] !== UNKNOWN_LABEL) continue;
      gold[t] = 0;
      known[k] = 0;
    }
  }
  return { gold, known };
}
