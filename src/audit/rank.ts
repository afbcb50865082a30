import { RANKINGS, type Ranking } from "../findings/rankings.js";
import { NONE } from "./candidates/candidates.js";
import type { ScoredCandidates } from "./candidates/table.js";

/**
 * The rows by rank: most suspicious first; candidates that tie stand by harm, then in file order, and those without a
 * figure come last. Missed spans whose suggestion shares a token with that of a missed span that ranks higher say nothing new and
 * are left out; annotated segments all stay.
 */
export function rankCandidates(table: ScoredCandidates, by: Ranking = "score"): Uint32Array {
  const { candidates, proposals, signals } = table;
  const { start, end, label } = candidates;
  const harm = signals.relabelInfluence;
  const badness = badnessBy(table, by);
  const more = (column: Float64Array | Int32Array, a: number, b: number) =>
    (column[a] as number) - (column[b] as number);
  const rows = Uint32Array.from(start, (_, row) => row).sort(
    // Two infinities differ by NaN: a tie.
    (a, b) => more(badness, b, a) || more(harm, a, b) || more(start, a, b) || more(end, a, b),
  );
  if (!label.includes(NONE)) return rows;
  const suggested = new Set<number>();
  return rows.filter((row) => {
    const segments = proposals.at(row)?.segments ?? [];
    if (segments.length === 0) return true;
    let isNew = true;
    for (const { start, end } of segments) for (let t = start; t < end && isNew; t++) isNew = !suggested.has(t);
    if (!isNew && label[row] === NONE) return false;
    for (const { start, end } of segments) for (let t = start; t < end; t++) suggested.add(t);
    return true;
  });
}

/** Length `count`, more is worse; −∞ where the figure was not computed. */
function badnessBy({ logOdds, signals, candidates }: ScoredCandidates, by: Ranking): Float64Array {
  if (by === "score") return logOdds;
  const column = signals[by];
  if (column === null) return new Float64Array(candidates.count).fill(Number.NEGATIVE_INFINITY);
  return column.map((x) => (Number.isNaN(x) ? Number.NEGATIVE_INFINITY : RANKINGS[by] * x));
}
