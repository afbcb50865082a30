import { fileTags } from "../../corpus/index.js";
import { isSameSegment, overlap } from "../../corpus/overlap.js";
import type { LabelledSegment } from "../../corpus/spelling.js";
import type { Corpus, Scheme } from "../../corpus/types.js";
import { segmentsOf } from "./retag.js";
import { tagsOf } from "./sentence.js";

/** The annotation that a finding or a verdict is about. */
export interface Annotation extends LabelledSegment {
  /** Whether `label` is the tag of one token, not the label of a segment. */
  readonly isTag: boolean;
}

/** Whether a sentence is annotated so: with that tag, that segment, or under "O" with no segment there. */
export function isAnnotated(corpus: Corpus, sentence: number, scheme: Scheme, annotation: Annotation): boolean {
  const { start, label, isTag } = annotation;
  if (isTag) return fileTags(corpus, sentence)[start] === label;
  const tags = tagsOf(corpus, sentence);
  const there = segmentsOf(tags, scheme).filter((segment) => overlap(segment, annotation));
  // Under plain, "O" is the label of a segment like any other.
  return there.some((segment) => isSameSegment(segment, annotation)) || (label === "O" && there.length === 0);
}
