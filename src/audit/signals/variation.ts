import type { AnnotatedCorpus } from "../../corpus/index.js";
import type { Corpus } from "../../corpus/types.js";
import { annotatedCandidates, type Candidates, joined, missedCandidates } from "../candidates/candidates.js";
import { type Annotated, recurringSpans } from "../candidates/recurring.js";

/**
 * How the words of each candidate are labelled elsewhere (variation n-grams: Dickinson & Meurers 2003, Detecting errors in
 * part-of-speech annotation). The candidates themselves, missed spans among them, are the training file's occurrences.
 */
export interface Variation {
  /** Length `count`: other candidates with the same words and the same label, and with another one. */
  readonly same: Float64Array;
  readonly other: Float64Array;
  /** The same of the reference's segments, and of its spans that a segment elsewhere has the words of ("O"). */
  readonly referenceSame: Float64Array;
  readonly referenceOther: Float64Array;
}

/** @param reference null without one: its counts are 0 then */
export function variationOf(
  annotated: Pick<AnnotatedCorpus, "corpus" | "segments">,
  candidates: Candidates,
  reference: Annotated | null,
): Variation {
  const { corpus } = annotated;
  const counts = countedBy(corpus, candidates);
  const elsewhere = reference && countedBy(reference.corpus, occurrences(reference, [annotated, reference]));
  const column = () => new Float64Array(candidates.count);
  const variation = { same: column(), other: column(), referenceSame: column(), referenceOther: column() };
  for (let i = 0; i < candidates.count; i++) {
    const words = textOf(corpus, candidates.start[i], candidates.end[i]);
    const label = candidates.labels[candidates.label[i]] ?? "O";
    const here = counts.get(words) as ReadonlyMap<string, number>;
    variation.same[i] = (here.get(label) as number) - 1;
    variation.other[i] = total(here) - (here.get(label) as number);
    const there = elsewhere?.get(words);
    variation.referenceSame[i] = there?.get(label) ?? 0;
    variation.referenceOther[i] = there ? total(there) - (there.get(label) ?? 0) : 0;
  }
  return variation;
}

/** The signal: the share of the same words elsewhere in the training file that bear another label; NaN where there are none. */
export function variationSignal({ same, other }: Variation): Float64Array {
  return same.map((s, i) => other[i] / (s + other[i]));
}

/** A corpus's segments, and its unlabelled spans that are a segment somewhere in the sources. */
function occurrences({ corpus, segments }: Annotated, sources: readonly Annotated[]): Candidates {
  return joined(annotatedCandidates(segments), missedCandidates(segments, [recurringSpans(corpus, sources)]));
}

/** By words: how often they are a span with each label. */
function countedBy(corpus: Corpus, { count, start, end, label, labels }: Candidates): Map<string, Map<string, number>> {
  const counts = new Map<string, Map<string, number>>();
  for (let i = 0; i < count; i++) {
    const words = textOf(corpus, start[i], end[i]);
    const name = labels[label[i]] ?? "O";
    let here = counts.get(words);
    if (!here) {
      here = new Map();
      counts.set(words, here);
    }
    here.set(name, (here.get(name) ?? 0) + 1);
  }
  return counts;
}

/** How many there are of all kinds. */
export function total(counts: ReadonlyMap<unknown, number>): number {
  let sum = 0;
  for (const count of counts.values()) sum += count;
  return sum;
}

/** No word holds a line break, so the words of two spans are equal where the texts are. */
function textOf({ words }: Corpus, start: number, end: number): string {
  if (end === start + 1) return words.values[words.ids[start]];
  return Array.from(words.ids.subarray(start, end), (id) => words.values[id]).join("\n");
}
