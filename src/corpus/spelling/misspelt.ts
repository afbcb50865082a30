/** Types that well-known label sets hold as well as others that look like them: never slips of each other. */
const WELL_KNOWN = new Set(
  (
    "PER LOC ORG MISC GPE FAC NORP DATE TIME MONEY PERCENT LAW EVENT PRODUCT LANGUAGE QUANTITY ORDINAL CARDINAL " +
    "WORK_OF_ART NP VP PP ADJP ADVP SBAR PRT CONJP INTJ LST UCP"
  ).split(" "),
);

/** A type so rare next to one that looks almost the same is a slip of the pen. */
const MOST_SLIPS = 2;
const TIMES_RARER = 20;
const SHORTEST = 3;

/**
 * Types that look like slips for another one, which occurs at least twenty times as often: they differ from it in case,
 * punctuation, width or invisible characters; or they occur once or twice and differ by one letter (PRG for PER is two: it is
 * not one; ORG* and PRG for ORG are).
 *
 * @param tokensOf tokens by type
 * @returns the type that is meant, by the one that stands there
 */
export function misspeltTypes(tokensOf: ReadonlyMap<string, number>): Map<string, string> {
  const found = new Map<string, string>();
  for (const [type, tokens] of tokensOf) {
    const isRare = tokens <= MOST_SLIPS && !WELL_KNOWN.has(type);
    let meant: string | undefined;
    for (const [other, others] of tokensOf) {
      if (others < TIMES_RARER * tokens || others <= (meant === undefined ? 0 : (tokensOf.get(meant) ?? 0))) continue;
      if (isSameBare(type, other) || (isRare && isSlip(type, other))) meant = other;
    }
    if (meant !== undefined) found.set(type, meant);
  }
  return found;
}

/** The known type that a word is, but for case and punctuation, or else by one letter; undefined for none or several. */
export function nearestType(word: string, types: Iterable<string>): string | undefined {
  const known = [...types];
  const same = known.filter((type) => bare(type) === bare(word));
  if (same.length > 0) return same.length === 1 ? same[0] : undefined;
  const near = known.filter((type) => isSlip(word, type));
  return near.length === 1 ? near[0] : undefined;
}

function isSlip(word: string, type: string): boolean {
  if (isSameBare(word, type)) return true;
  const [one, other] = [bare(word), bare(type)];
  // DRUG1 and DRUG2 are two types.
  if (/\p{N}/u.test(one + other) || Math.min(one.length, other.length) < SHORTEST) return false;
  return differsByOne(one, other);
}

function isSameBare(word: string, type: string): boolean {
  return word !== type && bare(word) === bare(type) && bare(word) !== "";
}

function bare(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");
}

/** One letter put in, left out or changed, or two neighbours exchanged. */
function differsByOne(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long.length - short.length > 1) return false;
  let start = 0;
  while (start < short.length && short[start] === long[start]) start++;
  let end = 0;
  while (end < short.length - start && short.at(-1 - end) === long.at(-1 - end)) end++;
  const [left, right] = [short.slice(start, short.length - end), long.slice(start, long.length - end)];
  if (left.length + right.length <= 2 && right.length === 1) return true;
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
}
