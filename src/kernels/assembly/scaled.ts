/** Operands of a pass that scales rows, in the order in which the loader writes them. */
@unmanaged
export class ScaledJob {
  rows: i32;
  /** Bytes of a row. */
  bytes: usize;
  /** A factor for each row. */
  scale: usize;
  /** The rows. */
  source: usize;
  /** As large as the rows; 0 where λ is. */
  x: usize;
  lambda: usize;
  out: usize;
  /** Rows of a task. */
  chunk: i32;
}

/** out[r] ← scale[r] · source[r] + λ x[r] for the rows of one chunk */
export function scaledChunk(job: ScaledJob, task: i32): void {
  const bytes: usize = job.bytes;
  const first = task * job.chunk;
  const end = min(first + job.chunk, job.rows);
  const x: usize = job.x;
  let at = <usize>first * bytes;
  for (let r = first; r < end; r++, at += bytes) {
    const s = v128.load64_splat(<usize>job.scale + (<usize>r << 3));
    const source = <usize>job.source + at;
    const out = <usize>job.out + at;
    if (x == 0) {
      for (let i: usize = 0; i < bytes; i += 16) v128.store(out + i, f64x2.mul(s, v128.load(source + i)));
      continue;
    }
    const lambda = v128.load64_splat(job.lambda);
    for (let i: usize = 0; i < bytes; i += 16) {
      const product = f64x2.mul(s, v128.load(source + i));
      v128.store(out + i, f64x2.add(product, f64x2.mul(lambda, v128.load(x + at + i))));
    }
  }
}
