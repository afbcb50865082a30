import type { Spelling, TagCounts } from "./types.js";

/** A bracketed tag: what it opens, and whether it closes. */
export interface Bracket {
  readonly opens: string | null;
  readonly closes: boolean;
}

const BRACKET = /^(?:\(([^()*\s]+)(\*?)|(\*))(\)?)$/u;

/** Takes `(PER*`, `*`, `*)`, `(PER)` or `(PER*)` apart; undefined for others, and for brackets within brackets. */
export function readBracket(tag: string): Bracket | undefined {
  const match = BRACKET.exec(tag);
  if (!match || (match[1] !== undefined && match[2] === "" && match[4] === "")) return undefined;
  return { opens: match[1] ?? null, closes: match[4] === ")" };
}

/** At least as many of the tags must be brackets for them to be the spelling. */
const SHARE = 0.99;

/** The spelling, where these tags are brackets of which none holds another; null otherwise. */
export function recogniseBrackets(counts: TagCounts): Spelling | null {
  let total = 0;
  let read = 0;
  let opened = 0;
  let plainSingles = 0;
  let starredSingles = 0;
  for (const [tag, count] of counts) {
    total += count;
    const bracket = readBracket(tag);
    if (!bracket) continue;
    read += count;
    if (bracket.opens === null) continue;
    opened += count;
    if (!bracket.closes) continue;
    if (tag.endsWith("*)")) starredSingles += count;
    else plainSingles += count;
  }
  if (opened === 0 || read < SHARE * total) return null;
  const single = starredSingles > plainSingles ? "(T*)" : "(T)";
  return { form: "brackets", outside: "*", separator: "", letters: {}, single };
}
