import { cachedInverse } from "../cached/influence.js";
import { SeginfError } from "../errors.js";
import type { Explanation } from "../findings/explanation.js";
import { leverages } from "../influence/leverage.js";
import { type Piece, sentenceSpans } from "../influence/pieces.js";
import { projectPieces } from "../influence/projection.js";
import { segmentGradient } from "../influence/segmentGradient.js";
import type { Span } from "../influence/spans.js";
import { gradientNorms } from "../influence/sparseGradient.js";
import { chooseTargets } from "../influence/targets.js";
import { closing } from "../kernels/closing.js";
import type { F64 } from "../kernels/types.js";
import { scoresOf } from "../tagger/scores.js";
import { Carriers } from "./carriers.js";
import { trainingNames } from "./names.js";
import { trainingPieces } from "./pieces.js";
import type { Described } from "./readings.js";
import type { Setting } from "./setting.js";
import { bothSides } from "./sides.js";

/** Why the tagger reads a piece of the reference as it does: the training pieces that support its labels, and those that oppose them. */
export async function explainReference(setting: Setting, described: Described, piece: Piece): Promise<Explained> {
  const at = described.referencePlaces.of(piece);
  return { at, targets: null, ...(await explainSpans(setting, described, piece.spans)) };
}

/**
 * The same for all segments of the reference that the tagger gets wrong, together.
 *
 * @throws SeginfError where there are none
 */
export async function explainWhole(setting: Setting, described: Described): Promise<Explained> {
  const { corpus, gold, predicted, problem } = setting.reference;
  const labels = problem.chains.gold as Int32Array;
  if (setting.options.referenceUnit !== "segment") {
    const what = `--reference-unit ${setting.options.referenceUnit} goes with a line of it`;
    throw new SeginfError(what, { file: corpus.name }, `give ${corpus.name}:LINE, or leave it out`);
  }
  const targets = chooseTargets({ kind: "errors" }, corpus, gold.segments, predicted, labels);
  if (targets.length === 0) {
    const hint = `name one that it gets right, ${corpus.name}:LINE`;
    throw new SeginfError("the tagger gets no segment of it wrong", { file: corpus.name }, hint);
  }
  const loss = described.referencePlaces.loss(targets);
  return {
    at: null,
    targets: { segments: targets.length, loss },
    ...(await explainSpans(setting, described, targets)),
  };
}

async function explainSpans(
  setting: Setting,
  { trainingPlaces, referencePlaces }: Described,
  spans: readonly Span[],
): Promise<Omit<Explained, "at" | "targets">> {
  const { trained, theta, reference, options, cache } = setting;
  const { tagger, objective } = trained;
  const { problem } = objective;
  // v = H⁻¹ ∇f_T, and Δ(S) = v · g_S for every training piece.
  const solved = await cachedInverse(
    trained,
    reference.corpus,
    spans,
    () => segmentGradient(reference.problem, reference.theta, spans),
    options.solve,
    cache,
  );
  const pieces = trainingPieces(setting);
  const project = (v: F64) => projectPieces(problem, theta, scoresOf(problem, v), pieces);
  const norms = (some: readonly Piece[]) => gradientNorms(problem, theta, some);
  const leverages = leveragesOf(setting);
  const loss = referencePlaces.loss(spans);
  const carriers = new Carriers(problem, theta, tagger.labels, trainingNames(tagger), options.features);
  const whole = carriers.whole(solved.x, sentenceSpans(setting.corpus));
  return {
    solve: solvedFigures(solved),
    ofTraining: { influence: whole.influence, carriedBy: whole.carriedBy },
    ...bothSides(
      { pieces, whole, places: trainingPlaces, carriers, project, leverages, norms, loss: () => loss },
      solved.x,
      options,
    ),
    onReference: null,
    outcomes: [],
  };
}

/** h of training pieces. */
export function leveragesOf({ trained, theta }: Setting): (pieces: readonly Piece[]) => Float64Array {
  const { objective, tagger } = trained;
  const diagonal = closing(objective.at(tagger.theta), ({ hessian }) => hessian.diagonal());
  return (pieces) => leverages(objective.problem, theta, diagonal, pieces);
}

/** What an explanation of either side says, in addition to what both say about the corpora. */
export type Explained = Pick<
  Explanation,
  "at" | "targets" | "solve" | "ofTraining" | "supports" | "opposes" | "onReference" | "outcomes"
>;

export function solvedFigures(solved: {
  readonly iterations: number;
  readonly relativeResidual: number;
  readonly converged: boolean;
}): Explanation["solve"] {
  const { iterations, relativeResidual, converged } = solved;
  return { cgIterations: iterations, relativeResidual, converged };
}
