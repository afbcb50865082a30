import type { AnnotatedCorpus } from "../../corpus/index.js";
import type { Pattern } from "../../findings/pattern.js";
import type { ReasonOf } from "../../findings/reason.js";
import { at } from "../../math/at.js";
import { type AnchorKind, AnchorReader, Anchors } from "../patterns/anchors.js";

/** How the reference annotates the segments that a pattern's anchor fits; null where it has none, or none can be compared. */
export type Anchored = (pattern: Pattern) => ReasonOf<"pattern">["reference"];

/** Documents and sections are of one file only, and words outside every segment are no segments to count. */
const isComparable = ({ label, suggestion, anchor }: Pattern): boolean =>
  label !== "O" && suggestion !== "O" && anchor.kind !== "document" && anchor.kind !== "section";

/** Counts the reference's segments at an anchor, by label, when first asked. */
export function anchoredIn(reference: Pick<AnnotatedCorpus, "corpus" | "segments"> | null): Anchored {
  const anchors = new Anchors();
  let counted: readonly Map<string, number>[] | null = null;
  return (pattern) => {
    if (reference === null || !isComparable(pattern)) return null;
    counted ??= countedBy(reference, anchors);
    const number = anchors.find(pattern.anchor.kind as AnchorKind, pattern.anchor.value);
    const counts = counted[number];
    if (counts === undefined) return null;
    const of = [...counts.values()].reduce((sum, one) => sum + one, 0);
    return { label: pattern.suggestion, count: counts.get(pattern.suggestion) ?? 0, of };
  };
}

function countedBy(
  { corpus, segments }: Pick<AnnotatedCorpus, "corpus" | "segments">,
  anchors: Anchors,
): readonly Map<string, number>[] {
  const reader = new AnchorReader(corpus, anchors, false);
  const counts: Map<string, number>[] = [];
  for (let i = 0; i < segments.count; i++) {
    const label = at(segments.labels, at(segments.label, i));
    // A word that is a whole segment is its own first and last word: anchors of one kind come once.
    for (const anchor of reader.of(at(segments.sentence, i), at(segments.start, i), at(segments.end, i))) {
      counts[anchor] ??= new Map();
      counts[anchor].set(label, (counts[anchor].get(label) ?? 0) + 1);
    }
  }
  return counts;
}
