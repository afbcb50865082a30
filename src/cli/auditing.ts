import { auditAlone } from "../audit/alone.js";
import { type AuditProgress, audit } from "../audit/audit.js";
import type { Corpus, Scheme } from "../corpus/types.js";
import { SeginfError } from "../errors.js";
import type { AuditReport } from "../findings/report.js";
import type { VerdictEntry } from "../findings/verdicts/index.js";
import { parseTargets } from "../influence/targets.js";
import type { FlagsOf } from "../options/table.js";
import { once } from "../tagger/source.js";
import type { Context } from "./context.js";
import { prepareSifting, type Sifted, type SiftingFlags } from "./filters.js";
import { openAlone, openPair } from "./inputs/pair.js";
import { warnUnlessConverged } from "./inputs/tagger.js";
import type { Stage } from "./progress.js";

/** What every command that audits takes. */
export type AuditingFlags = Omit<FlagsOf<"baseline check">, "baseline"> & SiftingFlags;

/** How much of the report is wanted, and what people have decided about it. */
export interface AuditWish {
  readonly limit: number;
  readonly opposed: number;
  readonly refine?: number;
  readonly patterns: number;
  readonly everyFinding: boolean;
  /** Entries of the baseline. */
  readonly entries: readonly VerdictEntry[];
}

export interface Audited {
  readonly report: AuditReport;
  readonly sifted: Sifted;
  /** The corpora that findings can be about. */
  readonly corpora: readonly Corpus[];
  readonly scheme: Scheme;
}

/** Reads the corpora, trains, audits, and tells on stderr how that went; without a reference where there is none. */
export async function auditPair(
  context: Context,
  train: string,
  reference: string | undefined,
  flags: AuditingFlags,
  { entries, ...wish }: AuditWish,
): Promise<Audited> {
  const output = context.output(flags.quiet);
  const clock = stopwatch();
  requireOneReference(reference, flags, wish.refine);
  const targets = reference === undefined ? null : parseTargets(flags.targets, reference);
  const times: string[] = [];
  let bar: Stage | undefined;
  const opened =
    reference === undefined
      ? { ...(await openAlone(context, train, flags)), reference: null }
      : await openPair(context, train, reference, flags);
  times.push(`reading ${clock()}`);
  const { corpus, scheme, cache } = opened;
  const tagger = {
    ...opened.tagger,
    obtain: once(async () => {
      const trained = await opened.tagger.obtain();
      times.push(`tagger ${clock()}`);
      bar = await context.progress().stage("solving", null);
      return trained;
    }),
  };
  const corpora = opened.reference ? [corpus, opened.reference] : [corpus];
  const sifted = await prepareSifting(corpora, flags, entries);

  const progress: AuditProgress = {
    solving: (iteration, residual) => bar?.update(iteration, `iterations, residual ${residual.toExponential(1)}`),
    scoring: (done, total) => bar?.update(done, `of ${total} candidates scored`),
    refining: (done, total) => bar?.update(done, `of ${total} findings refined`),
  };
  const options = { ...flags, ...wish, scheme, sieve: sifted.sieve };
  const whole =
    opened.reference && targets
      ? await audit(
          corpus,
          opened.reference,
          tagger,
          { ...options, targets, targetsName: flags.targets, allowUnseen: flags.allowUnseen ?? false },
          cache,
          progress,
        )
      : await auditAlone(corpus, tagger, { ...options, crossFit: flags.reference ?? 0 }, cache, progress);
  bar?.done();
  const report = { ...whole, patterns: whole.patterns.filter(sifted.isOpen) };
  if (bar === undefined) warnUnlessConverged(context, { ...report.tagger, tolerance: tagger.tolerance });
  const { influence } = report;
  if (influence && !influence.converged) {
    const figures = `${influence.relativeResidual.toExponential(1)}, above ${flags.cgTolerance.toExponential()}`;
    output.warn(`the solve for influence stopped at a relative residual of ${figures}`);
  }
  if (influence?.targetSegments === 0) {
    output.warn(`--targets ${flags.targets} leaves no reference segment, so all influence is 0; try --targets all`);
  }
  const { recall } = report.tagger;
  if (opened.reference && recall !== null && recall < LEAST_RECALL) {
    const share = `${recall.toFixed(0)}% of the segments in ${opened.reference.name}`;
    const hint = "take a reference of the same kind of text, or try --vectors";
    output.warn(`the tagger finds only ${share}, and knows too little to judge by; ${hint}`);
  }
  sifted.warn(context);
  times.push(bar === undefined ? `ranking ${clock()}, the rest from the cache` : `influence and ranking ${clock()}`);
  output.note(`time: ${times.join(", ")}`);
  return { report, sifted, corpora, scheme };
}

/** Below this share of reference segments found, per cent, a tagger's doubts are about the text, more than about labels. */
const LEAST_RECALL = 25;

function requireOneReference(reference: string | undefined, flags: AuditingFlags, refine = 0): void {
  if (reference === undefined && flags.targets !== "errors") {
    throw new SeginfError(`--targets ${flags.targets} without a reference`, {}, "name the reference, or leave it out");
  }
  if (reference === undefined && refine > 0) {
    throw new SeginfError(`--refine ${refine} without a reference`, {}, "name the reference, or leave it out");
  }
  if (reference !== undefined && flags.reference !== undefined) {
    const given = `cross-fit=${flags.reference}`;
    throw new SeginfError("two references", {}, `give either ${reference} or --reference ${given}`);
  }
}

/** Tells the time since it was last asked: "1.3 s". */
function stopwatch(): () => string {
  let last = performance.now();
  return () => {
    const now = performance.now();
    const seconds = (now - last) / 1000;
    last = now;
    return `${seconds.toFixed(1)} s`;
  };
}
