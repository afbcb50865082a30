import { readReference } from "../audit/candidates/decode.js";
import { headSummary } from "../audit/head.js";
import { corpusSummary, taggerSummary } from "../audit/summary.js";
import type { AnnotatedCorpus } from "../corpus/index.js";
import type { Explanation } from "../findings/explanation.js";
import { plainKernels } from "../kernels/plain.js";
import type { Cache } from "../storage/index.js";
import { scoresOf } from "../tagger/scores.js";
import type { Trained } from "../tagger/train.js";
import { version } from "../version.js";
import { type Location, pieceAt, type WholeReference } from "./location.js";
import { exactPiece, referencePieces, trainingPieces } from "./pieces.js";
import { describe } from "./readings.js";
import { explainReference, explainWhole } from "./reference.js";
import type { ExplainOptions, Setting } from "./setting.js";
import { explainTraining } from "./training.js";

/**
 * Explains a place in either corpus by influence, docs/method/influence.md, Influence.
 *
 * @throws SeginfError where the location holds nothing to explain
 */
export async function explain(
  train: AnnotatedCorpus,
  reference: AnnotatedCorpus,
  trained: Trained,
  location: Location | WholeReference,
  options: ExplainOptions,
  cache: Cache | null,
  solving: (iteration: number, relativeResidual: number) => void = () => {},
): Promise<Explanation> {
  const { tagger, objective } = trained;
  const setting: Setting = {
    corpus: train.corpus,
    annotated: train,
    trained,
    theta: scoresOf(objective.problem, tagger.theta),
    reference: readReference(tagger, reference),
    options: { ...options, solve: { onIteration: solving, ...options.solve } },
    cache,
  };
  const explained = await explainAt(setting, location);
  return {
    schemaVersion: 1,
    seginf: version,
    train: corpusSummary(train),
    reference: corpusSummary(reference),
    tagger: taggerSummary(
      tagger,
      setting.reference.evaluation,
      headSummary(trained, setting.reference.problem, plainKernels),
    ),
    side: location.side,
    unit: options.unit,
    referenceUnit: options.referenceUnit,
    contextTokens: options.context,
    rank: options.rank,
    ...explained,
  };
}

async function explainAt(setting: Setting, location: Location | WholeReference) {
  if (location.line === null) return explainWhole(setting, describe(setting));
  const piece = locate(setting, location);
  return (location.side === "train" ? explainTraining : explainReference)(setting, describe(setting), piece);
}

function locate(setting: Setting, location: Location) {
  const { corpus, annotated, reference, options } = setting;
  const side =
    location.side === "train"
      ? { corpus, segments: annotated.segments, unit: options.unit, context: options.context }
      : { corpus: reference.corpus, segments: reference.gold.segments, unit: options.referenceUnit, context: 0 };
  if (location.endLine !== null) return exactPiece(side.corpus, side.segments, location, side.context);
  const pieces = location.side === "train" ? trainingPieces(setting) : referencePieces(setting);
  return pieceAt(pieces, side.corpus, location, side.unit);
}
