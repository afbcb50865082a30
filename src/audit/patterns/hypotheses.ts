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
  /** 0 where its support is too little. */
  readonly gain: number;
  /** Candidates of the label, and those of them that have the anchor. */
  readonly all: number;
  readonly there: number;
  readonly errorsThere: number;
}

/**
 * What can be said of segments that should be none. Names look unlike the words outside segments and stand in other places, so
 * by their shape or their neighbours all that is taken for a name would stand out from these.
 */
const OF_NO_SEGMENT: ReadonlySet<AnchorKind> = new Set(["lower", "first", "last"]);

/**
 * What cannot be said of segments that are left out, or that should be none. In a document from which names are missing nearly every word
 * that may be a name is suspicious, so they would all be taken for one; in a text of another kind than the reference, a list of companies, say,
 * nearly every name is. The score knows of the document.
 */
const OF_A_PLACE: ReadonlySet<AnchorKind> = new Set(["document", "section"]);

const canBeSaid = (kind: ChangeKind, anchor: AnchorKind): boolean =>
  !(kind === "spurious" && !OF_NO_SEGMENT.has(anchor)) && !(kind === "missed" && OF_A_PLACE.has(anchor));

/** What a pattern needs: of candidates at its anchor, and of expected errors among them. */
export interface Support {
  readonly least: number;
  isEnough(trial: Pick<Trial, "there" | "errorsThere">): boolean;
}

/** What is compared with others, or counted, even where few candidates have it. */
const OF_ANY_SUPPORT: ReadonlySet<AnchorKind> = new Set(["last", "section"]);

/**
 * Every change and anchor of the label's candidates that are not yet explained, in no order; of most kinds of anchors, those alone that
 * enough candidates have.
 */
export function trialsFor(label: number, evidence: Evidence, alive: Uint8Array, support: Support): Trial[] {
  const { candidates, anchors, rows } = evidence;
  const isOpen = (row: number) => alive[row] === 1 && candidates.label[row] === label;
  const there = new AnchorSums(anchors.kinds.length, rows);
  const byChange = new Map<number, number[]>();
  for (let i = 0; i < candidates.count; i++) {
    if (!isOpen(i)) continue;
    const change = candidates.change[i];
    const own = byChange.get(change);
    if (own) own.push(i);
    else byChange.set(change, [i]);
    there.add(i, 1);
  }
  const errors = new AnchorSums(anchors.kinds.length, rows);
  return [...byChange].flatMap(([change, own]) => {
    if (change < 0) return [];
    errors.clear();
    for (const row of own) errors.add(row, candidates.probability[row]);
    return trialsOfChange(label, change, errors, there, evidence, support);
  });
}

/** @param errors, there Σ of probabilities, and candidates, by anchor */
function trialsOfChange(
  label: number,
  change: number,
  errors: AnchorSums,
  there: AnchorSums,
  evidence: Evidence,
  support: Support,
): Trial[] {
  const { candidates, anchors } = evidence;
  const { kind } = candidates.changes[change];
  const trials: Trial[] = [];
  for (const anchor of errors.anchors) {
    const anchorKind = anchors.kinds[anchor];
    const all = there.at(anchor);
    if (!canBeSaid(kind, anchorKind) || (all < support.least && !OF_ANY_SUPPORT.has(anchorKind))) continue;
    const counts = { there: all, errorsThere: errors.at(anchor) };
    const gain = support.isEnough(counts) ? gainAt(change, anchor, errors, evidence) : 0;
    trials.push({ label, change, anchor, gain, all: there.total, ...counts });
  }
  return trials;
}

function gainAt(change: number, anchor: number, errors: AnchorSums, evidence: Evidence): number {
  const { candidates, census, expected } = evidence;
  const { suggestion } = candidates.changes[change];
  const errorsThere = errors.at(anchor);
  const explained = gainOf({
    ...{ all: census.total(suggestion) + expected.total(suggestion), errors: errors.total },
    ...{ there: census.count(suggestion, anchor) + expected.count(suggestion, anchor), errorsThere },
  });
  const agreed = agreementAt(change, anchor, errorsThere, evidence);
  // Against the reference there is no pattern, however much of the suspicion it would explain.
  return agreed < PATTERNS.leastAgreement ? 0 : explained + agreed;
}

/** Sums over rows of candidates, in all and by anchor; to clear them takes as long as to add what was added. */
class AnchorSums {
  total = 0;
  /** Those that a row has. */
  readonly anchors: number[] = [];
  private readonly sums: Float64Array;
  private readonly isThere: Uint8Array;

  /** @param rows the anchors of each candidate */
  constructor(
    count: number,
    private readonly rows: Int32Array,
  ) {
    this.sums = new Float64Array(count);
    this.isThere = new Uint8Array(count);
  }

  add(row: number, by: number): void {
    this.total += by;
    const { rows, sums, isThere } = this;
    for (let j = row * WIDTH; j < (row + 1) * WIDTH && rows[j] >= 0; j++) {
      const anchor = rows[j];
      if (isThere[anchor] === 0) this.anchors.push(anchor);
      isThere[anchor] = 1;
      sums[anchor] += by;
    }
  }

  at(anchor: number): number {
    return this.sums[anchor];
  }

  clear(): void {
    this.total = 0;
    for (const anchor of this.anchors) {
      this.sums[anchor] = 0;
      this.isThere[anchor] = 0;
    }
    this.anchors.length = 0;
  }
}

/** The trials in the order in which patterns are chosen: the greatest gain first. */
export function inOrderOfGain(trials: readonly Trial[], anchors: Anchors): Trial[] {
  const plainness = (anchor: number) => ANCHOR_KINDS.indexOf(anchors.kinds[anchor]);
  return [...trials].sort(
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
