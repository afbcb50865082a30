import { audit } from "./audit/audit.js";
import type { Trust } from "./audit/trust.js";
import { commonScheme, detectScheme, readCorpus, requireScheme, requireTwoLabels } from "./corpus/index.js";
import type { ReadOptions } from "./corpus/options.js";
import type { Corpus, Scheme } from "./corpus/types.js";
import { columnsOf, defaultTemplates, type Template } from "./features/templates.js";
import { parseTargets } from "./influence/targets.js";
import { createKernels } from "./kernels/index.js";
import { defaultOf } from "./options/table.js";
import type { AuditReport } from "./report/types.js";
import type { Cache } from "./storage/index.js";
import { trainCached } from "./tagger/obtain.js";

/** How far an audit has come. */
export interface AuditStep {
  readonly stage: "reading" | "training" | "solving" | "scoring";
  /** Bytes read, iterations done, or candidates scored. */
  readonly done: number;
  /** Of how many; null where nobody knows. */
  readonly total: number | null;
}

/** How to audit two files. Everything may be left out; the defaults are those of `seginf audit`. */
export interface AuditFilesOptions
  extends Pick<ReadOptions, "tokenColumn" | "labelColumn" | "format" | "allowRagged" | "stdin"> {
  /** How tags spell segments; detected without it. */
  readonly scheme?: Scheme;
  readonly templates?: readonly Template[];
  readonly minCount?: number;
  readonly lambda?: number;
  readonly tolerance?: number;
  readonly maxIterations?: number;
  /** Results do not depend on it. */
  readonly threads?: number;
  /** "errors", "all", or FILE:LINE of the reference. */
  readonly targets?: string;
  readonly allowUnseen?: boolean;
  /** How much a reference sentence weighs in refits. */
  readonly trust?: Trust;
  readonly cgTolerance?: number;
  readonly threshold?: number;
  /** Findings in the report; 0 for all candidates. */
  readonly limit?: number;
  readonly opposed?: number;
  /** Systematic errors in the report, at most. */
  readonly patterns?: number;
  /** Where taggers and solves are kept between runs; nowhere without it. */
  readonly cache?: Cache | null;
  /**
   * Ends the audit with the signal's reason. It is looked at between stages and at every step of a stage. Training and
   * solving do not give way to the event loop, so from outside (a timer, a click) they are ended between each other, and
   * from `onStep` at any iteration; who needs more runs the audit in a worker thread.
   */
  readonly signal?: AbortSignal;
  readonly onStep?: (step: AuditStep) => void;
}

/**
 * Reads two files, trains a tagger on the first, and ranks its segments that push the tagger away from the second: what
 * `seginf audit` does, as a function. Nothing is printed, and the process is left alone.
 *
 * @param train path, or "-" for standard input
 * @param reference a corpus of the same kind that is trusted more
 * @throws SeginfError for whatever is wrong with the files or the options; the signal's reason where it is aborted
 */
export async function auditFiles(
  train: string,
  reference: string,
  options: AuditFilesOptions = {},
): Promise<AuditReport> {
  const { signal, onStep, cache = null, templates = defaultTemplates } = options;
  const step = (stage: AuditStep["stage"], done: number, total: number | null = null): void => {
    signal?.throwIfAborted();
    onStep?.({ stage, done, total });
    signal?.throwIfAborted();
  };
  const settings = { ...DEFAULTS, ...given(options) };
  const targets = parseTargets(settings.targets, reference);

  const corpora: Corpus[] = [];
  for (const file of [train, reference]) {
    const { tokenColumn, labelColumn, format, allowRagged, stdin } = options;
    const onBytes = (done: number, total: number | undefined) => step("reading", done, total ?? null);
    const reading = { tokenColumn, labelColumn, format, allowRagged, stdin, columns: columnsOf(templates), onBytes };
    corpora.push(await readCorpus(file, reading));
  }
  const [corpus, trusted] = corpora;
  for (const one of corpora) requireTwoLabels(one);
  const scheme = options.scheme ?? (train === reference ? detectScheme(corpora) : commonScheme(corpus, trusted));
  for (const one of corpora) requireScheme(one, scheme);

  const { threads } = options;
  const kernels = await createKernels({ kind: "auto", ...(threads === undefined ? {} : { threads }) });
  try {
    await turn(signal);
    const training = { ...settings, templates, scheme, onIteration: (done: number) => step("training", done) };
    const trained = await trainCached(kernels, corpus, training, cache);
    await turn(signal);
    const report = await audit(
      corpus,
      trusted,
      trained,
      { ...settings, scheme, targets, targetsName: settings.targets },
      cache,
      { solving: (done) => step("solving", done), scoring: (done, total) => step("scoring", done, total) },
    );
    signal?.throwIfAborted();
    return report;
  } finally {
    kernels.close();
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
  threshold: defaultOf("audit", "threshold"),
  limit: defaultOf("audit", "limit"),
  opposed: defaultOf("audit", "opposed"),
  patterns: defaultOf("audit", "patterns"),
};

type Settings = typeof DEFAULTS;

/** Those of the settings that were given; undefined is as good as absent. */
function given(options: AuditFilesOptions): Partial<Settings> {
  const keys = Object.keys(DEFAULTS) as (keyof Settings)[];
  return Object.fromEntries(keys.filter((key) => options[key] !== undefined).map((key) => [key, options[key]]));
}

/** Lets timers and other events have their turn, so that a signal that they abort is seen. */
async function turn(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((done) => setImmediate(done));
  signal?.throwIfAborted();
}
