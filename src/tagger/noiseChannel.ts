import { weightedTransitions } from "../kernels/costs.js";
import type { Chains, F64, Kernels, LatticeInput, Scope } from "../kernels/types.js";
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
 * so that one evaluation takes two passes over the lattice and one product with Φᵀ. L_Γ is not convex. It is the forward
 * correction of the loss (Patrini et al. 2017; with Γ from trusted data, Hendrycks et al. 2018) for label sequences.
 */
export class NoiseChannelObjective implements Objective {
  readonly dimension: number;
  readonly space: VectorSpace;
  private readonly scope: Scope;
  private readonly workspace: Workspace;
  /** What p is worked out from. */
  private readonly free: LatticeMemory;
  /** And p̃: for each tag ỹ a row log Γ[·, ỹ] besides. */
  private readonly observed: LatticeInput;
  /** Label rows of a part: w (p̃_t − 1[ỹ_t]). */
  private readonly errors: F64;
  /** stride × stride, as `free` has of p, of p̃. */
  private readonly edges: F64;
  /** Σ_t w log Γ[ỹ_t, ỹ_t], which the kernels take off log Z̃ with the scores of ỹ. */
  private readonly channelScore: number;

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
    const { shape, chains } = problem;
    const { labels: C, stride } = shape;
    this.dimension = shape.dimension;
    this.space = kernels.vectors;
    this.workspace = shared ?? new Workspace(kernels, problem);
    this.scope = kernels.scope();
    const rows = (count: number) => this.scope.float64(count * stride);
    this.free = this.workspace.takeLattice();
    const tagScores = rows(C);
    const logs = channel.map(Math.log);
    for (let y = 0; y < C; y++) for (let tag = 0; tag < C; tag++) tagScores[tag * stride + y] = logs[y * C + tag];
    this.observed = { scores: this.free.scores, tables: this.free.tables, tagScores };
    this.errors = rows(this.workspace.longestPart);
    this.edges = rows(stride);
    this.channelScore = weightedSum(chains, (t) => logs[chains.gold[t] * (C + 1)]);
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
    const free = { edges: freeEdges.fill(0), loss: 0 };
    const observed = { edges: edges.fill(0), loss: 0 };
    workspace.scatter(problem.parts, ({ chains }, errors) => {
      kernels.forwardBackward(chains, this.free, null, errors, free);
      kernels.forwardBackward(chains, this.observed, null, this.errors, observed);
      // w (p_t − p̃_t): the tags ỹ_t cancel.
      const rows = errors.subarray(0, chains.tokens * stride);
      this.space.sumScaled(rows, rows, -1, this.errors.subarray(0, rows.length));
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
    const shift = tables.shift * weightedTransitions(problem.chains);
    const penalty = (lambda / 2) * this.space.dot(theta, theta) + centreTerm(this, theta);
    return free.loss + shift - (observed.loss + shift) - this.channelScore + penalty;
  }

  /**
   * p(y_t = c | x, ỹ; θ) of every token: what the tag should be, the annotated tags of the sentence known. One less what stands at
   * ỹ_t is the probability that the tag is wrong.
   *
   * @param visit is given the parts in order, and the label rows of each, which last as long as the visit
   */
  eachPosterior(theta: F64, visit: (part: Part, posterior: F64) => void): void {
    const { kernels, problem, errors, edges, workspace } = this;
    const { stride } = problem.shape;
    inSpace(this.space, theta, workspace.weights, (x) => this.move(x));
    const scope = kernels.scope();
    try {
      const weight = scope.float64(problem.chains.weight.length).fill(1);
      const sums = { edges, loss: 0 };
      workspace.eachPart(withChanges(problem.parts, { ...problem.chains, weight }), (part) => {
        const { gold, tokens } = part.chains;
        kernels.forwardBackward(part.chains, this.observed, null, errors, sums);
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

function weightedSum({ sentenceStart, weight }: Chains, value: (token: number) => number): number {
  let sum = 0;
  for (let k = 0; k < weight.length; k++)
    for (let t = sentenceStart[k]; t < sentenceStart[k + 1]; t++) sum += weight[k] * value(t);
  return sum;
}
