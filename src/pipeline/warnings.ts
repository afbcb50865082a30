import { corpusSummary } from "../audit/summary.js";
import type { AnnotatedCorpus } from "../corpus/index.js";
import type { AuditReport } from "../findings/report.js";
import { headWarning } from "../report/head.js";
import { counted } from "../report/numbers.js";
import { isContained } from "./contained.js";
import type { Environment } from "./environment.js";
import type { Inputs } from "./inputs.js";
import type { AuditRequest } from "./request.js";

/** Below this share of reference segments found, per cent, a tagger's doubts are about the text, more than about labels. */
const LEAST_RECALL = 25;

type Reached = Pick<AuditReport["tagger"], "converged" | "iterations" | "relativeGradientNorm">;

/** Warns of a tagger that has not reached its optimum. @param tolerance the bound that was asked for */
export function warnUnlessConverged(reached: Reached, tolerance: number, { warn }: Pick<Environment, "warn">): void {
  const { converged, iterations, relativeGradientNorm } = reached;
  if (converged) return;
  const figures = `relative gradient norm ${relativeGradientNorm.toExponential(1)} after ${counted(iterations, "iteration")}`;
  warn(
    `the tagger has not reached its optimum (${figures}; asked for ${tolerance.toExponential()}), so influence is approximate; raise --max-iterations`,
  );
}

/** As many segments of a label at least would be in the reference if it had them as often as the training file. */
const FEWEST_EXPECTED = 20;

/** Labels named in a warning. */
const NAMED = 5;

/** Labels that the reference has nowhere, though the training file lets so many expect that it does not annotate them. */
function warnOfAbsentLabels(train: AnnotatedCorpus, reference: AnnotatedCorpus, warn: (text: string) => void): void {
  const perToken = reference.corpus.words.ids.length / train.corpus.words.ids.length;
  const { labels, label: labelOf } = train.segments;
  const counts = Array.from(labels, () => 0);
  for (const label of labelOf) counts[label] = (counts[label] ?? 0) + 1;
  const known = new Set(reference.segments.labels);
  const absent = labels
    .map((name, label) => [name, counts[label] ?? 0] as const)
    .filter(([name, count]) => !known.has(name) && count * perToken >= FEWEST_EXPECTED)
    .sort(([, a], [, b]) => b - a);
  if (absent.length === 0) return;
  const named = absent
    .slice(0, NAMED)
    .map(([name, count]) => `${name} (${counted(count, "segment")} in ${train.corpus.name})`);
  const names = [...named, ...(absent.length > NAMED ? [`${absent.length - NAMED} more`] : [])].join(", ");
  const hint = "if they are not annotated there, findings about them are no errors: take another reference";
  warn(`${reference.corpus.name} has no ${names}; ${hint}`);
}

/** What makes a whole report less reliable. */
export function warningsOn(
  { tagger, influence }: Pick<AuditReport, "tagger" | "influence">,
  { cgTolerance, targets }: AuditRequest,
  { train, reference, tagger: source }: Inputs,
): string[] {
  const warnings: string[] = [];
  const warn = (text: string) => warnings.push(text);
  warnUnlessConverged(tagger, source.tolerance, { warn });
  const ofHead = headWarning(tagger.head, corpusSummary(train), reference && corpusSummary(reference));
  if (ofHead !== null) warn(ofHead);
  if (influence && !influence.converged) {
    const figures = `${influence.relativeResidual.toExponential(1)}, above ${cgTolerance.toExponential()}`;
    warn(`the solve for influence stopped at a relative residual of ${figures}`);
  }
  if (influence?.targetSegments === 0) {
    warn(`--targets ${targets} leaves no reference segment, so all influence is 0; try --targets all`);
  }
  if (reference) {
    warnOfAbsentLabels(train, reference, warn);
    const [own, others] = [reference.corpus, train.corpus];
    if (own !== others && isContained(own, others)) {
      const what = `every sentence of ${own.name} is in ${others.name} with the same labels, so it reveals no error there`;
      warn(`${what}; give a reference of other sentences, or leave it out`);
    }
  }
  if (reference && tagger.recall !== null && tagger.recall < LEAST_RECALL) {
    const share = `${tagger.recall.toFixed(0)}% of the segments in ${reference.corpus.name}`;
    const why = "the training file leaves many out, or its text is of another kind";
    const hint = "for text of another kind, take another reference or try --vectors";
    warn(`the tagger finds only ${share}, so its scores are unreliable: ${why}; ${hint}`);
  }
  return warnings;
}
