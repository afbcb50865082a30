import { latticeCost, longestSentence, shardCount } from "./costs.js";
import type { SharedMemory } from "./memory.js";
import { PASSES } from "./passes.js";
import type { ThreadPool } from "./threadPool.js";
import type {
  Chains,
  ChannelInput,
  ChannelSums,
  Direction,
  F64,
  I32,
  LatticeInput,
  LatticeState,
  LatticeSums,
} from "./types.js";

/** Directions of one Hessian product; more make several passes. */
const MAX_DIRECTIONS = 16;
/** Words of a LatticeJob of assembly/lattice.ts, before its directions. */
const OPERANDS = 24;
const WORDS_A_DIRECTION = 4;
/** Doubles of a thread's scratch that hold its copy of the job; JOB_ROOM of assembly/shards.ts. */
const JOB_ROOM = 16;

/** What a pass reads and writes besides the chains and the directions; null where it has none. */
interface Operands {
  readonly input: LatticeInput & Partial<Pick<ChannelInput, "factors">>;
  readonly state: LatticeState | null;
  readonly errors: F64 | null;
  /** Matrices of edges that each shard leaves behind. */
  readonly matrices: number;
  /** Doubles of each thread's scratch. */
  readonly scratch: number;
}

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
    input: LatticeInput,
    state: LatticeState | null,
    errors: F64,
    sums: LatticeSums,
  ): void {
    this.write(chains, { input, state, errors, matrices: 1, scratch: this.stateRoom(chains, state) }, []);
    this.run(PASSES.forwardBackward, chains, 1);
    sums.loss = this.reduce(chains, sums.edges, 0, 1, sums.loss);
  }

  channelForwardBackward(chains: Chains, input: ChannelInput, errors: F64, sums: ChannelSums): void {
    const scratch = 2 * this.stateRoom(chains, null);
    this.write(chains, { input, state: null, errors, matrices: 2, scratch }, []);
    this.run(PASSES.channel, chains, 2);
    sums.loss = this.reduce(chains, sums.free, 0, 2, sums.loss);
    this.reduce(chains, sums.observed, 1, 2, 0);
  }

  hessianProduct(
    chains: Chains,
    input: LatticeInput,
    directions: readonly Direction[],
    state: LatticeState | null,
  ): void {
    for (let from = 0; from < directions.length; from += MAX_DIRECTIONS) {
      this.someProducts(chains, input, directions.slice(from, from + MAX_DIRECTIONS), state);
    }
  }

  private someProducts(
    chains: Chains,
    input: LatticeInput,
    directions: readonly Direction[],
    state: LatticeState | null,
  ): void {
    const K = directions.length;
    const rows = K * (3 * this.longestOf(chains) + 2) * chains.stride;
    const scratch = this.stateRoom(chains, state) + rows;
    const tables = directions.map(({ scores, dErrors, tilde }) => [scores, dErrors, tilde.MA, tilde.MAt]);
    this.write(chains, { input, state, errors: null, matrices: K, scratch }, tables);
    this.run(PASSES.hessianProduct, chains, 2 * K + (state === null ? 1 : 0));
    directions.forEach(({ dEdges }, k) => {
      this.reduce(chains, dEdges, k, K, 0);
    });
  }

  /** Doubles that a thread needs for the state of one sentence, where the state is not kept. */
  private stateRoom(chains: Chains, state: LatticeState | null): number {
    return state === null ? JOB_ROOM + 4 * this.longestOf(chains) * chains.stride : 0;
  }

  private longestOf(chains: Chains): number {
    let longest = this.longest.get(chains.sentenceStart);
    if (longest === undefined) {
      longest = longestSentence(chains);
      this.longest.set(chains.sentenceStart, longest);
    }
    return longest;
  }

  private run(pass: number, chains: Chains, times: number): void {
    this.pool.run({ pass, job: this.job.byteOffset, tasks: shardCount(chains) }, times * latticeCost(chains));
  }

  /** The operands of a pass, in the order of LatticeJob in assembly/lattice.ts, and of its directions. */
  private write(chains: Chains, operands: Operands, directions: readonly (readonly F64[])[]): void {
    const { labels, stride, groups, sentenceStart, gold, weight, tokenBlocks, shardStart } = chains;
    const { input, state, errors, matrices: K } = operands;
    // Whole cache lines, so that no two threads write the same one.
    const scratch = Math.ceil(operands.scratch / 8) * 8;
    this.scratch = this.shared.atLeast(this.scratch, scratch * this.pool.threads);
    this.shardLoss = this.shared.atLeast(this.shardLoss, shardCount(chains));
    this.shardEdges = this.shared.atLeast(this.shardEdges, shardCount(chains) * K * stride * stride);
    const at = (array: F64 | I32) => this.shared.pointer(array);
    const given = (array: F64 | null | undefined) => (array ? at(array) : 0);
    const { M, Mt } = input.tables;
    const table = this.job.byteOffset + 4 * OPERANDS;
    this.job.set([
      ...[labels, 8 * stride, groups],
      ...[sentenceStart, gold, weight, tokenBlocks, shardStart].map(at),
      ...[at(input.scores), given(input.tagScores), given(input.factors), at(M), at(Mt)],
      ...[state?.alpha, state?.arrive, state?.leave, state?.beta, errors].map(given),
      ...[this.shardEdges, this.shardLoss, this.scratch].map(at),
      ...[8 * scratch, K, table],
    ]);
    this.job.set(directions.flat().map(at), OPERANDS);
  }

  /** Adds the shards' edges of direction k of K to `edges`, in order; returns `loss` and their losses. */
  private reduce({ stride, shardStart }: Chains, edges: F64, k: number, K: number, loss: number): number {
    const bytes = 8 * stride * stride;
    const first = this.shared.pointer(this.shardEdges) + k * bytes;
    const losses = this.shared.pointer(this.shardLoss);
    const out = this.shared.pointer(edges);
    return this.pool.exports.reduceShards(out, first, bytes, K * bytes, losses, shardStart.length - 1, loss);
  }
}
