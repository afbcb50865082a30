import * as v from "valibot";
import { opposedKey } from "../../cached/keys.js";
import type { Corpus } from "../../corpus/types.js";
import type { Opposed } from "../../findings/report.js";
import type { Span } from "../../influence/spans.js";
import type { Target } from "../../influence/targets.js";
import { type Cache, type Codec, cachedStep, section } from "../../storage/index.js";
import { scoresOf } from "../../tagger/scores.js";
import type { AuditContext } from "../context.js";
import { influenceOnTargets, mostOpposed, opposedBySegment } from "./opposed.js";

/**
 * The solve behind each finding's opposed reference segments. They are listed by influence, which a residual of a tenth
 * settles (u is then 4 to 8 per cent off, measured against a residual of 1e-3); the ranking does not use them.
 */
const OPPOSED_SOLVE = { tolerance: 0.1, maxIterations: 200 } as const;

/** Of segments that the tagger was not trained on: their gradients are large on labels that the usual surrogate prunes (bench/RESULTS.md). */
const UNTAUGHT_SOLVE = { ...OPPOSED_SOLVE, bound: 2e-3 } as const;

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
  readonly context: () => Promise<AuditContext>;
  readonly cache: Cache | null;
}

/** What a block of solves gives, a row of `influence` for each segment. */
interface Block {
  /** segments × targets, row-major: [Δ_T(S)], nats. */
  readonly influence: Float64Array;
  /** The same: what features of the segment's own tokens carry of it. */
  readonly shared: Float64Array;
  /** Length segments: Σ(S). */
  readonly self: Float64Array;
}

/** Solved for or from the cache. */
export async function solvedFor(
  segments: readonly Span[],
  targets: readonly Target[],
  { identity, reference, context, cache }: Solving,
): Promise<Solved[]> {
  const T = targets.length;
  if (segments.length === 0) return [];
  const key = opposedKey(identity, reference, targets, segments, OPPOSED_SOLVE);
  const { influence, shared, self } = await cachedStep(cache, "opposed", key, codecFor(segments.length, T), async () =>
    solve(await context(), segments, T),
  );
  const listed = opposedBySegment(influence, shared, T);
  return segments.map((_, i) => ({
    opposes: reference
      ? mostOpposed(
          reference,
          targets,
          influence.subarray(i * T, (i + 1) * T),
          (target) => listed[i]?.has(target) ?? false,
        )
      : [],
    selfInfluence: self[i],
  }));
}

function solve({ tagger, objective, audited, target }: AuditContext, segments: readonly Span[], T: number): Block {
  const influence = new Float64Array(segments.length * T);
  const shared = new Float64Array(segments.length * T);
  const self = new Float64Array(segments.length);
  const { problem } = audited;
  const theta = scoresOf(problem, tagger.theta);
  const spans = segments.map((one) => audited.spanOf(one));
  const options = audited.isTaught ? OPPOSED_SOLVE : UNTAUGHT_SOLVE;
  let i = 0;
  for (const one of influenceOnTargets(objective, problem, theta, tagger.theta, spans, target, options)) {
    influence.set(one.onTargets, i * T);
    shared.set(one.shared, i * T);
    self[i++] = one.selfInfluence;
  }
  return { influence, shared, self };
}

function codecFor(segments: number, targets: number): Codec<Block> {
  return {
    header: v.object({}),
    pack: (block) => ({
      header: { description: `influence of ${segments} segments on ${targets} targets` },
      sections: { ...block },
    }),
    unpack: (content) => ({
      influence: section(content, "influence", Float64Array, segments * targets),
      shared: section(content, "shared", Float64Array, segments * targets),
      self: section(content, "self", Float64Array, segments),
    }),
  };
}
