import type { AnchorKind } from "./anchors.js";
import type { Change, ChangeKind } from "./change.js";

/** Segments at an anchor, in one corpus: as they stand, and as a pattern would have them. */
export interface Sides {
  readonly standing: number;
  readonly suggested: number;
}

/**
 * How much likelier, in nats, the reference is if the training corpus is put right at the anchor than as it stands. With the
 * share s of segments at the anchor that are as the pattern would have them,
 *
 *     s_0 = (a + ½) / (a + b + 1)    as it stands: a suggested, b standing
 *     s_1 = (a + k + ½) / (a + b + 1)    with the k expected errors put right
 *     agreement = m log(s_1 / s_0) + l log((1 − s_1) / (1 − s_0))    the reference: m suggested, l standing
 *
 * Below 0 the reference has it as the training corpus has: then the score is wrong, not the label. 0 where
 * the reference has no such segment.
 */
export function agreement(train: Sides, errors: number, reference: Sides): number {
  const all = train.suggested + train.standing + 1;
  const stands = (train.suggested + 0.5) / all;
  const right = Math.min((train.suggested + errors + 0.5) / all, (all - 0.5) / all);
  return reference.suggested * Math.log(right / stands) + reference.standing * Math.log((1 - right) / (1 - stands));
}

/**
 * Where the anchor is found on segments as they stand: there the words that moved bounds take in or give up stand next to the
 * segment or in it. Null where the two cannot be compared.
 */
export function standingAnchor({ kind }: Change, anchor: AnchorKind): AnchorKind | null {
  if (anchor === "document" || anchor === "section") return null;
  const moved = MOVED[kind];
  if (moved === undefined) return anchor;
  if (anchor === moved.right) return moved.stands;
  return moved.same.includes(anchor) ? anchor : null;
}

/** The anchor whose value is the word that a moved bound takes in or gives up; null where no bound moves, or both do. */
export function movedOver({ kind }: Change): AnchorKind | null {
  const moved = MOVED[kind];
  return moved && moved.right !== moved.stands ? moved.right : null;
}

/** The anchor on the moved side, as it should be and as it stands; and those that the other side leaves alone. */
const MOVED: Partial<Record<ChangeKind, { right: AnchorKind; stands: AnchorKind; same: readonly AnchorKind[] }>> = {
  before: { right: "first", stands: "previous", same: ["last", "suffix", "next"] },
  after: { right: "last", stands: "next", same: ["first", "previous"] },
  first: { right: "previous", stands: "first", same: ["last", "suffix", "next"] },
  last: { right: "next", stands: "last", same: ["first", "previous"] },
  split: { right: "lower", stands: "lower", same: [] },
  bounds: { right: "lower", stands: "lower", same: [] },
};
