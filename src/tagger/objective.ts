import { closing } from "../kernels/closing.js";
import { weightedTransitions } from "../kernels/costs.js";
import type { F64, Kernels } from "../kernels/types.js";
import { inSpace } from "../math/inSpace.js";
import type { Objective } from "../math/lbfgs.js";
import type { TwiceDifferentiable } from "../math/newton.js";
import type { VectorSpace } from "../math/space.js";
import type { HasSurrogate } from "../math/surrogate/operator.js";
import { addCentre, centreTerm } from "./centre.js";
import type { RegularisedLoss } from "./hessian.js";
import { Lattice } from "./lattice.js";
import { type Channel, NoiseChannelObjective } from "./noiseChannel.js";
import type { Part } from "./parts.js";
import type { Changes, Problem } from "./problem.js";
import { NodeSelection } from "./surrogate/nodes.js";
import { BOUND, hasSurrogate } from "./surrogate/prunedLoss.js";
import { fillTables } from "./transitions.js";
import { type LatticeMemory, Workspace } from "./workspace.js";

/**
 * The regularised loss of a linear-chain CRF on a corpus, docs/method/model.md, Tagger:
 *
 *     L(θ) = Σ_k w_k ℓ_k(θ) + (λ/2)‖θ − θ₀‖²          θ₀ = 0 but for a tagger that began as another one
 *
 * (of a softmax tagger: with A held at 0) with its gradient and its exact Hessian. One pass is three sparse products around
 * the lattice: block scores U = ΦW, forward–backward, G = Φᵀ Bᵀ E.
 */
export class CrfObjective implements Objective, TwiceDifferentiable, HasSurrogate {
  readonly dimension: number;
  readonly space: VectorSpace;
  private readonly workspace: Workspace;
  private readonly loss: RegularisedLoss;

  /** @param shared the workspace of an objective over the same corpus, which outlives this one; of its own where absent */
  constructor(
    readonly kernels: Kernels,
    readonly problem: Problem,
    readonly lambda: number,
    private readonly shared: Workspace | null = null,
  ) {
    this.dimension = problem.shape.dimension;
    this.space = kernels.vectors;
    this.workspace = shared ?? new Workspace(kernels, problem);
    this.loss = { kernels, problem, lambda, workspace: this.workspace };
  }

  /**
   * The loss with other gold labels or sentence weights, over the same memory. Neither is a copy: it is closed before
   * this objective is.
   */
  with(changes: Changes): CrfObjective {
    return new CrfObjective(this.kernels, this.problem.with(changes), this.lambda, this.workspace);
  }

  /** The loss whose labels are seen through a noise channel, over the same memory; it is closed before this objective is. */
  throughChannel(channel: Channel): NoiseChannelObjective {
    return new NoiseChannelObjective(this.kernels, this.problem, channel, this.lambda, this.workspace);
  }

  /** Returns L(θ) and writes ∇L(θ) to `gradient`. */
  evaluate(theta: F64, gradient: F64): number {
    const memory = this.workspace.takeLattice();
    try {
      return inSpace(this.space, theta, gradient, (x, out) => this.run(x, out, memory));
    } finally {
      this.workspace.giveBack(memory);
    }
  }

  /**
   * The lattice at θ; its caller closes it, for its memory is not collected.
   *
   * @param gradient ← ∇L(θ), where given
   * @param forSurrogate whether a surrogate will be made there, so that this pass does for it what would take another one
   * @param bound of that surrogate, ε / λ
   */
  at(theta: F64, gradient: F64 | null = null, forSurrogate = false, bound = BOUND): Lattice {
    return this.latticeAt(theta, gradient, forSurrogate && this.hasSurrogate ? bound * this.lambda : null);
  }

  /** `at` for a surrogate of this loss and others. @param bound its ε; null for no surrogate */
  latticeAt(theta: F64, gradient: F64 | null, bound: number | null): Lattice {
    const memory = this.workspace.takeLattice();
    const selection = bound === null ? null : new NodeSelection(this.problem.shape.labels, bound);
    // `weights` lies in the space already, so that nothing is made for a gradient that nobody wants.
    const value = inSpace(this.space, theta, gradient ?? this.workspace.weights, (x, out) =>
      this.run(x, gradient && out, memory, selection),
    );
    const selected = selection && bound !== null ? { bound, nodes: selection.done() } : null;
    return new Lattice(this.loss, value, memory, selected);
  }

  /** The Hessian's diagonal at θ, as `Hessian.diagonal` approximates it; length dimension. */
  diagonalAt(theta: F64): Float64Array {
    return closing(this.at(theta), ({ hessian }) => Float64Array.from(hessian.diagonal()));
  }

  /** Whether its lattices have surrogates. */
  get hasSurrogate(): boolean {
    return hasSurrogate([this]);
  }

  /**
   * Moves θ₀ to where θ is the optimum, θ₀ ← θ₀ + ∇L(θ)/λ: the losses are then compared with their tangents at θ (the
   * proximal Bregman objective of Bae, Ng, Lo, Ghassemi & Grosse 2022, If influence functions are the answer, then what is
   * the question?). For all views of the problem.
   */
  settleAt(theta: F64): void {
    const { centre } = this.problem;
    if (centre === null) throw new Error("this objective has no θ₀");
    const gradient = new Float64Array(this.dimension);
    this.evaluate(theta, gradient);
    for (let i = 0; i < centre.length; i++) centre[i] += gradient[i] / this.lambda;
  }

  /** Gives the kernels their memory back, the problem's too. Nothing of this objective is used after. */
  close(): void {
    if (this.shared === null) this.workspace.close();
    this.problem.close();
  }

  /** Fills the memory given. */
  private run(
    theta: F64,
    gradient: F64 | null,
    { scores, tables, edges }: LatticeMemory,
    selection: NodeSelection | null = null,
  ): number {
    const { kernels, problem, workspace, lambda } = this;
    const { shape, goldTransitions, chains } = problem;
    const { errors, weights } = workspace;
    const { labels: C, stride, transitions } = shape;
    if (workspace.isClosed) throw new Error("this objective is closed");
    fillTables(tables, theta, shape);
    workspace.score(theta, scores);
    const sums = { edges: edges.fill(0), loss: 0 };
    closing(kernels.scope(), (scope) => {
      const state = selection && workspace.stateOf(scope);
      const pass = (part: Part) => {
        kernels.forwardBackward(part.chains, { scores, tables }, state, errors, sums);
        if (state) selection?.add(part, state);
      };
      if (gradient) workspace.scatter(problem.parts, pass);
      else workspace.eachPart(problem.parts, pass);
    });
    const loss = sums.loss + tables.shift * weightedTransitions(chains);
    const penalty = (lambda / 2) * this.space.dot(theta, theta) + centreTerm(this, theta);
    if (gradient) {
      kernels.addScaledRows(lambda, theta, weights, problem.scale, stride, gradient);
    }
    if (shape.kind === "softmax") {
      gradient?.fill(0, transitions);
      if (gradient) addCentre(this, gradient);
      return loss + penalty;
    }
    let gold = 0;
    for (let i = 0; i < C; i++) {
      for (let j = 0; j < C; j++) {
        const at = transitions + i * stride + j;
        const count = goldTransitions[i * C + j];
        gold += count * theta[at];
        if (gradient) {
          const expected = edges[i * stride + j] * tables.M[i * stride + j];
          gradient[at] = expected - count + lambda * theta[at];
        }
      }
      if (gradient && C < stride) gradient[transitions + i * stride + C] = 0;
    }
    if (gradient) addCentre(this, gradient);
    return loss - gold + penalty;
  }
}
