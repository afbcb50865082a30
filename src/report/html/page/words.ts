import type { PlacedSegment } from "../../../findings/segment.js";
import { sentenceKey } from "../../../findings/sentence.js";
import type { PageData, PageFinding, PageSentence } from "../data.js";

/** The words of a sentence as far as they are known, with the number of the first, and what is annotated among them. */
export interface Words {
  readonly first: number;
  readonly tokens: readonly string[];
  readonly segments: readonly PlacedSegment[];
}

const indices = new WeakMap<PageData, ReadonlyMap<string, PageSentence>>();

/** A sentence of a file; undefined where the page does not have it. */
export function sentenceAt(data: PageData, file: string, sentence: number): Words | undefined {
  let index = indices.get(data);
  if (index === undefined) {
    index = new Map(data.sentences.map((one) => [sentenceKey(one), one]));
    indices.set(data, index);
  }
  const found = index.get(sentenceKey({ file, sentence }));
  if (found === undefined) return undefined;
  const segments = found.segments.map(([start, end, label]) => ({ start, end, label: data.names[label] ?? "" }));
  return { first: 0, tokens: found.tokens, segments };
}

/** The words of a finding's sentence: all of them, or as many as the finding itself has. */
export function wordsOf(finding: PageFinding, data: PageData): Words {
  const { context, tokens, start, file, sentence } = finding;
  const whole = sentenceAt(data, file, sentence);
  if (whole) return whole;
  const words = [...context.before, ...tokens, ...context.after];
  return { first: start - context.before.length, tokens: words, segments: [] };
}
