import { NONE } from "./candidates.js";
import type { Judgements } from "./judgements.js";

/**
 * The rows by rank: most suspicious first; candidates that tie stand by harm, then in file order. Missed spans whose
 * suggestion is one that ranks higher say nothing new and are left out; annotated segments all stay.
 */
export function rankCandidates(judgements: Judgements): Uint32Array {
  const { candidates, proposals, logOdds, signals } = judgements;
  const { start, end, label } = candidates;
  const harm = signals.relabelInfluence;
  const rows = Uint32Array.from(start, (_, row) => row).sort(
    // Two infinities differ by NaN: a tie.
    (a, b) => logOdds[b] - logOdds[a] || harm[a] - harm[b] || start[a] - start[b] || end[a] - end[b],
  );
  if (!label.includes(NONE)) return rows;
  const suggested = new Set<string>();
  return rows.filter((row) => {
    const segments = proposals.at(row)?.segments ?? [];
    if (segments.length === 0) return true;
    const key = segments.map(({ start, end, label }) => `${start} ${end} ${label}`).join();
    const isNew = !suggested.has(key);
    suggested.add(key);
    return isNew || label[row] !== NONE;
  });
}
