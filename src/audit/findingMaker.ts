import type { AnnotatedCorpus } from "../corpus/index.js";
import type { Finding, Pattern } from "../findings/report.js";
import { scoredAt } from "./candidates/table.js";
import { type Details, findingOf, fingerprintOf, shareOf } from "./findings.js";
import { Reasons } from "./reason/reasons.js";
import type { AuditResult } from "./result.js";
import { opinionsAt } from "./score/opinions.js";

interface FindingMakerInput {
  readonly train: AnnotatedCorpus;
  /** The reference with its segments; null without one. */
  readonly annotatedReference: AnnotatedCorpus | null;
}

/** What a solve or a refinement adds to a finding. */
export type Extras = Pick<Details, "opposes" | "refined"> & { readonly selfInfluence?: number | null };
export type FindingMaker = (row: number, extras?: Extras) => Finding;

/** Makes a candidate a finding, with its reason. */
export function findingMaker(
  { table, influence, opinions: odds, readings }: AuditResult,
  patterns: readonly Pattern[],
  { train, annotatedReference }: FindingMakerInput,
): FindingMaker {
  const reasons = new Reasons({ own: train, other: annotatedReference, role: "training" }, readings);
  const referenceLoss = influence?.referenceLoss ?? 0;
  const patternOf = new Map<string, Pattern>();
  for (const one of [...patterns].reverse()) for (const name of one.findings) patternOf.set(name, one);
  return (row, { selfInfluence, ...details } = {}) => {
    const scored = scoredAt(table, row);
    const signals = selfInfluence === undefined ? scored.signals : { ...scored.signals, selfInfluence };
    const pattern = patternOf.get(fingerprintOf(train.corpus, scored));
    const opinions = odds && opinionsAt(odds, row);
    const reason = reasons.of(row, scored, { share: shareOf(signals, referenceLoss), pattern, opinions });
    return findingOf(train.corpus, { ...scored, signals }, referenceLoss, { ...details, reason, opinions });
  };
}
