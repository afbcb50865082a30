import { contentDigest } from "../corpus/index.js";
import { inverseCached } from "../influence/cached.js";
import { projectPieces } from "../influence/projection.js";
import { targetGradient } from "../influence/reference.js";
import { gradientNorms } from "../influence/sparseGradient.js";
import type { Piece } from "../influence/units.js";
import type { Explanation } from "../report/explanation/types.js";
import { scoresOf } from "../tagger/scores.js";
import { Carriers } from "./carriers.js";
import { trainingNames } from "./names.js";
import { trainingPieces } from "./pieces.js";
import type { Described } from "./readings.js";
import type { Setting } from "./setting.js";
import { bothSides } from "./sides.js";

/** Why the tagger reads a piece of the reference as it does: the training pieces that support its labels, and those that oppose them. */
export async function explainReference(
  setting: Setting,
  { trainingPlaces, referencePlaces }: Described,
  piece: Piece,
): Promise<Pick<Explanation, "at" | "solve" | "supports" | "opposes" | "onReference" | "outcomes">> {
  const { trained, theta, reference, options, cache } = setting;
  const { tagger, objective } = trained;
  const { problem } = objective;
  // v = H⁻¹ ∇f_T, and Δ(S) = v · g_S for every training piece.
  const solved = await inverseCached(
    objective,
    tagger,
    { reference: contentDigest(reference.corpus), spans: piece.spans },
    () => targetGradient(reference.problem, reference.theta, piece.spans),
    options.solve,
    cache,
  );
  const pieces = trainingPieces(setting);
  const influence = projectPieces(problem, theta, scoresOf(problem, solved.x), pieces);
  const norms = (some: readonly Piece[]) => gradientNorms(problem, theta, some);
  const loss = referencePlaces.loss(piece.spans);
  const carriers = new Carriers(problem, theta, tagger.labels, trainingNames(tagger), options.features);
  return {
    at: referencePlaces.of(piece),
    solve: solvedFigures(solved),
    ...bothSides({ pieces, places: trainingPlaces, carriers, norms, loss: () => loss }, influence, solved.x, options),
    onReference: null,
    outcomes: [],
  };
}

export function solvedFigures(solved: {
  readonly iterations: number;
  readonly relativeResidual: number;
  readonly converged: boolean;
}): Explanation["solve"] {
  const { iterations, relativeResidual, converged } = solved;
  return { cgIterations: iterations, relativeResidual, converged };
}
