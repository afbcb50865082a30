import { readSegments, requireKnownTags } from "../corpus/index.js";
import type { Corpus, Scheme } from "../corpus/types.js";
import type { AuditReport } from "../findings/report.js";
import type { TargetChoice } from "../influence/targets.js";
import type { Cache } from "../storage/index.js";
import { once, sourceOf, type TaggerSource } from "../tagger/source.js";
import type { Trained } from "../tagger/train.js";
import { version } from "../version.js";
import { setUp } from "./context.js";
import { examine } from "./examine.js";
import type { Trust } from "./refits/referenceWeight.js";
import { type AssemblyOptions, assemble } from "./report.js";
import { examinedCached } from "./result.js";
import { foldsFor } from "./signals/crossValidation.js";
import { corpusSummary } from "./summary.js";

export interface AuditOptions extends AssemblyOptions {
  readonly scheme: Scheme;
  readonly targets: TargetChoice;
  /** How the user said it: "errors", "all" or FILE:LINE. */
  readonly targetsName: string;
  readonly allowUnseen: boolean;
  readonly trust: Trust;
  /** Folds of the cross-validated loss, which is left out where absent and not ranked by. */
  readonly folds?: number | undefined;
  /** Bound on ‖∇F − Hv‖ / ‖∇F‖. */
  readonly cgTolerance: number;
  /** Patterns in the report, at most. */
  readonly patterns: number;
}

/** Told how far the work has come. */
export interface AuditProgress {
  solving?(iteration: number, relativeResidual: number): void;
  scoring?(done: number, total: number): void;
  refining?(done: number, total: number): void;
}

/**
 * Ranks the training segments that push the tagger away from the reference, docs/method.md, Segments and Score.
 *
 * @param trained the tagger, or where to have it from should it be needed
 * @throws SeginfError where the two corpora do not fit together
 */
export async function audit(
  corpus: Corpus,
  reference: Corpus,
  trained: Trained | TaggerSource,
  options: AuditOptions,
  cache: Cache | null,
  progress: AuditProgress = {},
): Promise<AuditReport> {
  requireKnownTags(corpus, reference, options.allowUnseen);
  const { scheme, targetsName, trust, cgTolerance, threshold } = options;
  const tagger = sourceOf(trained);
  const bench = once(async () => setUp(corpus, reference, await tagger.obtain(), options, cache, progress.solving));
  const examined = await examinedCached(
    {
      ...{ corpus, reference, tagger, scheme },
      options: { targetsName, trust, cgTolerance, threshold, folds: foldsFor(options) },
    },
    async () => examine(corpus, reference, await bench(), options, cache, progress),
    cache,
  );
  const examination = { ...examined, patterns: examined.patterns.slice(0, options.patterns) };
  const annotated = readSegments(corpus, scheme);
  return {
    schemaVersion: 1,
    seginf: version,
    train: corpusSummary(corpus, scheme, annotated),
    reference: corpusSummary(reference, scheme, readSegments(reference, scheme)),
    tagger: examination.tagger,
    influence: examination.influence,
    threshold,
    patterns: examination.patterns,
    ...(await assemble(examination, annotated, {
      ...{ corpus, reference, identity: tagger.identity, bench, options, cache },
      onRefined: progress.refining,
    })),
  };
}
