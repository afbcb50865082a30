import { readSegments } from "../corpus/index.js";
import type { Corpus, Scheme } from "../corpus/types.js";
import type { AuditReport } from "../findings/report.js";
import type { Cache } from "../storage/index.js";
import { once, sourceOf, type TaggerSource } from "../tagger/source.js";
import type { Trained } from "../tagger/train.js";
import { version } from "../version.js";
import type { AuditProgress } from "./audit.js";
import { examineAlone } from "./examineAlone.js";
import { type AssemblyOptions, assemble } from "./report.js";
import { examinedCached } from "./result.js";
import { foldsFor } from "./signals/crossValidation.js";
import { corpusSummary } from "./summary.js";

export interface AloneOptions extends AssemblyOptions {
  readonly scheme: Scheme;
  /** K folds in which the corpus is its own reference; 0 for none. */
  readonly crossFit: number;
  /** Folds of the cross-validated loss; those of the cross-fit where absent, and without one it is left out. */
  readonly folds?: number | undefined;
  readonly cgTolerance: number;
}

/**
 * Ranks the segments of a corpus that look like errors without a reference, docs/method.md, Without a reference: by what the
 * tagger that was trained on them would rather read, by what the same words are labelled elsewhere, and with cross-fit by
 * what they do to held-out folds.
 *
 * @param trained the tagger, or where to have it from should it be needed
 */
export async function auditAlone(
  corpus: Corpus,
  trained: Trained | TaggerSource,
  options: AloneOptions,
  cache: Cache | null,
  progress: AuditProgress = {},
): Promise<AuditReport> {
  const { scheme, crossFit, cgTolerance, threshold } = options;
  const tagger = sourceOf(trained);
  const bench = once(async () => ({ ...(await tagger.obtain()), target: null, refining: null }));
  const examination = await examinedCached(
    {
      ...{ corpus, reference: null, tagger, scheme },
      options: { crossFit, cgTolerance, folds: [options.folds ?? null, foldsFor(options)] },
    },
    async () => examineAlone(corpus, await bench(), options, cache, progress),
    cache,
  );
  const annotated = readSegments(corpus, scheme);
  return {
    schemaVersion: 1,
    seginf: version,
    train: corpusSummary(corpus, scheme, annotated),
    reference: null,
    tagger: examination.tagger,
    influence: examination.influence,
    threshold,
    patterns: examination.patterns,
    ...(await assemble(examination, annotated, {
      ...{ corpus, reference: null, identity: tagger.identity, bench, options, cache },
    })),
  };
}
