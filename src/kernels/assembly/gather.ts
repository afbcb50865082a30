import { sumRows } from "./rows";

/** Operands of a gather pass, in the order in which the loader writes them. */
@unmanaged
export class GatherJob {
  start: usize;
  index: usize;
  source: usize;
  out: usize;
  bytes: usize;
  /** First row of each chunk; the last entry is the number of rows. */
  chunkStart: usize;
}

/** out[r] ← Σ_{j ∈ row r} source[j] for the rows of one chunk. */
export function gatherChunk(job: GatherJob, chunk: i32): void {
  const at: usize = job.chunkStart + (chunk << 2);
  const end = load<i32>(at, 4);
  const start: usize = job.start;
  const bytes: usize = job.bytes;
  for (let r = load<i32>(at); r < end; r++) {
    const entry = start + ((<usize>r) << 2);
    const from = load<i32>(entry);
    sumRows(
      job.index + ((<usize>from) << 2),
      load<i32>(entry, 4) - from,
      job.source,
      job.out + <usize>r * bytes,
      bytes,
    );
  }
}
