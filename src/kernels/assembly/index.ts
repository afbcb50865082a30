import { GatherJob, gatherChunk } from "./gather";
import { LatticeJob } from "./lattice";
import { MultiplyJob, multiplyChunk } from "./multiply";
import { forwardBackwardShard, tangentShard } from "./shards";

export { expRow } from "./exp";
export { reduceShards } from "./shards";

/**
 * Takes tasks off the shared counter until none is left. Every thread that takes part in a pass calls it; which thread
 * gets which task changes nothing, since tasks share no output.
 *
 * @param pass 0 gather, 1 forward–backward, 2 tangent, 3 dense product
 */
export function work(pass: i32, job: usize, tasks: i32, counter: usize, thread: i32): void {
  for (let task = atomic.add<i32>(counter, 1); task < tasks; task = atomic.add<i32>(counter, 1)) {
    if (pass == 0) gatherChunk(changetype<GatherJob>(job), task);
    else if (pass == 1) forwardBackwardShard(changetype<LatticeJob>(job), task);
    else if (pass == 2) tangentShard(changetype<LatticeJob>(job), task, thread);
    else multiplyChunk(changetype<MultiplyJob>(job), task);
  }
}
