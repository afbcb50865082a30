/** Draws numbers from [0, 1), the same ones for the same seed on every machine. */
export type Random = () => number;

/** A small seeded generator: mulberry32 (Ettinger 2017), 32 bits of state, which is plenty for resampling. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
