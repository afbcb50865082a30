import { chunkEnd, chunkStart, factor, VectorJob } from "./vectors";

/** out ← the numbers of x and y in turn, each times the metric's */
export function joinTwosChunk(job: VectorJob, chunk: i32): void {
  const x: usize = job.x, y: usize = job.y, metric: usize = job.metric;
  const end = chunkEnd(job, chunk);
  for (let i = chunkStart(chunk); i < end; i += 16) {
    const m = v128.load(metric + i);
    const a = f64x2.mul(m, v128.load(x + i));
    const b = f64x2.mul(m, v128.load(y + i));
    const out = job.out + 2 * i;
    v128.store(out, v128.shuffle<f64>(a, b, 0, 2));
    v128.store(out, v128.shuffle<f64>(a, b, 1, 3), 16);
  }
}

/** out[0] ← m ∘ x's numbers at even places + a y[0];  out[1], y[1] those at odd places */
export function splitTwosChunk(job: TwosJob, chunk: i32): void {
  const metric: usize = job.metric;
  const a = factor(job, 0);
  const end = chunkEnd(job, chunk);
  for (let i = chunkStart(chunk); i < end; i += 16) {
    const m = v128.load(metric + i);
    const rows = job.x + 2 * i;
    const one = v128.load(rows), other = v128.load(rows, 16);
    const first = f64x2.mul(m, v128.shuffle<f64>(one, other, 0, 2));
    const second = f64x2.mul(m, v128.shuffle<f64>(one, other, 1, 3));
    v128.store(job.out + i, f64x2.add(first, f64x2.mul(a, v128.load(job.y + i))));
    v128.store(job.otherOut + i, f64x2.add(second, f64x2.mul(a, v128.load(job.otherY + i))));
  }
}

/** A VectorJob with a second y and a second out. */
@unmanaged
export class TwosJob extends VectorJob {
  otherY: usize;
  otherOut: usize;
}
