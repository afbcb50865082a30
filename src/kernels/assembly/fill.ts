/**
 * `bytes` / 8 doubles at `at` ← value. Not memory.fill: it is a call out of the compiled code, expensive for a label row, and
 * checks the memory's size as this thread last heard of it.
 */
@inline
export function fill(at: usize, value: f64, bytes: usize): void {
  const pair = f64x2.splat(value);
  for (let i: usize = 0; i < bytes; i += 16) v128.store(at + i, pair);
}
