import { latticeCost, longestSentence, shardCount, weightedTransitions } from "./costs.js";
import type { SharedMemory } from "./memory.js";
import { PASSES } from "./passes.js";
import type { ThreadPool } from "./threadPool.js";
import type { Chains, Direction, F64, I32, LatticeState, TransitionTables } from "./types.js";

/** Directions of one Hessian product; more make several passes. */
const MAX_DIRECTIONS = 16;
/** Words of a LatticeJob of assembly/lattice.ts, before its directions. */
const OPERANDS = 20;
const WORDS_A_DIRECTION = 4;
/** Doubles of a thread's scratch that hold its copy of the job; JOB_ROOM of assembly/shards.ts. */
const JOB_ROOM = 16;

/** Forward–backward and its derivative over the kernels' memory. */
export class LatticePasses {
  private readonly job: I32;
  private readonly longest = new WeakMap<I32, number>();
  private shardLoss: F64;
  private shardEdges: F64;
  private scratch: F64;

  constructor(
    private readonly shared: SharedMemory,
    private readonly pool: ThreadPool,
  ) {
    this.job = shared.int32(OPERANDS + WORDS_A_DIRECTION * MAX_DIRECTIONS);
    this.shardLoss = shared.float64(0);
    this.shardEdges = shared.float64(0);
    this.scratch = shared.float64(0);
  }

  forwardBackward(
    chains: Chains,
    U: F64,
    A: TransitionTables,
    state: LatticeState | null,
    errors: F64,
    edges: F64,
  ): number {
    const scratch = state === null ? this.scratchFor(JOB_ROOM + 4 * this.longestOf(chains) * chains.stride) : 0;
    this.write(chains, A, state, [[U, errors, A.M, A.Mt]], scratch);
    this.run(PASSES.forwardBackward, chains, 1);
    // The shift of M = exp(A − a) takes a from the score of every transition: Σ_k w_k (T_k − 1) a goes back.
    return this.reduce(chains, edges, 0, 1) + A.shift * weightedTransitions(chains);
  }

  hessianProduct(chains: Chains, directions: readonly Direction[], A: TransitionTables, state: LatticeState): void {
    for (let from = 0; from < directions.length; from += MAX_DIRECTIONS) {
      this.someProducts(chains, directions.slice(from, from + MAX_DIRECTIONS), A, state);
    }
  }

  private someProducts(
    chains: Chains,
    directions: readonly Direction[],
    A: TransitionTables,
    state: LatticeState,
  ): void {
    const K = directions.length;
    const scratch = this.scratchFor(K * (3 * this.longestOf(chains) + 2) * chains.stride);
    const operands = directions.map(({ scores, dErrors, tilde }) => [scores, dErrors, tilde.MA, tilde.MAt]);
    this.write(chains, A, state, operands, scratch);
    this.run(PASSES.hessianProduct, chains, 2 * K);
    directions.forEach(({ dEdges }, k) => {
      this.reduce(chains, dEdges, k, K);
    });
  }

  private longestOf(chains: Chains): number {
    let longest = this.longest.get(chains.sentenceStart);
    if (longest === undefined) {
      longest = longestSentence(chains);
      this.longest.set(chains.sentenceStart, longest);
    }
    return longest;
  }

  /** Room for each thread; returns its length in doubles: whole cache lines, so that no two threads write the same one. */
  private scratchFor(doubles: number): number {
    const length = Math.ceil(doubles / 8) * 8;
    this.scratch = this.shared.atLeast(this.scratch, length * this.pool.threads);
    return length;
  }

  private run(pass: number, chains: Chains, times: number): void {
    this.pool.run({ pass, job: this.job.byteOffset, tasks: shardCount(chains) }, times * latticeCost(chains));
  }

  /** The operands of a pass, in the order of LatticeJob in assembly/lattice.ts, and of its directions. */
  private write(
    chains: Chains,
    A: TransitionTables,
    state: LatticeState | null,
    directions: readonly (readonly F64[])[],
    scratch: number,
  ): void {
    const { labels, stride, groups, sentenceStart, gold, weight, tokenBlocks, shardStart } = chains;
    this.shardLoss = this.shared.atLeast(this.shardLoss, shardCount(chains));
    this.shardEdges = this.shared.atLeast(this.shardEdges, shardCount(chains) * directions.length * stride * stride);
    const at = (array: F64 | I32) => this.shared.pointer(array);
    const arrays = [sentenceStart, gold, weight, tokenBlocks, shardStart, A.M, A.Mt].map(at);
    const rows = state === null ? [0, 0, 0, 0] : [state.alpha, state.arrive, state.leave, state.beta].map(at);
    const sums = [this.shardEdges, this.shardLoss, this.scratch].map(at);
    const table = this.job.byteOffset + 4 * OPERANDS;
    this.job.set([labels, 8 * stride, groups, ...arrays, ...rows, ...sums, 8 * scratch, directions.length, table]);
    this.job.set(directions.flat().map(at), OPERANDS);
  }

  /** edges ← the sum of the shards' edges of direction k of K, in order; returns the sum of their losses. */
  private reduce({ stride, shardStart }: Chains, edges: F64, k: number, K: number): number {
    const bytes = 8 * stride * stride;
    const first = this.shared.pointer(this.shardEdges) + k * bytes;
    const loss = this.shared.pointer(this.shardLoss);
    const out = this.shared.pointer(edges);
    return this.pool.exports.reduceShards(out, first, bytes, K * bytes, loss, shardStart.length - 1);
  }
}
