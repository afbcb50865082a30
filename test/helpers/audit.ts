import { Readable } from "node:stream";
import { toTrain } from "../../src/cached/tagger.js";
import { annotate } from "../../src/corpus/index.js";
import type { Corpus, Scheme } from "../../src/corpus/types.js";
import { defaultTemplates } from "../../src/features/templates.js";
import type { AuditReport } from "../../src/findings/report.js";
import { parseTargets } from "../../src/influence/targets.js";
import { auditInputs } from "../../src/pipeline/audit.js";
import type { Environment } from "../../src/pipeline/environment.js";
import type { AuditSettings } from "../../src/pipeline/options.js";
import { requestOf } from "../../src/pipeline/settings.js";
import type { Cache } from "../../src/storage/index.js";
import type { TrainOptions } from "../../src/tagger/train.js";
import { kernels } from "./compiled.js";

export const TRAINING: TrainOptions = {
  templates: defaultTemplates,
  scheme: "BIO",
  lambda: 1,
  minCount: 1,
  tolerance: 1e-5,
  maxIterations: 500,
};

/** An audit of corpora that are in memory. */
export async function auditCorpora(
  corpus: Corpus,
  reference: Corpus | null,
  settings: AuditSettings = {},
  { training = TRAINING, cache = null }: { training?: TrainOptions; cache?: Cache | null } = {},
): Promise<AuditReport> {
  const scheme = training.scheme as Scheme;
  const inputs = {
    train: annotate(corpus, scheme),
    reference: reference && annotate(reference, scheme),
    tagger: toTrain(async () => kernels, corpus, training, cache),
    withoutStates: null,
  };
  const request = requestOf(settings);
  const targets = reference && parseTargets(request.targets, reference.name);
  return (await auditInputs(inputs, targets, request, silent(cache))).report;
}

/** An environment that says nothing. */
export function silent(cache: Cache | null = null): Environment {
  return {
    stdin: Readable.from([]),
    directory: process.cwd(),
    memory: Number.POSITIVE_INFINITY,
    cache,
    kernels: async () => kernels,
    stage: async () => ({ update: () => {}, done: () => {} }),
    note: () => {},
    warn: () => {},
  };
}
