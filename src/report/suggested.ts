import type { Finding } from "../findings/report.js";

/** What a suggestion needs of its finding. */
type Suggesting = Pick<Finding, "start" | "end" | "label" | "tokens" | "context" | "replacement">;

/** A segment that should stand in a finding's place: its words, as far as the finding knows them, and its label. */
export interface Suggested {
  readonly words: readonly string[];
  readonly label: string;
}

/** The segments that should stand there; none for no segment, and for tags that break their scheme. */
export function suggestedSegments({
  start,
  tokens,
  context,
  replacement,
}: Omit<Suggesting, "end" | "label">): Suggested[] {
  const words = [...context.before, ...tokens, ...context.after];
  const first = start - context.before.length;
  return (replacement?.segments ?? []).map((one) => ({
    words: words.slice(Math.max(0, one.start - first), one.end - first),
    label: one.label,
  }));
}

/** Whether what should stand there has the bounds of what does. */
export function keepsBounds({ start, end, replacement }: Pick<Suggesting, "start" | "end" | "replacement">): boolean {
  return replacement === null || replacement.segments.every((one) => one.start === start && one.end === end);
}

/**
 * A finding by the words that people should look at: where words without a label should have one, those that should, for the
 * others there have no bounds that anybody chose. Any other finding as it is.
 */
export function inFocus<F extends Suggesting>(finding: F): F {
  const { label, start, tokens, context, replacement } = finding;
  const [one, ...others] = replacement?.segments ?? [];
  const first = start - context.before.length;
  const words = [...context.before, ...tokens, ...context.after];
  if (label !== "O" || one === undefined || others.length > 0) return finding;
  if (one.start < first || one.end > first + words.length) return finding;
  return {
    ...finding,
    start: one.start,
    end: one.end,
    tokens: words.slice(one.start - first, one.end - first),
    context: { before: words.slice(0, one.start - first), after: words.slice(one.end - first) },
    replacement: { ...replacement, start: one.start, end: one.end, segments: [one] },
  };
}
