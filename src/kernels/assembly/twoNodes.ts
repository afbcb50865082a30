import { fill } from "./fill";
import { column, get, int, line, NodeJob } from "./nodeJob";

@inline
function get2(at: usize, i: i32): v128 {
  return v128.load(at + (<usize>i << 4));
}

@inline
function put2(at: usize, i: i32, value: v128): void {
  v128.store(at + (<usize>i << 4), value);
}

@inline
function splat(at: usize, i: i32): v128 {
  return v128.load64_splat(at + (<usize>i << 3));
}

/**
 * The derivative along two directions over one shard's pieces, each to the bits of nodeHessianProductShard: logits, errors, M∘Ã and
 * the edges hold pairs of numbers.
 */
export function twoNodeHessianProductsShard(job: NodeJob, shard: i32): void {
  const bytes: usize = job.bytes;
  const square = (<usize>2) * bytes * (bytes >> <usize>3);
  const edges = <usize>job.shardEdges + <usize>shard * square;
  fill(edges, 0, square);
  for (let k = int(job.shardStart, shard), to = int(job.shardStart, shard + 1); k < to; k++) {
    const first = int(job.pieceStart, k);
    const end = int(job.pieceStart, k + 1);
    forward(job, first, end);
    backward(job, first, end, get(job.weight, k), edges);
  }
}

function forward(job: NodeJob, first: i32, end: i32): void {
  const alpha: usize = job.alpha, errors: usize = job.errors, logits: usize = job.logits;
  const M: usize = job.M, MA: usize = job.MA;
  let before = int(job.nodeStart, first);
  let from = before;
  for (let t = first; t < end; t++) {
    const to = int(job.nodeStart, t + 1);
    for (let n = from; n < to; n++) {
      let value = get2(logits, n);
      if (t > first) {
        let sum = f64x2.splat(0.0);
        const at = column(job, n);
        for (let m = before; m < from; m++) {
          const entry = at + line(job, m);
          const into = f64x2.add(f64x2.mul(v128.load64_splat(M + entry), get2(errors, m)), v128.load(MA + 2 * entry));
          sum = f64x2.add(sum, f64x2.mul(splat(alpha, m), into));
        }
        value = f64x2.add(value, f64x2.div(sum, splat(job.arrive, n)));
      }
      put2(errors, n, value);
    }
    before = from;
    from = to;
  }
}

function backward(job: NodeJob, first: i32, end: i32, w: f64, edges: usize): void {
  const errors: usize = job.errors, logits: usize = job.logits, leave: usize = job.leave;
  const M: usize = job.M, MA: usize = job.MA;
  let mean = f64x2.splat(0.0);
  for (let n = int(job.nodeStart, end - 1), to = int(job.nodeStart, end); n < to; n++) {
    mean = f64x2.add(mean, f64x2.mul(f64x2.splat(get(job.alpha, n) * get(job.beta, n)), get2(errors, n)));
  }
  for (let t = end - 1; t >= first; t--) {
    const from = int(job.nodeStart, t);
    const to = int(job.nodeStart, t + 1);
    const after = t < end - 1 ? int(job.nodeStart, t + 2) : to;
    for (let n = from; n < to; n++) {
      const a = w * get(job.alpha, n);
      const twoA = f64x2.splat(a);
      const beta = get(job.beta, n);
      const centred = f64x2.sub(get2(errors, n), mean);
      let b = f64x2.splat(0.0);
      if (after > to) {
        const row = line(job, n);
        for (let m = to; m < after; m++) {
          const y = splat(leave, m);
          const r = get2(logits, m);
          const at = row + column(job, m);
          const out = f64x2.add(f64x2.mul(v128.load64_splat(M + at), r), v128.load(MA + 2 * at));
          b = f64x2.add(b, f64x2.mul(out, y));
          const edge = f64x2.mul(f64x2.mul(twoA, f64x2.add(centred, r)), y);
          v128.store(edges + 2 * at, f64x2.add(v128.load(edges + 2 * at), edge));
        }
        b = f64x2.div(b, f64x2.splat(beta));
      }
      put2(logits, n, f64x2.add(get2(logits, n), b));
      put2(errors, n, f64x2.mul(f64x2.splat(a * beta), f64x2.add(centred, b)));
    }
  }
}
