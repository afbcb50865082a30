import { pieceTransitions, shardCount } from "./costs.js";
import type { SharedMemory } from "./memory.js";
import { PASSES } from "./passes.js";
import type { ThreadPool } from "./threadPool.js";
import type { TwoPasses } from "./twos.js";
import type { F64, I32, NodeChains, NodeState, TransitionTables } from "./types.js";

/** Words of a NodeJob of assembly/nodeJob.ts. */
const WORDS = 17;
/** Multiply-adds a node, roughly: a few nodes before it and a few after, and exp. */
const COST = 60;

interface Operands {
  readonly logits: F64;
  readonly A: TransitionTables;
  readonly MA: F64;
  readonly state: NodeState;
  readonly errors: F64;
  readonly edges: F64;
}

/** Forward–backward over nodes, and its derivative, over the kernels' memory. */
export class NodePasses {
  private readonly job: I32;
  private shardLoss: F64;
  private shardEdges: F64;

  constructor(
    private readonly shared: SharedMemory,
    private readonly pool: ThreadPool,
  ) {
    this.job = shared.int32(WORDS);
    this.shardLoss = shared.float64(0);
    this.shardEdges = shared.float64(0);
  }

  forwardBackward(chains: NodeChains, operands: Omit<Operands, "MA">): number {
    const loss = this.run(PASSES.nodes, chains, { ...operands, MA: operands.A.M });
    return loss + operands.A.shift * pieceTransitions(chains);
  }

  hessianProduct(chains: NodeChains, operands: Operands): void {
    this.run(PASSES.nodeHessianProduct, chains, operands);
  }

  twoHessianProducts(...given: Parameters<TwoPasses["nodeHessianProducts"]>): void {
    const [chains, logits, A, MA, state, errors, edges] = given;
    this.run(PASSES.twoNodeHessianProducts, chains, { logits, A, MA, state, errors, edges }, 2);
  }

  /** edges ← the sum of the shards' edges, in order; returns the sum of their losses. */
  private run(pass: number, chains: NodeChains, { logits, A, MA, state, errors, edges }: Operands, width = 1): number {
    const shards = shardCount(chains);
    const { stride, pieceStart, weight, nodeStart, label, gold, shardStart } = chains;
    const square = width * stride * stride;
    this.shardLoss = this.shared.atLeast(this.shardLoss, shards);
    this.shardEdges = this.shared.atLeast(this.shardEdges, shards * square);
    const at = (array: F64 | I32) => this.shared.pointer(array);
    const { alpha, arrive, leave, beta } = state;
    const operands = [pieceStart, weight, nodeStart, label, gold, shardStart, A.M, MA];
    const rows = [logits, alpha, arrive, leave, beta, errors, this.shardEdges, this.shardLoss];
    this.job.set([8 * stride, ...[...operands, ...rows].map(at)]);
    this.pool.run({ pass, job: this.job.byteOffset, tasks: shards }, width * COST * chains.nodes);
    const [out, partial, loss] = [edges, this.shardEdges, this.shardLoss].map(at);
    edges.fill(0);
    return this.pool.exports.reduceShards(out, partial, 8 * square, 8 * square, loss, shards, 0);
  }
}
