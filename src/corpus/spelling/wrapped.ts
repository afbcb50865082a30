import { OUTSIDES } from "./outside.js";
import type { Spelling, TagCounts } from "./types.js";

/** What stands before and after each tag: `<B-PER>`, `[B-PER]`; or after it alone, of brackets around the type: `B(PER)`. */
const WRAPPINGS: readonly (readonly [before: string, after: string])[] = [
  ...(["<>", "[]", "()", "{}"] as const).map(([before, after]) => [before, after] as const),
  ...[...">])}"].map((after) => ["", after] as const),
  // Blanks and invisible signs that came along with a paste.
  ...[..."\u00a0\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"].map((after) => ["", after] as const),
];

/**
 * The spelling of tags that have signs around them, all but O at least; null where they have none.
 *
 * @param recognise the spelling of what is between them
 */
export function unwrapped<Recognised extends { readonly spelling: Spelling }>(
  counts: TagCounts,
  recognise: (inner: TagCounts) => Recognised | null,
): Recognised | null {
  for (const around of WRAPPINGS) {
    const inner = innerCounts(counts, around);
    const found = inner && recognise(inner.counts);
    if (!found || (found.spelling.form !== "prefix" && found.spelling.form !== "suffix")) continue;
    const { outside } = found.spelling;
    return { ...found, spelling: { ...found.spelling, around, outside: inner.written.get(outside) ?? outside } };
  }
  return null;
}

/** The tags without what is around them, and how what stands for O is written; null where one of them has nothing around it. */
function innerCounts(counts: TagCounts, around: readonly [string, string]) {
  const inner = new Map<string, number>();
  const written = new Map<string, string>();
  let wrapped = 0;
  for (const [tag, count] of counts) {
    const core = withoutAround(tag, around);
    if (core === undefined && !OUTSIDES.includes(tag)) return null;
    if (core !== undefined && !OUTSIDES.includes(core)) wrapped++;
    inner.set(core ?? tag, (inner.get(core ?? tag) ?? 0) + count);
    written.set(core ?? tag, tag);
  }
  return wrapped > 0 && inner.size === counts.size ? { counts: inner, written } : null;
}

/** A tag of the spelling without what stands around all of them; undefined where it does not stand there. */
export function withoutAround(tag: string, [before, after]: NonNullable<Spelling["around"]>): string | undefined {
  if (tag.length <= before.length + after.length || !tag.startsWith(before) || !tag.endsWith(after)) return undefined;
  return tag.slice(before.length, tag.length - after.length);
}
