import { readReference } from "../../audit/candidates/decode.js";
import { headSummary } from "../../audit/head.js";
import { corpusSummary } from "../../audit/summary.js";
import type { AnnotatedCorpus } from "../../corpus/index.js";
import type { DesignName, Direction, ValidationPair, ValidationReport } from "../../findings/validation.js";
import { type Change, relabelling, removal } from "../../influence/change.js";
import { SegmentLoss } from "../../influence/segmentLoss.js";
import type { TargetChoice } from "../../influence/targets.js";
import { plainKernels } from "../../kernels/plain.js";
import type { F64 } from "../../kernels/types.js";
import { at } from "../../math/at.js";
import { seeded } from "../../math/random.js";
import type { Surrogate } from "../../math/surrogate/operator.js";
import { dot } from "../../math/vector.js";
import type { CrfObjective } from "../../tagger/objective.js";
import { scoresOf } from "../../tagger/scores.js";
import type { Trained } from "../../tagger/train.js";
import { valueError } from "../../valueError.js";
import { version } from "../../version.js";
import { summarise } from "./agreement.js";
import { choose, referencesOf, sample } from "./design.js";
import { placeOf } from "./places.js";
import { UnitReader } from "./reader.js";
import { follow, targetsOf } from "./references.js";
import { type Trial, tryOut } from "./trial.js";
import { labellingsOf, segmentsOf, tokensOf, type Unit } from "./units.js";

/** How influence is compared with retraining; docs/commands/validate.md explains the designs. */
export interface ValidationOptions {
  readonly design: DesignName;
  readonly pairs: number;
  readonly seed: number;
  readonly targets: TargetChoice;
  /** How the user said it. */
  readonly targetsName: string;
  /** Bound on the relative residual of each H⁻¹∇f_T. */
  readonly cgTolerance: number;
  readonly directions: readonly Direction[];
}

/** Receives progress. */
export interface ValidationProgress {
  solving?(done: number, total: number): void;
  retraining?(done: number, total: number): void;
}

/** Products with the Hessian for one H⁻¹∇f_T. */
const MAX_CG = 2000;

/**
 * Retrains without the labels of segments, and with other ones, and compares the changes with those that influence and Newton
 * steps predict: docs/method/influence.md, Removal and retraining.
 *
 * @param train the corpus that the tagger has learnt from
 * @param trained a tagger at its optimum, trained to a tight tolerance
 * @param progress called as the work proceeds
 * @throws SeginfError where there is no reference segment to follow
 */
export function validate(
  train: AnnotatedCorpus,
  reference: AnnotatedCorpus,
  { tagger, objective }: Trained,
  options: ValidationOptions,
  progress: ValidationProgress = {},
): ValidationReport {
  checkOptions(options);
  const { corpus, scheme, segments } = train;
  const { design } = options;
  const { theta, training, labels } = tagger;
  const random = seeded(options.seed);
  const read = readReference(tagger, reference);
  const targets = targetsOf(design, options.targets, options.targetsName, tagger, read);
  const drawn = sample(targets, referencesOf(design, options.pairs), random).sort((a, b) => a.start - b.start);
  const references = drawn.map((target, i) => {
    progress.solving?.(i, drawn.length);
    return follow(target, read, objective, theta, { tolerance: options.cgTolerance, maxIterations: MAX_CG });
  });

  const reader = new UnitReader(objective.problem, scoresOf(objective.problem, theta));
  const pool = {
    tokens: tokensOf(corpus),
    segments: segmentsOf(segments),
    influence: (units: readonly Unit[], r: number) => reader.influence(units, at(references, r).V),
  };
  const chosen = choose(design, options.pairs, references.length, pool, random);
  const total = chosen.length * options.directions.length;
  let retrained = 0;

  /** What the direction makes of a unit; null where there is nothing to make of it. */
  const changeOf = (direction: Direction, unit: Unit): { change: Change; label: string | null } | null => {
    const segment = new SegmentLoss(objective.problem, unit);
    if (direction === "removal") return { change: removal(segment), label: null };
    const ways = labellingsOf(unit.end - unit.start, scheme, labels, segments.labels);
    const other = reader.likeliestOther(unit, ways);
    return other && { change: relabelling(segment, other.numbers, theta.length), label: other.label };
  };
  const surrogate = surrogateAt(objective, theta);
  const outcomes = options.directions.map((direction) => {
    const pairs: ValidationPair[] = [];
    const trials: Trial[] = [];
    for (const { unit, references: watched } of chosen) {
      progress.retraining?.(retrained++, total);
      const made = changeOf(direction, unit);
      if (made === null) continue;
      const trial = tryOut(
        objective,
        theta,
        made.change,
        watched.map((r) => at(references, r)),
        surrogate,
      );
      trials.push(trial);
      watched.forEach((r, i) => {
        const { target } = at(references, r);
        pairs.push({
          direction,
          segment: placeOf(corpus, unit),
          relabelled: made.label,
          reference: { ...placeOf(reference.corpus, target), predicted: target.predicted },
          ...at(trial.effects, i),
        });
      });
    }
    return { pairs, summary: summarise(direction, pairs, trials) };
  });

  surrogate?.close();
  const rest = new Float64Array(theta.length);
  objective.evaluate(theta, rest);
  return {
    schemaVersion: 1,
    seginf: version,
    train: corpusSummary(train),
    reference: corpusSummary(reference),
    tagger: {
      lambda: training.lambda,
      relativeGradientNorm: training.relativeGradientNorm,
      converged: training.converged,
      noise: references.reduce((most, { v }) => Math.max(most, Math.abs(dot(v, rest))), 0),
      head: headSummary({ tagger, objective }, read.problem, plainKernels),
    },
    design,
    targets: options.targetsName,
    seed: options.seed,
    referenceSegments: references.length,
    trainingSegments: chosen.length,
    directions: outcomes.map(({ summary }) => summary),
    pairs: outcomes.flatMap(({ pairs }) => pairs),
  };
}

function surrogateAt(objective: CrfObjective, theta: F64): Surrogate | null {
  const lattice = objective.at(theta, null, true);
  try {
    return lattice.surrogate();
  } finally {
    lattice.close();
  }
}

/** @throws SeginfError for what the command line checks as flags */
function checkOptions(options: ValidationOptions): void {
  const refuse = (name: string, value: unknown, hint: string): never => {
    throw valueError(name, value, hint);
  };
  if (typeof options !== "object" || options === null) refuse("options", options, "give an object");
  const { design, pairs, seed, targets, cgTolerance, directions } = options;
  if (!["top", "random", "stratified"].includes(design)) refuse("design", design, "give top, random or stratified");
  if (!Number.isSafeInteger(pairs) || pairs < 4) refuse("pairs", pairs, "give a whole number from 4 on");
  if (!Number.isSafeInteger(seed) || seed < 0) refuse("seed", seed, "give a whole number from 0 on");
  if (!(cgTolerance > 0 && Number.isFinite(cgTolerance))) refuse("cgTolerance", cgTolerance, "give a number above 0");
  const isDirection = (one: unknown): boolean => one === "removal" || one === "relabelling";
  if (!["errors", "all", "line"].includes(targets?.kind)) refuse("targets", targets, "give what parseTargets reads");
  if (!Array.isArray(directions) || directions.length === 0 || !directions.every(isDirection)) {
    refuse("directions", directions, "give removal, relabelling or both");
  }
}
