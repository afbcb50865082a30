import * as v from "valibot";
import { count, described, listOf, object, position, reference, tokens } from "./parts.js";
import { segmentSchema } from "./segment.js";

export const sentenceSchema = described(
  object({
    file: described(v.string(), "The file that it stands in, as findings name it."),
    sentence: described(count, "Its number in the file, from 0, as findings have it."),
    line: described(position, "Line of its first token, from 1."),
    tokens: described(tokens, "Its tokens, all of them."),
    segments: described(listOf(reference(segmentSchema)), "What is annotated in it, in order."),
  }),
  "A whole sentence with its annotation as it stands.",
);

/** A whole sentence of the training file or the reference, with its annotation as it stands. */
export type Sentence = v.InferOutput<typeof sentenceSchema>;

/** Where a finding or a sentence stands. */
interface Place {
  readonly file: string;
  readonly sentence: number;
}

/** A sentence's name among those of a report. */
export function sentenceKey({ file, sentence }: Place): string {
  return `${sentence} ${file}`;
}

/** How many tokens each of the sentences has, by its name. */
export function sentenceLengths(sentences: readonly Sentence[]): ReadonlyMap<string, number> {
  return new Map(sentences.map((one) => [sentenceKey(one), one.tokens.length]));
}

/** The names of the sentences that findings stand in, and of those right before and after them. */
export function keysAround(findings: Iterable<Place>): Set<string> {
  const keys = new Set<string>();
  for (const { file, sentence } of findings)
    for (const near of [sentence - 1, sentence, sentence + 1]) keys.add(sentenceKey({ file, sentence: near }));
  return keys;
}
