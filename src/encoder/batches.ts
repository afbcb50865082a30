/** Pieces in a batch, about: enough to keep two cores busy, and few enough for the attention of long sentences. */
const PIECES = 1024;
const MOST_ROWS = 64;

/**
 * Groups sequences of exactly one length, the longest first, so that nothing is padded: with padding, sums in a model run
 * over other numbers of terms, and the last digits of a sentence would depend on its neighbours.
 *
 * @param lengths of the sequences; those of length 0 are in no batch
 * @param pieces in a batch, about; 1 for batches of one sequence
 * @returns numbers of sequences
 */
export function batchesOf(lengths: readonly number[], pieces: number = PIECES): readonly (readonly number[])[] {
  const byLength = new Map<number, number[]>();
  lengths.forEach((length, i) => {
    if (length === 0) return;
    const same = byLength.get(length);
    if (same) same.push(i);
    else byLength.set(length, [i]);
  });
  const batches: number[][] = [];
  for (const length of [...byLength.keys()].sort((a, b) => b - a)) {
    const rows = Math.max(1, Math.min(MOST_ROWS, Math.floor(pieces / length)));
    const same = byLength.get(length) ?? [];
    for (let at = 0; at < same.length; at += rows) batches.push(same.slice(at, at + rows));
  }
  return batches;
}
