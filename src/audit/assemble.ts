import { contentDigest, type SegmentReading } from "../corpus/index.js";
import type { Corpus } from "../corpus/types.js";
import type { Target } from "../influence/targets.js";
import type { AuditReport, Finding, Opposed } from "../report/types.js";
import { type Cache, section } from "../storage/index.js";
import type { Tagger } from "../tagger/model.js";
import type { CrfObjective } from "../tagger/objective.js";
import { NUMERICS_VERSION, thetaDigest } from "../tagger/obtain.js";
import type { Problem } from "../tagger/problem.js";
import type { Scores } from "../tagger/scores.js";
import { findingOf, illFormedFinding, scoreOf } from "./findings.js";
import { influenceOnTargets, mostOpposed } from "./opposed.js";
import type { Judged } from "./sweep.js";

/**
 * The solve behind each finding's opposed reference segments. They are listed by influence, which a residual of a tenth
 * settles (u is then 4 to 8 per cent off, measured against a residual of 1e-3); the ranking does not use them.
 */
const OPPOSED_SOLVE = { tolerance: 0.1, maxIterations: 200 } as const;

/** All that findings are made from. */
export interface Assembly {
  readonly corpus: Corpus;
  readonly reference: Corpus;
  readonly tagger: Tagger;
  readonly objective: CrfObjective;
  readonly trainTheta: Scores;
  readonly target: { readonly problem: Problem; readonly theta: Scores; readonly targets: readonly Target[] };
  readonly referenceLoss: number;
  readonly options: { readonly threshold: number; readonly limit: number; readonly opposed: number };
  readonly cache: Cache | null;
}

/** Findings in rank order: breaks of the tag scheme, which are certain, then the ranked candidates. */
export async function assemble(
  ranked: readonly Judged[],
  annotated: SegmentReading,
  assembly: Assembly,
): Promise<Pick<AuditReport, "candidates" | "atOrAboveThreshold" | "findings">> {
  const { corpus, referenceLoss, options } = assembly;
  const limit = options.limit === 0 ? Number.POSITIVE_INFINITY : options.limit;
  const findings: Finding[] = [];
  const covering = new Map<number, Judged>();
  if (annotated.illFormed.length > 0) {
    for (const judged of ranked) for (let t = judged.start; t < judged.end; t++) covering.set(t, judged);
  }
  // Every one of them is listed, whatever the limit: it is for candidates, of which there is no end.
  for (const place of annotated.illFormed) {
    const segment = covering.get(place.token);
    findings.push(illFormedFinding(corpus, place, segment, referenceLoss, findings.length + 1));
  }
  const first = findings.length;
  const shown = ranked.slice(0, limit);
  const opposed = await opposedBy(shown.slice(0, options.opposed), assembly);
  shown.forEach((judged, i) => {
    findings.push(findingOf(corpus, judged, referenceLoss, { rank: first + i + 1, opposes: opposed[i] ?? [] }));
  });
  const suspicious = ranked.filter(({ logOdds }) => scoreOf(logOdds) >= options.threshold);
  return {
    candidates: ranked.length + annotated.illFormed.length,
    atOrAboveThreshold: annotated.illFormed.length + suspicious.length,
    findings,
  };
}

/** The opposed reference segments of each of these candidates, solved for or from the cache. */
async function opposedBy(judged: readonly Judged[], assembly: Assembly): Promise<Opposed[][]> {
  const { objective, tagger, reference, target, trainTheta, cache } = assembly;
  const T = target.targets.length;
  if (judged.length === 0) return [];
  const key = {
    numerics: NUMERICS_VERSION,
    tagger: thetaDigest(tagger),
    training: tagger.training,
    reference: contentDigest(reference),
    targets: target.targets.map(({ start, end }) => [start, end]),
    segments: judged.map(({ start, end }) => [start, end]),
    ...OPPOSED_SOLVE,
  };
  const entry = await cache?.load("opposed", key);
  const influence = entry ? section(entry, "influence", Float64Array) : new Float64Array(judged.length * T);
  if (!entry) {
    judged.forEach((segment, i) => {
      influence.set(influenceOnTargets(objective, trainTheta, tagger.theta, segment, target, OPPOSED_SOLVE), i * T);
    });
    const description = `influence of ${judged.length} segments on ${T} targets`;
    await cache?.store("opposed", key, { description }, { influence });
  }
  return judged.map((_, i) => mostOpposed(reference, target.targets, influence.subarray(i * T, (i + 1) * T)));
}
