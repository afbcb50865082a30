import { isTypeName, readTag } from "./tags.js";
import type { BracketPair, Spelling, TagCounts } from "./types.js";

/** A bracketed tag: what it opens, and whether it closes. */
export interface Bracket {
  readonly opens: string | null;
  readonly closes: boolean;
}

const PAIRS: readonly BracketPair[] = ["()", "[]", "{}", "<>"];
const FILLERS = ["*", "-", "_"];

/**
 * What takes `(PER*`, `*`, `*)`, `(PER)` or `(PER*)` apart, whatever the brackets and what stands for `*`. It answers undefined
 * for others, and for brackets within brackets.
 */
export function bracketReader({
  pair = "()",
  outside,
}: Pick<Spelling, "pair" | "outside">): (tag: string) => Bracket | undefined {
  const [open, close] = pair;
  const isType = (text: string) => text !== "" && !/[\s*]/.test(text) && !text.includes(open) && !text.includes(close);
  return (tag) => {
    const closes = tag.endsWith(close);
    const rest = closes ? tag.slice(0, -1) : tag;
    if (rest === outside) return { opens: null, closes };
    if (!rest.startsWith(open)) return undefined;
    const goesOn = rest.endsWith(outside);
    const type = goesOn ? rest.slice(1, -outside.length) : rest.slice(1);
    return isType(type) && (goesOn || closes) ? { opens: type, closes } : undefined;
  };
}

/** The types of tags in a spelling. */
export function typesIn(spelling: Spelling, tags: Iterable<string>): Set<string> {
  const bracket = spelling.form === "brackets" ? bracketReader(spelling) : undefined;
  const typeOf = (tag: string) => (bracket ? bracket(tag)?.opens : readTag(spelling, tag)?.type);
  return new Set([...tags].flatMap((tag) => typeOf(tag) ?? []));
}

/** At least as many of the tags must be brackets for them to be the spelling. */
const SHARE = 0.99;

/** The spelling, where these tags are brackets of which none holds another; null otherwise. */
export function recogniseBrackets(counts: TagCounts): Spelling | null {
  const pair = pairOf(counts);
  if (pair === undefined) return null;
  const occurs = (filler: string) => counts.get(filler) ?? 0;
  const outside = FILLERS.reduce((best, one) => (occurs(one) > occurs(best) ? one : best));
  const isUsual = pair === "()" && outside === "*";
  const spelling = { pair, outside };
  const read = bracketReader(spelling);
  let [total, bracketed, opened, runs, plainSingles, starredSingles] = [0, 0, 0, 0, 0, 0];
  for (const [tag, count] of counts) {
    total += count;
    const bracket = read(tag);
    if (!bracket) continue;
    bracketed += count;
    if (bracket.opens === null) continue;
    // Mark-up, references and the like are written between brackets, too.
    if (!isUsual && !isTypeName(bracket.opens)) return null;
    opened += count;
    if (!bracket.closes) runs += count;
    else if (tag.at(-2) === outside) starredSingles += count;
    else plainSingles += count;
  }
  if (opened === 0 || bracketed < SHARE * total || (!isUsual && runs + starredSingles === 0)) return null;
  const single = starredSingles > plainSingles ? "(T*)" : "(T)";
  const found: Spelling = { form: "brackets", outside, separator: "", letters: {}, single };
  return pair === "()" ? found : { ...found, pair };
}

/** The brackets with which the first value that has some begins. */
function pairOf(counts: TagCounts): BracketPair | undefined {
  for (const tag of counts.keys()) {
    const pair = PAIRS.find((one) => tag.length > 2 && tag[0] === one[0]);
    if (pair) return pair;
  }
  return undefined;
}
