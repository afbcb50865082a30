import { BlockJob, combineChunk, gramChunk } from "./block";
import { channelShard } from "./channel";
import { GatherJob, gatherChunk } from "./gather";
import { gatherNumbersChunk } from "./gatherNumbers";
import { gatherTwosChunk } from "./gatherTwos";
import { LatticeJob } from "./lattice";
import { MultiplyJob, multiplyChunk } from "./multiply";
import { NodeJob } from "./nodeJob";
import { nodeForwardBackwardShard, nodeHessianProductShard } from "./nodes";
import { PairsJob, differenceChunk, directionChunk } from "./pairs";
import { ScaledJob, scaledChunk } from "./scaled";
import { forwardBackwardShard, hessianProductShard } from "./shards";
import { contractCellsChunk, multiplyCellsChunk } from "./singleCells";
import { SinglesJob, contractSinglesChunk, multiplySinglesChunk } from "./singles";
import { twoNodeHessianProductsShard } from "./twoNodes";
import { TwosJob, joinTwosChunk, splitTwosChunk } from "./twos";
import { VectorJob, dotChunk, stepChunk, sumScaledChunk, updateDirectionChunk } from "./vectors";

export { expRow } from "./exp";
export { reduceShards } from "./shards";

/**
 * Takes tasks off the shared counter until none is left. Every thread that takes part in a pass calls it; which thread
 * gets which task changes nothing, since tasks share no output.
 *
 * @param pass as kernels/passes.ts numbers them
 */
export function work(pass: i32, job: usize, tasks: i32, counter: usize, thread: i32): void {
  for (let task = atomic.add<i32>(counter, 1); task < tasks; task = atomic.add<i32>(counter, 1)) {
    if (pass == 0) gatherChunk(changetype<GatherJob>(job), task);
    else if (pass == 1) forwardBackwardShard(changetype<LatticeJob>(job), task, thread);
    else if (pass == 2) hessianProductShard(changetype<LatticeJob>(job), task, thread);
    else if (pass == 3) multiplyChunk(changetype<MultiplyJob>(job), task);
    else if (pass == 4) scaledChunk(changetype<ScaledJob>(job), task);
    else if (pass == 5) dotChunk(changetype<VectorJob>(job), task);
    else if (pass == 6) sumScaledChunk(changetype<VectorJob>(job), task);
    else if (pass == 7) stepChunk(changetype<VectorJob>(job), task);
    else if (pass == 8) updateDirectionChunk(changetype<VectorJob>(job), task);
    else if (pass == 9) differenceChunk(changetype<PairsJob>(job), task, thread);
    else if (pass == 10) directionChunk(changetype<PairsJob>(job), task, thread);
    else if (pass == 11) gramChunk(changetype<BlockJob>(job), task, thread);
    else if (pass == 12) combineChunk(changetype<BlockJob>(job), task, thread);
    else if (pass == 13) nodeForwardBackwardShard(changetype<NodeJob>(job), task);
    else if (pass == 14) nodeHessianProductShard(changetype<NodeJob>(job), task);
    else if (pass == 15) multiplySinglesChunk(changetype<SinglesJob>(job), task);
    else if (pass == 16) contractSinglesChunk(changetype<SinglesJob>(job), task);
    else if (pass == 17) gatherNumbersChunk(changetype<GatherJob>(job), task);
    else if (pass == 18) multiplyCellsChunk(changetype<SinglesJob>(job), task);
    else if (pass == 19) contractCellsChunk(changetype<SinglesJob>(job), task);
    else if (pass == 20) channelShard(changetype<LatticeJob>(job), task, thread);
    else if (pass == 21) gatherTwosChunk(changetype<GatherJob>(job), task);
    else if (pass == 22) twoNodeHessianProductsShard(changetype<NodeJob>(job), task);
    else if (pass == 23) joinTwosChunk(changetype<VectorJob>(job), task);
    else splitTwosChunk(changetype<TwosJob>(job), task);
  }
}
