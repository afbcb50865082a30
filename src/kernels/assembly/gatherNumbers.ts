import { GatherJob } from "./gather";

/**
 * out[r] ← Σ_{j ∈ row r} source[j] for the rows of one chunk, rows of the source being single doubles; the order of the sum stands in
 * kernels/plain.ts. Which way the branches go is foreseen where rows of one length follow one another; to find it out afterwards takes
 * as long as ten numbers.
 */
export function gatherNumbersChunk(job: GatherJob, chunk: i32): void {
  const bounds: usize = job.chunkStart + (chunk << 2);
  const index: usize = job.index;
  const source: usize = job.source;
  let start = job.start + (<usize>load<u32>(bounds) << 2);
  const end = job.start + (<usize>load<u32>(bounds, 4) << 2);
  let out = job.out + (<usize>load<u32>(bounds) << 3);
  let at = index + (<usize>load<u32>(start) << 2);
  for (; start < end; start += 4, out += 8) {
    const to = index + (<usize>load<u32>(start, 4) << 2);
    let sum: f64 = 0;
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
    store<f64>(out, sum);
    at = to;
  }
}

@inline
function number(at: usize, source: usize): f64 {
  return load<f64>(source + (<usize>load<u32>(at) << 3));
}

/** `count` is a constant wherever this is inlined. */
@inline
function few(count: i32, at: usize, source: usize): f64 {
  let sum = number(at, source);
  if (count > 1) sum += number(at + 4, source);
  if (count > 2) sum += number(at + 8, source);
  if (count > 3) sum += number(at + 12, source);
  if (count > 4) sum += number(at + 16, source);
  if (count > 5) sum += number(at + 20, source);
  if (count > 6) sum += number(at + 24, source);
  return sum;
}

/** Four sums in turn: one alone would wait for itself at each number. */
@inline
function many(at: usize, to: usize, source: usize): f64 {
  let a: f64 = 0, b = a, c = a, d = a;
  for (; at + 16 <= to; at += 16) {
    a += number(at, source);
    b += number(at + 4, source);
    c += number(at + 8, source);
    d += number(at + 12, source);
  }
  for (; at < to; at += 4) a += number(at, source);
  return a + b + (c + d);
}
