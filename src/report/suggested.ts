import type { Finding } from "../findings/report.js";

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
}: Pick<Finding, "start" | "tokens" | "context" | "replacement">): Suggested[] {
  const words = [...context.before, ...tokens, ...context.after];
  const first = start - context.before.length;
  return (replacement?.segments ?? []).map((one) => ({
    words: words.slice(Math.max(0, one.start - first), one.end - first),
    label: one.label,
  }));
}

/** Whether what should stand there has the bounds of what does. */
export function keepsBounds({ start, end, replacement }: Finding): boolean {
  return replacement === null || replacement.segments.every((one) => one.start === start && one.end === end);
}
