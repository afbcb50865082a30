import { RANKINGS, type Ranking } from "../findings/rankings.js";
import { at } from "../math/at.js";
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
  const rows = Uint32Array.from(start, (_, row) => row).sort(
    // Two infinities differ by NaN: a tie.
    (a, b) =>
      at(badness, b) - at(badness, a) ||
      at(harm, a) - at(harm, b) ||
      at(start, a) - at(start, b) ||
      at(end, a) - at(end, b),
  );
  if (!label.includes(NONE)) return rows;
  const suggested = new Set<number>();
  return rows.filter((row) => {
    const segments = proposals.at(row)?.segments ?? [];
    if (segments.length === 0) return true;
    const tokens = segments.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, i) => start + i));
    const isNew = !tokens.some((token) => suggested.has(token));
    if (isNew || label[row] !== NONE) for (const token of tokens) suggested.add(token);
    return isNew || label[row] !== NONE;
  });
}

/** Length `count`, more is worse; −∞ where the figure was not computed. */
function badnessBy({ logOdds, signals, candidates }: ScoredCandidates, by: Ranking): Float64Array {
  if (by === "score") return logOdds;
  const column = signals[by];
  if (column === null) return new Float64Array(candidates.count).fill(Number.NEGATIVE_INFINITY);
  return column.map((x) => (Number.isNaN(x) ? Number.NEGATIVE_INFINITY : RANKINGS[by] * x));
}
