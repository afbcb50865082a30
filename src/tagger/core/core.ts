import type { F64, Scope } from "../../kernels/types.js";
import type { CoreOperator } from "../../math/core.js";
import { inside } from "../../math/inside.js";
import type { VectorSpace } from "../../math/space.js";
import { PRECONDITIONER_EXPONENT } from "../curvature.js";
import type { CrfObjective } from "../objective.js";
import { CorePart } from "./part.js";
import type { Doubt } from "./pieces.js";
import { featuresOf, select } from "./select.js";

/** Measured: bench/RESULTS.md, The core of the Hessian. */
export const DOUBT: Doubt = { token: 1e-2, label: 3e-3 };

/**
 * The Hessian of a sum of losses, without the tokens that leave no doubt at θ and the labels that nobody would give:
 *
 *     C = Σ_i Σ_pieces w Cov(Φ) + λI  ≈  H = Σ_i Σ_k w_k Cov_k(Φ) + λI
 *
 * A certain token's features hardly vary, so it hardly counts in H; but it costs as much as any other. Features of certain
 * tokens alone have λI in C, so the core keeps rows of the others only, and those of the transitions.
 */
export class HessianCore implements CoreOperator {
  readonly dimension: number;
  readonly space: VectorSpace;
  readonly inverseMetric: F64;
  private readonly parts: readonly CorePart[];
  private readonly features: Int32Array;
  private readonly rows: F64;
  private readonly edges: Float64Array;
  private readonly scope: Scope;
  private readonly lambda: number;

  /** @param objectives over one feature space, each standing at θ; they may move on afterwards */
  constructor(
    private readonly objectives: readonly [CrfObjective, ...CrfObjective[]],
    doubt: Doubt = DOUBT,
  ) {
    const [{ kernels, problem }] = objectives;
    const { stride, labels } = problem.shape;
    this.space = kernels.vectors;
    this.scope = kernels.scope();
    this.lambda = objectives.reduce((sum, { lambda }) => sum + lambda, 0);
    const selections = objectives.map((objective) => select(objective, doubt));
    this.features = featuresOf(objectives, selections);
    this.parts = objectives.map((objective, i) => {
      return new CorePart(kernels, objective, selections[i], this.features, this.scope);
    });
    this.dimension = (this.features.length + labels) * stride;
    this.rows = this.scope.float64(this.dimension);
    this.edges = new Float64Array(labels * stride);
    this.inverseMetric = this.diagonal().map((d) => 1 / d ** PRECONDITIONER_EXPONENT);
  }

  /** out ← C u */
  apply(u: F64, out: F64): void {
    inside(this.space, u, out, (x, Cx) => this.applyInside(x, Cx));
  }

  private applyInside(u: F64, out: F64): void {
    const { lambda, edges } = this;
    const { kind, stride, labels: C } = this.shape;
    const transitions = this.features.length * stride;
    // A softmax tagger has no transitions to vary; there C is λI.
    const A = kind === "crf" ? u.slice(transitions) : new Float64Array(C * stride);
    edges.fill(0);
    this.eachPart((part) => part.apply(u, A, this.rows, edges), lambda, u, out);
    for (let i = 0; i < edges.length; i++) {
      out[transitions + i] = lambda * u[transitions + i] + (kind === "crf" ? edges[i] : 0);
    }
  }

  /** out ← λx + Σ_i scale_i ∘ (the rows that part i leaves behind) */
  private eachPart(run: (part: CorePart) => void, lambda: number, x: F64, out: F64): void {
    const { kernels } = this.objectives[0];
    this.parts.forEach((part, i) => {
      run(part);
      kernels.addScaledRows(i === 0 ? lambda : 1, i === 0 ? x : out, this.rows, part.scale, this.shape.stride, out);
    });
  }

  /** Σ w p (1 − p) over the doubtful tokens that have the feature, the expected count for a transition, and λ. */
  private diagonal(): Float64Array {
    const { lambda, edges, features } = this;
    const { kind, stride } = this.shape;
    const diagonal = new Float64Array(this.dimension).fill(lambda);
    const length = features.length * stride;
    edges.fill(0);
    for (const part of this.parts) {
      part.variances(this.rows, edges);
      for (let i = 0; i < length; i++) diagonal[i] += this.rows[i];
    }
    if (kind === "crf") for (let i = 0; i < edges.length; i++) diagonal[length + i] += edges[i];
    return diagonal;
  }

  restrict(full: F64, out: F64): void {
    const { stride, transitions } = this.shape;
    const { features } = this;
    for (let r = 0; r < features.length; r++) {
      const from = features[r] * stride;
      for (let c = 0; c < stride; c++) out[r * stride + c] = full[from + c];
    }
    out.set(full.subarray(transitions), features.length * stride);
  }

  extend(x: F64, b: F64, out: F64): void {
    const { stride, transitions } = this.shape;
    const { features, lambda } = this;
    for (let i = 0; i < transitions; i++) out[i] = b[i] / lambda;
    for (let r = 0; r < features.length; r++) {
      const to = features[r] * stride;
      for (let c = 0; c < stride; c++) out[to + c] = x[r * stride + c];
    }
    out.set(x.subarray(features.length * stride), transitions);
  }

  close(): void {
    this.scope.close();
  }

  private get shape() {
    return this.objectives[0].problem.shape;
  }
}

/** The core of a sum of losses; none with word vectors, whose columns every token shares. */
export function coreOf(objectives: readonly [CrfObjective, ...CrfObjective[]]): HessianCore | null {
  return objectives.some(({ problem }) => problem.dense) ? null : new HessianCore(objectives);
}
