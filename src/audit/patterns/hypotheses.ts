import { coefficients } from "../coefficients/coefficients.js";
import { ANCHOR_KINDS, type AnchorKind, type Anchors, WIDTH } from "./anchors.js";
import type { ChangeKind } from "./change.js";
import type { Census, Evidence } from "./counts.js";
import { gainOf } from "./gain.js";
import { agreement, standingAnchor } from "./referenceAgreement.js";

const PATTERNS = coefficients.patterns;

/** A change and an anchor with their counts; the errors are expected ones, Σ of probabilities. */
export interface Trial {
  readonly label: number;
  readonly change: number;
  readonly anchor: number;
  readonly gain: number;
  readonly there: number;
  readonly errorsThere: number;
}

/**
 * What can be said of segments that should be none. Names look unlike the words outside segments and stand in other places, so
 * by their shape or their neighbours all that is taken for a name would stand out from these.
 */
const OF_NO_SEGMENT: ReadonlySet<AnchorKind> = new Set(["lower", "first", "last", "document", "section"]);

/**
 * What cannot be said of segments that are left out. In a document from which names are missing nearly every word that may be a name is
 * suspicious, so they would all be taken for one; the score knows of the document.
 */
const OF_A_PLACE: ReadonlySet<AnchorKind> = new Set(["document", "section"]);

const canBeSaid = (kind: ChangeKind, anchor: AnchorKind): boolean =>
  !(kind === "spurious" && !OF_NO_SEGMENT.has(anchor)) && !(kind === "missed" && OF_A_PLACE.has(anchor));

/** Every change and anchor of the label's candidates that are not yet explained, the greatest gain first. */
export function trialsFor(label: number, evidence: Evidence, alive: Uint8Array): Trial[] {
  const { candidates, anchors, rows, census, expected } = evidence;
  const there = new Map<number, number>();
  /** By change: Σ of probabilities, in all and at each anchor. */
  const errors = new Map<number, number>();
  const errorsThere = new Map<number, Map<number, number>>();
  for (let i = 0; i < candidates.count; i++) {
    if (!alive[i] || candidates.label[i] !== label) continue;
    const change = candidates.change[i];
    const p = candidates.probability[i];
    add(errors, change, p);
    const at = errorsThere.get(change) ?? new Map<number, number>();
    errorsThere.set(change, at);
    for (let j = i * WIDTH; j < (i + 1) * WIDTH && rows[j] >= 0; j++) {
      add(there, rows[j], 1);
      add(at, rows[j], p);
    }
  }
  const trials: Trial[] = [];
  for (const [change, at] of errorsThere) {
    if (change < 0) continue;
    const { kind, suggestion } = candidates.changes[change];
    const total = errors.get(change) as number;
    for (const [anchor, wrong] of at) {
      if (!canBeSaid(kind, anchors.kinds[anchor])) continue;
      const explained = gainOf({
        ...{ all: census.total(suggestion) + expected.total(suggestion), errors: total },
        ...{ there: census.count(suggestion, anchor) + expected.count(suggestion, anchor), errorsThere: wrong },
      });
      const agreed = agreementAt(change, anchor, wrong, evidence);
      // Against the reference there is no pattern, however much of the suspicion it would explain.
      const gain = agreed < PATTERNS.leastAgreement ? 0 : explained + agreed;
      trials.push({ label, change, anchor, gain, there: there.get(anchor) as number, errorsThere: wrong });
    }
  }
  const plainness = (anchor: number) => ANCHOR_KINDS.indexOf(anchors.kinds[anchor]);
  return trials.sort(
    (a, b) =>
      b.gain - a.gain || plainness(a.anchor) - plainness(b.anchor) || a.anchor - b.anchor || a.change - b.change,
  );
}

function agreementAt(change: number, anchor: number, errors: number, evidence: Evidence): number {
  const { candidates, anchors, census, reference } = evidence;
  const one = candidates.changes[change];
  const kind = standingAnchor(one, anchors.kinds[anchor]);
  if (reference === null || kind === null) return 0;
  const stands = anchors.find(kind, anchors.values[anchor]);
  const sides = (from: Census) => ({
    standing: stands < 0 ? 0 : from.count(one.label, stands),
    suggested: from.count(one.suggestion, anchor),
  });
  return agreement(sides(census), errors, sides(reference));
}

export function withoutWordsInDisguise(trials: readonly Trial[], anchors: Anchors): readonly Trial[] {
  const keyOf = ({ change }: Trial, suffix: number) => `${change} ${suffix}`;
  const mostOfAWord = new Map<string, number>();
  for (const trial of trials) {
    if (anchors.kinds[trial.anchor] !== "last") continue;
    const suffix = anchors.suffixOf(anchors.values[trial.anchor]);
    if (suffix < 0) continue;
    const key = keyOf(trial, suffix);
    mostOfAWord.set(key, Math.max(mostOfAWord.get(key) ?? 0, trial.errorsThere));
  }
  return trials.filter(
    (trial) =>
      anchors.kinds[trial.anchor] !== "suffix" ||
      (mostOfAWord.get(keyOf(trial, trial.anchor)) ?? 0) < PATTERNS.oneWord * trial.errorsThere,
  );
}

const add = (sums: Map<number, number>, key: number, by: number) => sums.set(key, (sums.get(key) ?? 0) + by);
