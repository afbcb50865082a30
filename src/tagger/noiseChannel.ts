import type { Chains, F64, Kernels, Scope } from "../kernels/types.js";
import { inSpace } from "../math/inSpace.js";
import type { Objective } from "../math/lbfgs.js";
import type { VectorSpace } from "../math/space.js";
import type { Problem } from "./problem.js";
import { fillTables } from "./transitions.js";
import { Workspace } from "./workspace.js";

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
  /** The chains with a further group of blocks: B + ỹ_t at token t. */
  private readonly observed: Chains;
  /** (B + C) × stride: block scores, and behind those a row log Γ[·, ỹ] of each tag ỹ. */
  private readonly scores: F64;
  /** N × stride: w (p̃_t − 1[ỹ_t]). */
  private readonly errors: F64;
  /** stride × stride: as a workspace's, of p̃. */
  private readonly edges: F64;
  /** Length K: 1. */
  private readonly unweighted: F64;
  /** Σ_t w log Γ[ỹ_t, ỹ_t], which the kernels take off log Z̃ with the scores of ỹ. */
  private readonly channelScore: number;

  /** @param problem its gold labels are ỹ; it stays its owner's */
  constructor(
    readonly kernels: Kernels,
    readonly problem: Problem,
    readonly channel: Channel,
    readonly lambda: number,
  ) {
    const { shape, chains, blockFeatures } = problem;
    const { labels: C, stride } = shape;
    this.dimension = shape.dimension;
    this.space = kernels.vectors;
    this.workspace = new Workspace(kernels, problem);
    this.scope = kernels.scope();
    const B = blockFeatures.rows;
    this.observed = withTagBlocks(chains, B, this.scope);
    this.scores = this.scope.float64((B + C) * stride);
    const logs = channel.map(Math.log);
    for (let y = 0; y < C; y++)
      for (let tag = 0; tag < C; tag++) this.scores[(B + tag) * stride + y] = logs[y * C + tag];
    this.errors = this.scope.float64(chains.tokens * stride);
    this.edges = this.scope.float64(stride * stride);
    this.unweighted = this.scope.float64(chains.weight.length).fill(1);
    this.channelScore = weightedSum(chains, (t) => logs[chains.gold[t] * (C + 1)]);
  }

  /** Returns L_Γ(θ) and writes ∇L_Γ(θ) to `gradient`. */
  evaluate(theta: F64, gradient: F64): number {
    return inSpace(this.space, theta, gradient, (x, out) => this.run(x, out));
  }

  private run(theta: F64, gradient: F64): number {
    const { kernels, problem, workspace, lambda, edges } = this;
    const { labels: C, stride, transitions, kind } = problem.shape;
    const { errors, tables, weights } = workspace;
    this.move(theta);
    const free = kernels.forwardBackward(problem.chains, this.scores, tables, null, errors, workspace.edges);
    const observed = this.forwardBackward(this.observed);
    // w (p_t − p̃_t): the tags ỹ_t cancel.
    for (let i = 0; i < errors.length; i++) errors[i] -= this.errors[i];
    workspace.scatter(errors);
    kernels.addScaledRows(lambda, theta, weights, problem.scale, stride, gradient);
    gradient.fill(0, transitions);
    for (let i = 0; kind === "crf" && i < C; i++) {
      for (let j = 0; j < C; j++) {
        const difference = (workspace.edges[i * stride + j] - edges[i * stride + j]) * tables.M[i * stride + j];
        gradient[transitions + i * stride + j] = difference + lambda * theta[transitions + i * stride + j];
      }
    }
    return free - observed - this.channelScore + (lambda / 2) * this.space.dot(theta, theta);
  }

  /**
   * p(y_t = c | x, ỹ; θ) of every token, N × stride: what the tag should be, the annotated tags of the sentence known. One
   * less what stands at ỹ_t is the probability that the tag is wrong.
   */
  posterior(theta: F64): Float64Array {
    const { chains, shape } = this.problem;
    inSpace(this.space, theta, this.workspace.weights, (x) => this.move(x));
    this.forwardBackward({ ...this.observed, weight: this.unweighted });
    const posterior = Float64Array.from(this.errors);
    for (let t = 0; t < chains.tokens; t++) posterior[t * shape.stride + chains.gold[t]] += 1;
    return posterior;
  }

  /** Gives the kernels their memory back. */
  close(): void {
    this.workspace.close();
    this.scope.close();
  }

  private move(theta: F64): void {
    fillTables(this.workspace.tables, theta, this.problem.shape);
    this.workspace.score(theta, this.scores);
  }

  private forwardBackward(chains: Chains): number {
    return this.kernels.forwardBackward(chains, this.scores, this.workspace.tables, null, this.errors, this.edges);
  }
}

/** Chains in which each token has a block of its gold label as well, numbered from `first`. */
function withTagBlocks(chains: Chains, first: number, scope: Scope): Chains {
  const { tokens, groups, tokenBlocks: own, gold } = chains;
  const tokenBlocks = scope.int32(tokens * (groups + 1));
  for (let t = 0; t < tokens; t++) {
    tokenBlocks.set(own.subarray(t * groups, (t + 1) * groups), t * (groups + 1));
    tokenBlocks[t * (groups + 1) + groups] = first + gold[t];
  }
  return { ...chains, groups: groups + 1, tokenBlocks };
}

function weightedSum({ sentenceStart, weight }: Chains, value: (token: number) => number): number {
  let sum = 0;
  for (let k = 0; k < weight.length; k++)
    for (let t = sentenceStart[k]; t < sentenceStart[k + 1]; t++) sum += weight[k] * value(t);
  return sum;
}
