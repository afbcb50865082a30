/** A small seeded generator (mulberry32): tests draw the same numbers on every machine. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export const uniformVector = (n: number, next: () => number, scale = 1): Float64Array =>
  Float64Array.from({ length: n }, () => scale * (2 * next() - 1));
