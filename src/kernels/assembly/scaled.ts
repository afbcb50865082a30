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
  if (bytes == 8) return scaledSingles(job, first, end);
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

/** Rows of one double. Chunks are even, and arrays end on a whole cache line, so pairs never reach into another's. */
function scaledSingles(job: ScaledJob, first: i32, end: i32): void {
  const lambda = job.x == 0 ? f64x2.splat(0) : v128.load64_splat(job.lambda);
  for (let i = <usize>first << 3, to = <usize>end << 3; i < to; i += 16) {
    let value = f64x2.mul(v128.load(<usize>job.scale + i), v128.load(<usize>job.source + i));
    if (job.x != 0) value = f64x2.add(value, f64x2.mul(lambda, v128.load(<usize>job.x + i)));
    v128.store(<usize>job.out + i, value);
  }
}
