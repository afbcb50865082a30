import type { Judged } from "./sweep.js";

/** Most suspicious first; candidates that tie stand by harm, then in file order. */
export function rankCandidates(judged: readonly Judged[]): Judged[] {
  return [...judged].sort(
    (a, b) =>
      b.logOdds - a.logOdds ||
      a.signals.relabelInfluence - b.signals.relabelInfluence ||
      a.start - b.start ||
      a.end - b.end,
  );
}
