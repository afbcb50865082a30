import type { ReadReference } from "../../audit/candidates/decode.js";
import { placeOf } from "../../corpus/files.js";
import type { Corpus } from "../../corpus/types.js";
import { SeginfError } from "../../errors.js";
import type { DesignName } from "../../findings/validation.js";
import { inverseHessianVector } from "../../influence/inverse.js";
import { SegmentLoss } from "../../influence/segmentLoss.js";
import { chooseTargets, type Target, type TargetChoice } from "../../influence/targets.js";
import type { CgOptions } from "../../math/cg.js";
import { viterbi } from "../../tagger/decode.js";
import type { Tagger } from "../../tagger/model.js";
import type { CrfObjective } from "../../tagger/objective.js";
import { type Scores, scoresOf } from "../../tagger/scores.js";
import type { Watched } from "./trial.js";
import { targetTokens } from "./units.js";

/** A reference segment, or a token, whose loss is followed through retrainings. */
export interface Reference extends Watched {
  readonly target: Target;
  /** H⁻¹∇f_T, read on the training corpus. */
  readonly V: Scores;
}

/**
 * The reference segments to choose from; single tokens for the design of the paper.
 *
 * @param name the choice as the user said it
 * @throws SeginfError where there is none
 */
export function targetsOf(
  design: DesignName,
  choice: TargetChoice,
  name: string,
  tagger: Tagger,
  { corpus, gold, problem, theta, predicted }: ReadReference,
): Target[] {
  const targets =
    design === "top"
      ? tokensChosen(choice, targetTokens(corpus, problem, viterbi(problem.chains, theta), tagger.labels), corpus)
      : chooseTargets(choice, corpus, gold.segments, predicted, problem.chains.gold as Int32Array);
  if (targets.length > 0) return targets;
  const unit = design === "top" ? "token" : "segment";
  if (choice.kind === "errors") {
    const what = `the tagger gets no ${unit} of it wrong, so there is none to follow`;
    throw new SeginfError(what, { file: corpus.name }, "try --targets all");
  }
  const what = `--targets ${name} leaves no ${unit} of it to follow`;
  throw new SeginfError(what, { file: corpus.name }, "check its labels, or name another line");
}

function tokensChosen(choice: TargetChoice, tokens: readonly Target[], corpus: Corpus): Target[] {
  if (choice.kind === "errors") return tokens.filter(({ label, predicted }) => label !== predicted);
  if (choice.kind === "line") {
    const isThere = ({ file, line }: ReturnType<typeof placeOf>) =>
      line === choice.line && (choice.file === undefined || file === choice.file);
    return tokens.filter(({ start }) => isThere(placeOf(corpus, start)));
  }
  return [...tokens];
}

/** Solves H v = ∇f_T. */
export function follow(
  target: Target,
  { problem: read }: ReadReference,
  objective: CrfObjective,
  theta: Float64Array,
  solve: CgOptions,
): Reference {
  const segment = new SegmentLoss(read, target);
  const gradient = new Float64Array(theta.length);
  segment.addGradient(theta, 1, gradient);
  const v = inverseHessianVector(objective, theta, gradient, solve).x;
  return { target, segment, before: segment.loss(theta), v, V: scoresOf(objective.problem, v) };
}
