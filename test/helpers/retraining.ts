import { targetGradient, targetLoss } from "../../src/influence/reference.js";
import type { Span } from "../../src/influence/spans.js";
import { lbfgs } from "../../src/math/lbfgs.js";
import { addScaled, dot, type Vector } from "../../src/math/vector.js";
import { CrfObjective } from "../../src/tagger/objective.js";
import { optimise } from "../../src/tagger/optimise.js";
import { scoresOf } from "../../src/tagger/scores.js";
import { problemOf, type Tiny } from "./tiny.js";

/** Retraining, the truth that influence predicts: every method gives the minimiser of a changed loss, from θ. */
export class Retraining {
  constructor(
    private readonly corpus: Tiny,
    private readonly objective: CrfObjective,
    private readonly theta: Float64Array,
  ) {}

  /** Of L − weight · ℓ_S: with weight 1, S's labels are out of training. λ must keep it convex. */
  without(span: Span, weight: number): Float64Array {
    const { problem } = this.objective;
    return this.minimise((x, out) => {
      const at = scoresOf(problem, x);
      const loss = this.objective.evaluate(x, out) - weight * targetLoss(problem, at, [span]);
      addScaled(out, -weight, targetGradient(problem, at, [span]));
      return loss;
    });
  }

  /** Of L − ε (Φ(y) − Φ(y_S))·θ: ε of the way from S's labels to others. */
  towards(span: Span, labels: Int32Array, epsilon: number): Float64Array {
    const d = this.featuresMoved(span, labels);
    return this.minimise((x, out) => {
      const loss = this.objective.evaluate(x, out) - epsilon * dot(d, x);
      addScaled(out, -epsilon, d);
      return loss;
    });
  }

  /** Of L where S has other labels. */
  relabelled(span: Span, labels: Int32Array): Float64Array {
    const { kernels, lambda } = this.objective;
    const changed = new CrfObjective(kernels, problemOf(this.relabel(span, labels)), lambda);
    return optimise(changed, { tolerance: 1e-11, maxIterations: 1000 }, this.theta).theta;
  }

  private relabel(span: Span, labels: Int32Array): Tiny {
    const gold = Int32Array.from(this.corpus.gold);
    gold.set(labels, span.start);
    return { ...this.corpus, gold };
  }

  /** Φ(y) − Φ(y_S): of g_S = E_q[Φ] − Φ(y_S), the expectation does not depend on the labels inside. */
  private featuresMoved(span: Span, labels: Int32Array): Float64Array {
    const { problem } = this.objective;
    const scores = scoresOf(problem, this.theta);
    const moved = targetGradient(problemOf(this.relabel(span, labels)), scores, [span]);
    return targetGradient(problem, scores, [span]).map((g, i) => g - moved[i]);
  }

  private minimise(evaluate: (x: Vector, out: Vector) => number): Float64Array {
    const options = { done: (gradientNorm: number) => gradientNorm <= 1e-10, maxIterations: 1000, memory: 20 };
    const result = lbfgs({ dimension: this.theta.length, evaluate }, this.theta, options);
    if (!result.converged) throw new Error(`retraining stopped at ‖∇‖ = ${result.gradientNorm}`);
    return result.x;
  }
}
