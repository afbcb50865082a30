import type { Readable } from "node:stream";
import { auditAlone } from "../audit/alone.js";
import { audit } from "../audit/audit.js";
import type { Trust } from "../audit/refits/referenceWeight.js";
import { commonScheme, detectScheme, readCorpus, requireScheme, requireTwoLabels } from "../corpus/index.js";
import type { Corpus } from "../corpus/types.js";
import { SeginfError } from "../errors.js";
import { columnsOf, defaultTemplates } from "../features/templates.js";
import type { AuditReport } from "../findings/report.js";
import { parseTargets } from "../influence/targets.js";
import { createKernels } from "../kernels/index.js";
import type { Kernels } from "../kernels/types.js";
import { defaultOf } from "../options/table.js";
import type { Cache } from "../storage/index.js";
import { toTrain } from "../tagger/source.js";
import type { AuditSettings, AuditStep } from "./options.js";

/** What an audit has of the thread that it runs in. */
export interface Surroundings {
  readonly stdin: Readable;
  readonly cache: Cache | null;
  step(stage: AuditStep["stage"], done: number, total?: number | null): void;
}

/** The stages of an audit, one after the other, in this thread. */
export async function runAudit(
  train: string,
  reference: string | null,
  given: AuditSettings,
  { stdin, cache, step }: Surroundings,
): Promise<AuditReport> {
  const settings = { ...DEFAULTS, ...withoutUndefined(given) };
  const { templates = defaultTemplates, rankBy, folds } = given;
  const targets = reference === null ? null : parseTargets(settings.targets, reference);
  if (reference !== null && settings.crossFit > 0) {
    throw new SeginfError("two references", {}, `give either ${reference} or crossFit`);
  }

  const corpora: Corpus[] = [];
  for (const file of reference === null ? [train] : [train, reference]) {
    const { tokenColumn, labelColumn, format, allowRagged } = given;
    const onBytes = (done: number, total: number | undefined) => step("reading", done, total ?? null);
    const reading = { tokenColumn, labelColumn, format, allowRagged, stdin, columns: columnsOf(templates), onBytes };
    corpora.push(await readCorpus(file, reading));
  }
  const [corpus, trusted = null] = corpora;
  for (const one of corpora) requireTwoLabels(one);
  const isPair = trusted !== null && train !== reference;
  const scheme = given.scheme ?? (isPair ? commonScheme(corpus, trusted) : detectScheme(corpora));
  for (const one of corpora) requireScheme(one, scheme);

  const { threads } = given;
  let kernels: Kernels | undefined;
  const makeKernels = async () => {
    kernels = await createKernels({ kind: "auto", ...(threads === undefined ? {} : { threads }) });
    return kernels;
  };
  try {
    const training = { ...settings, templates, scheme, onIteration: (done: number) => step("training", done) };
    const tagger = toTrain(makeKernels, corpus, training, cache);
    const options = { ...settings, scheme, folds, ...(rankBy === undefined ? {} : { signal: rankBy }) };
    const progress = {
      solving: (done: number) => step("solving", done),
      scoring: (done: number, total: number) => step("scoring", done, total),
      refining: (done: number, total: number) => step("refining", done, total),
    };
    if (trusted === null || targets === null) return await auditAlone(corpus, tagger, options, cache, progress);
    return await audit(
      corpus,
      trusted,
      tagger,
      { ...options, targets, targetsName: settings.targets },
      cache,
      progress,
    );
  } finally {
    kernels?.close();
  }
}

const DEFAULTS = {
  minCount: defaultOf("audit", "minCount"),
  lambda: defaultOf("audit", "lambda"),
  tolerance: defaultOf("audit", "tolerance"),
  maxIterations: defaultOf("audit", "maxIterations"),
  targets: defaultOf("audit", "targets"),
  allowUnseen: false,
  trust: defaultOf("audit", "trust") as Trust,
  cgTolerance: defaultOf("audit", "cgTolerance"),
  kind: defaultOf("audit", "tagger"),
  crossFit: 0,
  threshold: defaultOf("audit", "threshold"),
  limit: defaultOf("audit", "limit"),
  opposed: defaultOf("audit", "opposed"),
  refine: defaultOf("audit", "refine"),
  patterns: defaultOf("audit", "patterns"),
};

type Settings = typeof DEFAULTS;

/** The settings that were given; undefined is as good as absent. */
function withoutUndefined(given: AuditSettings): Partial<Settings> {
  const keys = Object.keys(DEFAULTS) as (keyof Settings)[];
  return Object.fromEntries(keys.filter((key) => given[key] !== undefined).map((key) => [key, given[key]]));
}
