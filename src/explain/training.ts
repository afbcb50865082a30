import { relabellingOf } from "../audit/suggestions/relabelling.js";
import { cachedInverse } from "../cached/influence.js";
import type { OnReference, Outcome } from "../findings/explanation.js";
import type { Piece } from "../influence/pieces.js";
import { projectPieces } from "../influence/projection.js";
import { segmentGradient } from "../influence/segmentGradient.js";
import { gradientNorms } from "../influence/sparseGradient.js";
import { chooseStep, knownSentences } from "../influence/stepSearch.js";
import { targetLoss } from "../influence/targetLoss.js";
import { chooseTargets, type Target } from "../influence/targets.js";
import type { F64 } from "../kernels/types.js";
import { at } from "../math/at.js";
import { scoresOf } from "../tagger/scores.js";
import { Carriers } from "./carriers.js";
import { removalOf, retrained } from "./changes.js";
import { referenceNames, trainingNames } from "./names.js";
import { outcomeOf } from "./outcome.js";
import { referencePieces } from "./pieces.js";
import type { Described } from "./readings.js";
import { type Explained, leveragesOf, solvedFigures } from "./reference.js";
import type { Setting } from "./setting.js";
import { bothSides } from "./sides.js";
import { type Suggestion, suggestionFor } from "./suggestion.js";

/**
 * What a training piece does: the reference pieces that it supports and opposes, its influence on all that the tagger
 * gets wrong, and what the tagger would say without its labels and with better ones.
 */
export async function explainTraining(
  setting: Setting,
  { trainingPlaces, referencePlaces }: Described,
  piece: Piece,
): Promise<Explained> {
  const { corpus, trained, theta, reference, options, cache } = setting;
  const { tagger, objective } = trained;
  // u = H⁻¹ g_S, and Δ(S) on each reference piece T alone = u · ∇f_T.
  const solved = await cachedInverse(
    trained,
    corpus,
    piece.spans,
    () => segmentGradient(objective.problem, theta, piece.spans),
    options.solve,
    cache,
  );
  const pieces = referencePieces(setting);
  const names = referenceNames(tagger, reference.corpus);
  const carriers = new Carriers(reference.problem, reference.theta, tagger.labels, names, options.features);
  const h = at(leveragesOf(setting)([piece]), 0);
  const others = {
    ...{ pieces, places: referencePlaces, carriers },
    whole:
      options.rank === "carrier"
        ? carriers.whole(
            solved.x,
            pieces.flatMap(({ spans }) => spans),
          )
        : null,
    project: (v: F64) => projectPieces(reference.problem, reference.theta, scoresOf(reference.problem, v), pieces),
    leverages: (some: readonly Piece[]) => new Float64Array(some.length).fill(h),
    norms: (some: readonly Piece[]) => gradientNorms(reference.problem, reference.theta, some),
    loss: (one: Piece) => referencePlaces.loss(one.spans),
  };
  const { onReference, targets, suggestion } = await influenceOnReference(setting, piece);
  return {
    at: trainingPlaces.of(piece),
    targets: null,
    ofTraining: null,
    solve: solvedFigures(solved),
    ...bothSides(others, solved.x, options),
    onReference,
    outcomes: outcomesOf(setting, piece, targets, suggestion),
  };
}

async function influenceOnReference(setting: Setting, piece: Piece) {
  const { trained, theta, reference, options, cache } = setting;
  const { tagger, objective } = trained;
  const { problem: read, theta: referenceTheta, gold, predicted, corpus } = reference;
  const targets = chooseTargets({ kind: "errors" }, corpus, gold.segments, predicted, read.chains.gold as Int32Array);
  const referenceLoss = targetLoss(read, referenceTheta, targets);
  const { x } = await cachedInverse(
    trained,
    corpus,
    targets,
    () => segmentGradient(read, referenceTheta, targets),
    options.solve,
    cache,
  );
  const v = scoresOf(objective.problem, x);
  const influence = at(projectPieces(objective.problem, theta, v, [piece]), 0);
  const step = chooseStep(read, referenceTheta, scoresOf(read, x), knownSentences(read));
  const suggestion = suggestionFor(setting, piece, v, step);
  const carriers = new Carriers(objective.problem, theta, tagger.labels, trainingNames(tagger), options.features);
  const onReference: OnReference = {
    targetSegments: targets.length,
    referenceLoss,
    influence,
    // + 0 turns −0 into 0
    share: referenceLoss > 0 ? -influence / referenceLoss + 0 : 0,
    carriedBy: carriers.of(x, piece.spans),
    suggestion: suggestion?.label ?? null,
    replacement: suggestion?.replacement ?? null,
    relabelInfluence: suggestion?.relabelInfluence ?? null,
  };
  return { onReference, targets, suggestion };
}

/** Without the piece's labels, and with the suggestion ones. */
function outcomesOf(
  setting: Setting,
  piece: Piece,
  targets: readonly Target[],
  suggestion: Suggestion | null,
): Outcome[] {
  const { trained } = setting;
  const { objective, tagger } = trained;
  const others = [{ relabelledAs: null as string | null, change: removalOf(objective, piece.spans) }];
  if (suggestion) {
    const { label, tagging } = suggestion;
    others.push({ relabelledAs: label, change: relabellingOf(objective, piece.core.sentence, tagging) });
  }
  return others.map(({ relabelledAs, change }) => {
    const { theta, converged } = retrained(objective, tagger.theta, change);
    return outcomeOf(setting, piece, targets, { theta, converged, relabelledAs });
  });
}
