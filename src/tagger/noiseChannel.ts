import type { ChannelInput, F64, Kernels, LatticeInput, Scope } from "../kernels/types.js";
import { inSpace } from "../math/inSpace.js";
import type { Objective } from "../math/lbfgs.js";
import type { VectorSpace } from "../math/space.js";
import { addCentre, centreTerm } from "./centre.js";
import { type Part, withChanges } from "./parts.js";
import type { Problem } from "./problem.js";
import { fillTables } from "./transitions.js";
import { type LatticeMemory, Workspace } from "./workspace.js";

/**
 * C × C: Γ[y·C + ỹ] = p(ỹ_t = ỹ | y_t = y), the probability that a token whose tag should be y is annotated as ỹ. Rows sum
 * to 1, and no element is 0.
 */
export type Channel = Float64Array;

/**
 * The loss of a linear-chain CRF whose training tags ỹ are seen through a noise channel Γ, docs/method/score.md, Noise channel:
 *
 *     L_Γ(θ) = −Σ_k w_k log Σ_y p(y | x_k; θ) Π_t Γ[y_t, ỹ_t]  +  (λ/2)‖θ‖²
 *            =  Σ_k w_k (log Z_k(θ) − log Z̃_k(θ))  +  (λ/2)‖θ‖²
 *
 * where Z̃_k is Z_k with log Γ[·, ỹ_t] added to the logits of token t. Its gradient is a difference of two expectations,
 *
 *     ∇L_Γ = Σ_k w_k (E_p[Φ] − E_p̃[Φ]) + λθ            p̃(y) = p(y | x_k, ỹ_k) ∝ p(y | x_k; θ) Π_t Γ[y_t, ỹ_t]
 *
 * so that one evaluation takes one pass over two lattices, which share their logits, and one product with Φᵀ. L_Γ is not convex. It is the forward
 * correction of the loss (Patrini et al. 2017; with Γ from trusted data, Hendrycks et al. 2018) for label sequences.
 */
export class NoiseChannelObjective implements Objective {
  readonly dimension: number;
  readonly space: VectorSpace;
  private readonly scope: Scope;
  private readonly workspace: Workspace;
  /** What p is computed from. */
  private readonly free: LatticeMemory;
  /** And p̃: for each tag ỹ a row Γ[·, ỹ] besides. */
  private readonly both: ChannelInput;
  /** stride × stride, as `free` has of p, of p̃. */
  private readonly edges: F64;

  /**
   * @param problem its gold labels are ỹ; it stays its owner's
   * @param shared the workspace of an objective over the problem, which outlives this one; of its own where absent
   */
  constructor(
    readonly kernels: Kernels,
    readonly problem: Problem,
    readonly channel: Channel,
    readonly lambda: number,
    private readonly shared: Workspace | null = null,
  ) {
    const { labels: C, stride, dimension } = problem.shape;
    this.dimension = dimension;
    this.space = kernels.vectors;
    this.workspace = shared ?? new Workspace(kernels, problem);
    this.scope = kernels.scope();
    const rows = (count: number) => this.scope.float64(count * stride);
    this.free = this.workspace.takeLattice();
    const factors = rows(C);
    for (let y = 0; y < C; y++) for (let tag = 0; tag < C; tag++) factors[tag * stride + y] = channel[y * C + tag];
    this.both = { scores: this.free.scores, tables: this.free.tables, factors };
    this.edges = rows(stride);
  }

  /** Returns L_Γ(θ) and writes ∇L_Γ(θ) to `gradient`. */
  evaluate(theta: F64, gradient: F64): number {
    return inSpace(this.space, theta, gradient, (x, out) => this.run(x, out));
  }

  private run(theta: F64, gradient: F64): number {
    const { kernels, problem, workspace, lambda, edges } = this;
    const { labels: C, stride, transitions, kind } = problem.shape;
    const { weights } = workspace;
    const { tables, edges: freeEdges } = this.free;
    this.move(theta);
    const sums = { free: freeEdges.fill(0), observed: edges.fill(0), loss: 0 };
    workspace.scatter(problem.parts, ({ chains }, errors) => {
      kernels.channelForwardBackward(chains, this.both, errors, sums);
    });
    kernels.addScaledRows(lambda, theta, weights, problem.scale, stride, gradient);
    gradient.fill(0, transitions);
    for (let i = 0; kind === "crf" && i < C; i++) {
      for (let j = 0; j < C; j++) {
        const difference = (freeEdges[i * stride + j] - edges[i * stride + j]) * tables.M[i * stride + j];
        gradient[transitions + i * stride + j] = difference + lambda * theta[transitions + i * stride + j];
      }
    }
    addCentre(this, gradient);
    return sums.loss + (lambda / 2) * this.space.dot(theta, theta) + centreTerm(this, theta);
  }

  /**
   * p(y_t = c | x, ỹ; θ) of every token: what the tag should be, the annotated tags of the sentence known. One less what stands at
   * ỹ_t is the probability that the tag is wrong.
   *
   * @param visit is given the parts in order, and the label rows of each, which last as long as the visit
   */
  eachPosterior(theta: F64, visit: (part: Part, posterior: F64) => void): void {
    const { kernels, problem, both, edges, workspace } = this;
    const { stride } = problem.shape;
    inSpace(this.space, theta, workspace.weights, (x) => this.move(x));
    const scope = kernels.scope();
    try {
      const weight = scope.float64(problem.chains.weight.length).fill(1);
      const errors = scope.float64(workspace.longestPart * stride);
      const tagScores = scope.float64(both.factors.length);
      tagScores.set(both.factors.map(Math.log));
      const observed: LatticeInput = { scores: both.scores, tables: both.tables, tagScores };
      const sums = { edges, loss: 0 };
      workspace.eachPart(withChanges(problem.parts, { ...problem.chains, weight }), (part) => {
        const { gold, tokens } = part.chains;
        kernels.forwardBackward(part.chains, observed, null, errors, sums);
        for (let t = 0; t < tokens; t++) errors[t * stride + gold[t]] += 1;
        visit(part, errors.subarray(0, tokens * stride));
      });
    } finally {
      scope.close();
    }
  }

  /** Gives the kernels their memory back. */
  close(): void {
    if (this.shared === null) this.workspace.close();
    else this.shared.giveBack(this.free);
    this.scope.close();
  }

  private move(theta: F64): void {
    fillTables(this.free.tables, theta, this.problem.shape);
    this.workspace.score(theta, this.free.scores);
  }
}
