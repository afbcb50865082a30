/** Labelled tokens first … past − 1. */
export interface TokenSpan {
  readonly first: number;
  readonly past: number;
  readonly label: string;
}

/** The segments that tags spell: a prefix B, S or U opens one, and so does another type than before. */
export function segmentsIn(tags: readonly string[]): TokenSpan[] {
  const segments: { first: number; past: number; label: string }[] = [];
  let isOpen = false;
  for (const [token, tag] of tags.entries()) {
    const [, prefix, label] = /^([BIESLU])-(.+)$/su.exec(tag) ?? [];
    const last = segments.at(-1);
    if (label === undefined) isOpen = false;
    else if (isOpen && last?.label === label && !"BSU".includes(prefix)) last.past = token + 1;
    else segments.push({ first: token, past: token + 1, label });
    if (label !== undefined) isOpen = !"ESLU".includes(prefix);
  }
  return segments;
}
