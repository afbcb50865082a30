import { contentDigest } from "../../corpus/index.js";
import type { Corpus } from "../../corpus/types.js";
import type { Opposed } from "../../findings/report.js";
import type { Span } from "../../influence/spans.js";
import type { Target } from "../../influence/targets.js";
import { type Cache, section } from "../../storage/index.js";
import { NUMERICS_VERSION } from "../../tagger/obtain.js";
import { scoresOf } from "../../tagger/scores.js";
import type { Bench } from "../context.js";
import { influenceOnTargets, mostOpposed } from "./opposed.js";

/**
 * The solve behind each finding's opposed reference segments. They are listed by influence, which a residual of a tenth
 * settles (u is then 4 to 8 per cent off, measured against a residual of 1e-3); the ranking does not use them.
 */
const OPPOSED_SOLVE = { tolerance: 0.1, maxIterations: 200 } as const;

/** What a solve for each of these candidates tells: its self-influence and the reference segments that it opposes. */
export interface Solved {
  readonly opposes: readonly Opposed[];
  readonly selfInfluence: number;
}

/** What solves start from. */
export interface Solving {
  /** Null without one. */
  readonly reference: Corpus | null;
  /** TaggerSource's. */
  readonly identity: object;
  /** Asked for only where the cache does not have what is wanted. */
  readonly bench: () => Promise<Bench>;
  readonly cache: Cache | null;
}

/** Solved for or from the cache. */
export async function solvedFor(
  judged: readonly Span[],
  targets: readonly Target[],
  { identity, reference, bench, cache }: Solving,
): Promise<Solved[]> {
  const T = targets.length;
  if (judged.length === 0) return [];
  const key = {
    numerics: NUMERICS_VERSION,
    tagger: identity,
    reference: reference && contentDigest(reference),
    targets: targets.map(({ start, end }) => [start, end]),
    segments: judged.map(({ start, end }) => [start, end]),
    ...OPPOSED_SOLVE,
  };
  const entry = await cache?.load("opposed", key);
  const influence = entry ? section(entry, "influence", Float64Array) : new Float64Array(judged.length * T);
  const self = entry ? section(entry, "self", Float64Array) : new Float64Array(judged.length);
  if (!entry) {
    const { tagger, objective, target } = await bench();
    const theta = scoresOf(objective.problem, tagger.theta);
    let i = 0;
    for (const one of influenceOnTargets(objective, theta, tagger.theta, judged, target, OPPOSED_SOLVE)) {
      influence.set(one.onTargets, i * T);
      self[i++] = one.selfInfluence;
    }
    const description = `influence of ${judged.length} segments on ${T} targets`;
    await cache?.store("opposed", key, { description }, { influence, self });
  }
  return judged.map((_, i) => ({
    opposes: reference ? mostOpposed(reference, targets, influence.subarray(i * T, (i + 1) * T)) : [],
    selfInfluence: self[i],
  }));
}
