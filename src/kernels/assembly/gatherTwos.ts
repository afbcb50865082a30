import { GatherJob } from "./gather";

/** gatherNumbersChunk for rows of two doubles, each to its bits: one number of the index finds both. */
export function gatherTwosChunk(job: GatherJob, chunk: i32): void {
  const bounds: usize = job.chunkStart + (chunk << 2);
  const index: usize = job.index;
  const source: usize = job.source;
  let start = job.start + (<usize>load<u32>(bounds) << 2);
  const end = job.start + (<usize>load<u32>(bounds, 4) << 2);
  let out = job.out + (<usize>load<u32>(bounds) << 4);
  let at = index + (<usize>load<u32>(start) << 2);
  for (; start < end; start += 4, out += 16) {
    const to = index + (<usize>load<u32>(start, 4) << 2);
    let sum = f64x2.splat(0.0);
    switch (<i32>(to - at) >> 2) {
      case 0: break;
      case 1: sum = few(1, at, source); break;
      case 2: sum = few(2, at, source); break;
      case 3: sum = few(3, at, source); break;
      case 4: sum = few(4, at, source); break;
      case 5: sum = few(5, at, source); break;
      case 6: sum = few(6, at, source); break;
      case 7: sum = few(7, at, source); break;
      default: sum = many(at, to, source);
    }
    v128.store(out, sum);
    at = to;
  }
}

@inline
function two(at: usize, source: usize): v128 {
  return v128.load(source + (<usize>load<u32>(at) << 4));
}

/** `count` is a constant wherever this is inlined. */
@inline
function few(count: i32, at: usize, source: usize): v128 {
  let sum = two(at, source);
  if (count > 1) sum = f64x2.add(sum, two(at + 4, source));
  if (count > 2) sum = f64x2.add(sum, two(at + 8, source));
  if (count > 3) sum = f64x2.add(sum, two(at + 12, source));
  if (count > 4) sum = f64x2.add(sum, two(at + 16, source));
  if (count > 5) sum = f64x2.add(sum, two(at + 20, source));
  if (count > 6) sum = f64x2.add(sum, two(at + 24, source));
  return sum;
}

@inline
function many(at: usize, to: usize, source: usize): v128 {
  let a = f64x2.splat(0.0), b = a, c = a, d = a;
  for (; at + 16 <= to; at += 16) {
    a = f64x2.add(a, two(at, source));
    b = f64x2.add(b, two(at + 4, source));
    c = f64x2.add(c, two(at + 8, source));
    d = f64x2.add(d, two(at + 12, source));
  }
  for (; at < to; at += 4) a = f64x2.add(a, two(at, source));
  return f64x2.add(f64x2.add(a, b), f64x2.add(c, d));
}
