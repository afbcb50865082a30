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
  /** Where each row goes in `out`, to be added to what is there; 0 where row r goes to r and nothing is there. */
  row: usize;
}

/** out[r] ← Σ_{j ∈ row r} source[j] for the rows of one chunk, or out[row[r]] ← out[row[r]] + Σ_{j ∈ row r} source[j]. */
export function gatherChunk(job: GatherJob, chunk: i32): void {
  const at: usize = job.chunkStart + (chunk << 2);
  const end = load<i32>(at, 4);
  const start: usize = job.start;
  const bytes: usize = job.bytes;
  for (let r = load<i32>(at); r < end; r++) {
    const entry = start + ((<usize>r) << 2);
    const from = load<i32>(entry);
    const index = job.index + ((<usize>from) << 2);
    const count = load<i32>(entry, 4) - from;
    if (job.row == 0) sumRows(index, count, job.source, job.out + <usize>r * bytes, bytes, false);
    else {
      const row = <usize>load<u32>(job.row + (<usize>r << 2));
      sumRows(index, count, job.source, job.out + row * bytes, bytes, true);
    }
  }
}
