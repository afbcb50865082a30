import type { Finding, Sentence } from "../../findings/report.js";
import type { Span } from "../../findings/verdicts/index.js";

/** The words of a finding's sentence, the number of the first, and what is annotated among them. */
export type Words = Pick<Sentence, "tokens" | "segments"> & { readonly first: number };

/** The words to choose bounds from: the whole sentence where the report has it, else what the finding knows of it. */
export function wordsAround(finding: Finding, sentence: Sentence | undefined): Words {
  if (sentence) return { first: 0, tokens: sentence.tokens, segments: sentence.segments };
  const { context, tokens, start } = finding;
  const words = [...context.before, ...tokens, ...context.after];
  return { first: start - context.before.length, tokens: words, segments: [] };
}

/**
 * The span that an answer names: "3-5" or "3 5", the numbers of its first and last word from 1, or "4" for one word.
 *
 * @returns null where it names none of these words
 */
export function spanOf(answer: string, { first, tokens }: Words): Span | null {
  const match = /^(\d+)(?:\s*[-–\s]\s*(\d+))?$/.exec(answer.trim());
  if (!match) return null;
  const [from, to] = [Number(match[1]), Number(match[2] ?? match[1])];
  if (from < first + 1 || to < from || to > first + tokens.length) return null;
  return { start: from - 1, end: to };
}
