/** How the states of a token's pieces become the token's: their mean, or that of the first piece. */
export const POOLS = ["mean", "first"] as const;
export type Pool = (typeof POOLS)[number];

/**
 * The state of one token: out[j] ← (1/m) Σ_{i < m} states[(first + i) D + j], m = 1 for the first piece alone.
 *
 * @param states pieces × D
 * @param out D numbers, zero before
 */
export function poolPieces(states: Float32Array, first: number, pieces: number, pool: Pool, out: Float32Array): void {
  const D = out.length;
  const m = pool === "first" ? Math.min(1, pieces) : pieces;
  for (let i = first; i < first + m; i++) {
    for (let j = 0; j < D; j++) out[j] += states[i * D + j];
  }
  if (m > 1) for (let j = 0; j < D; j++) out[j] /= m;
}
