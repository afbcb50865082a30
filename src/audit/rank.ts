import type { Judged } from "./sweep.js";

/**
 * Most suspicious first; candidates that tie stand by harm, then in file order. Missed spans whose suggestion is one that
 * ranks higher say nothing new and are left out; annotated segments all stay.
 */
export function rankCandidates(judged: readonly Judged[]): Judged[] {
  const suggested = new Set<string>();
  return judged.toSorted(bySuspicion).filter((one) => {
    const { label, proposal } = one;
    if (!proposal || proposal.segments.length === 0) return true;
    const key = proposal.segments.map(({ start, end, label }) => `${start} ${end} ${label}`).join();
    const isNew = !suggested.has(key);
    suggested.add(key);
    return isNew || label !== "O";
  });
}

function bySuspicion(a: Judged, b: Judged): number {
  return (
    b.logOdds - a.logOdds ||
    a.signals.relabelInfluence - b.signals.relabelInfluence ||
    a.start - b.start ||
    a.end - b.end
  );
}
