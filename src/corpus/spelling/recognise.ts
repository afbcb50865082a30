import { bracketReader, recogniseBrackets } from "./brackets.js";
import { isLikeTag, OUTSIDES, outsideOf } from "./outside.js";
import { spellingsInWords } from "./prefix-words.js";
import { isTypeName, readTag } from "./tags.js";
import { type Letter, type Spelling, STANDARD, type TagCounts } from "./types.js";
import { unwrapped } from "./wrapped.js";

/** What the tags of a column are, on the whole. */
export interface Recognition {
  readonly spelling: Spelling;
  /** Tokens within segments, and tokens whose tag the spelling does not have. */
  readonly chunked: number;
  readonly foreign: number;
}

/** Prefixes with M for I and W for S are read where segments end in E or S/W as well. */
const LETTER_SETS: readonly Readonly<Partial<Record<Letter, string>>>[] = [
  {},
  { I: "M" },
  { I: "M", S: "W" },
  { S: "W" },
];

const SEPARATORS = [
  ...[" - ", "-", "_", ":", "/", ".", "|", "+", "@", "=", " ", "#", "~"],
  // Hyphens as programs for texts set them.
  ..."\u2010\u2011\u2012\u2013\u2014\u2212\uff0d",
  // B(PER)
  ..."([{<",
];

/** The share of tags other than O that must be of the spelling: the rest are foreign. */
const GREAT_MAJORITY = 0.9;
/** Where tags are foreign, as many others at least must be there to say so. */
const FEWEST = 10;
/** No corpus has more types. */
const MOST_VALUES = 2000;
/** Types without prefixes are told from parts of speech by what stands outside: at least half of the tokens. */
const BARE_OUTSIDE = 0.5;
const MOST_BARE_TYPES = 200;

/**
 * The spelling of the great majority of tags; null where they are plain (parts of speech).
 *
 * @param isAsked the user has named a scheme other than plain, so that bare types need no further evidence
 */
export function recognise(counts: TagCounts, isAsked = false): Recognition | null {
  const found = counts.size > MOST_VALUES ? null : recognised(counts, isAsked);
  return found && inOneScheme(found, counts);
}

/** With U in place of S among E, or S in place of U among L, the letters of BIOES and BILOU. */
function inOneScheme(found: Recognition, counts: TagCounts): Recognition {
  const { spelling } = found;
  if (spelling.form !== "prefix" && spelling.form !== "suffix" && spelling.form !== "untyped") return found;
  const used = usedLetters(spelling, counts);
  const [isE, isL, isS, isU] = (["E", "L", "S", "U"] as const).map((letter) => used.has(letter));
  const isMixed = isE !== isL && isS !== isU && isE !== isS;
  if (!isMixed) return found;
  const { S = "S", U = "U" } = spelling.letters;
  return { ...found, spelling: { ...spelling, letters: { ...spelling.letters, S: U, U: S } } };
}

function recognised(counts: TagCounts, isAsked = false): Recognition | null {
  const brackets = recogniseBrackets(counts);
  if (brackets) return tally(brackets, counts);
  const standard = tally(STANDARD, counts);
  if (standard.foreign === 0) return standard;
  const worded = best(spellingsInWords(counts, outsideOf(counts), SEPARATORS), counts);
  if (worded) return worded;
  const inside = unwrapped(counts, recognised);
  if (inside) return inside;
  if (!couldBeTags(counts)) return bare(counts, isAsked);
  // BNEP comes last: with nothing between prefix and type, LOC and BOOK are tags as well.
  return best(separated(counts), counts) ?? best(joined(counts), counts) ?? bare(counts, isAsked);
}

/** Whether so many of the values look like tags with prefixes that it is worth trying which. */
function couldBeTags(counts: TagCounts): boolean {
  const outside = outsideOf(counts);
  let like = 0;
  let unlike = 0;
  for (const [value, count] of counts) {
    if (value === outside || OUTSIDES.includes(value)) continue;
    if (isLikeTag(value)) like += count;
    else unlike += count;
  }
  return like > 0 && like >= GREAT_MAJORITY * (like + unlike);
}

/** The spelling that most tags are of, among those that are believable; of equals the first. */
function best(spellings: Iterable<Spelling>, counts: TagCounts): Recognition | null {
  let most: Recognition | null = null;
  for (const spelling of spellings) {
    const found = tally(spelling, counts);
    if (found.chunked > (most?.chunked ?? 0) && isBelievable(found, counts)) most = found;
  }
  return most;
}

/** Of the tags other than O, how many are B-PER and the like and how many are not. */
export function tally(spelling: Spelling, counts: TagCounts): Recognition {
  let chunked = 0;
  let foreign = 0;
  const bracket = spelling.form === "brackets" ? bracketReader(spelling) : undefined;
  for (const [tag, count] of counts) {
    if (bracket) chunked += (bracket(tag)?.opens ?? null) === null ? 0 : count;
    else {
      const read = readTag(spelling, tag);
      if (read === undefined) foreign += count;
      else if (read !== null) chunked += count;
    }
  }
  return { spelling, chunked, foreign };
}

function* separated(counts: TagCounts): Generator<Spelling> {
  const outside = outsideOf(counts);
  for (const form of ["prefix", "suffix"] as const) {
    for (const separator of SEPARATORS) {
      for (const letters of spelledLetters()) yield { form, outside, separator, letters };
    }
  }
  for (const letters of spelledLetters()) yield { form: "untyped", outside, separator: "", letters };
}

function* joined(counts: TagCounts): Generator<Spelling> {
  const outside = outsideOf(counts);
  for (const form of ["prefix", "suffix"] as const) {
    for (const letters of spelledLetters()) yield { form, outside, separator: "", letters };
  }
}

function* spelledLetters(): Generator<Spelling["letters"]> {
  yield* LETTER_SETS;
  for (const letters of LETTER_SETS) {
    const lower = (["B", "I", "E", "S", "L", "U"] as const).map((letter) => [
      letter,
      (letters[letter] ?? letter).toLowerCase(),
    ]);
    yield Object.fromEntries(lower);
  }
}

/** Whether the tags are of this spelling and not such by accident. */
function isBelievable({ spelling, chunked, foreign }: Recognition, counts: TagCounts): boolean {
  const { form, separator, letters, outside } = spelling;
  if (chunked === 0 || chunked < GREAT_MAJORITY * (chunked + foreign)) return false;
  if (foreign > 0 && chunked < FEWEST) return false;
  const found = usedLetters(spelling, counts);
  if (letters.I?.toUpperCase() === "M" && !(found.has("E") || found.has("S"))) return false;
  if (letters.S?.toUpperCase() === "W" && !found.has("S")) return false;
  if (form === "untyped") return found.has("B") ? counts.has(outside) || found.size === 4 : false;
  if (form === "prefix" && separator === "-" && foreign === 0 && counts.has(outside)) return true;
  if (form === "prefix" && separator === "-" && letters.B === undefined && outside === "O") return true;
  // I_PER I_PER O, PER-I PER-I O: one prefix alone, which every type has.
  const isOften = form === "prefix" || chunked >= FEWEST;
  if (separator !== "" && foreign === 0 && found.size === 1 && counts.has(outside) && isOften) return true;
  // Any two-part word looks like a tag: here types must occur with several prefixes, and something must be outside.
  return counts.has(outside) && shareOfPairs(spelling, counts) >= (separator === "" ? 0.9 : 0.5);
}

function usedLetters(spelling: Spelling, counts: TagCounts): Set<Letter> {
  const letters = new Set<Letter>();
  for (const tag of counts.keys()) {
    const read = readTag(spelling, tag);
    if (read) letters.add(read.letter);
  }
  return letters;
}

/** The share of tokens within segments whose type occurs with another prefix too, or opens segments. */
function shareOfPairs(spelling: Spelling, counts: TagCounts): number {
  const lettersOf = new Map<string, Set<Letter>>();
  const tokensOf = new Map<string, number>();
  for (const [tag, count] of counts) {
    const read = readTag(spelling, tag);
    if (!read) continue;
    lettersOf.set(read.type, (lettersOf.get(read.type) ?? new Set()).add(read.letter));
    tokensOf.set(read.type, (tokensOf.get(read.type) ?? 0) + count);
  }
  let all = 0;
  let paired = 0;
  for (const [type, tokens] of tokensOf) {
    all += tokens;
    if ((lettersOf.get(type)?.size ?? 0) > 1) paired += tokens;
  }
  return all === 0 ? 0 : paired / all;
}

/** Types without prefixes, O for most tokens: neighbours of one type are one segment. */
function bare(counts: TagCounts, isAsked: boolean): Recognition | null {
  const outside = outsideOf(counts);
  const outsiders = counts.get(outside) ?? 0;
  if (outsiders === 0) return null;
  let total = 0;
  for (const count of counts.values()) total += count;
  if (!isAsked && outsiders < BARE_OUTSIDE * total) return null;
  const spelling: Spelling = { form: "bare", outside, separator: "", letters: {} };
  const found = tally(spelling, counts);
  if (found.chunked === 0) return null;
  if (found.foreign > (1 - GREAT_MAJORITY) * (found.chunked + found.foreign)) return null;
  if (isAsked) return found;
  if (counts.size > MOST_BARE_TYPES || total < FEWEST) return null;
  return hasMixedPrefixes(counts) ? null : found;
}

/** Whether a good part of the tags have prefixes: then those without are no types of their own. */
export function hasMixedPrefixes(counts: TagCounts): boolean {
  const { chunked, foreign } = tally(STANDARD, counts);
  // Next to O, marks of sentences such as [CLS] are no parts of speech either.
  const isOther = (tag: string) =>
    readTag(STANDARD, tag) === undefined && (counts.has(STANDARD.outside) || isTypeName(tag));
  return chunked >= FEWEST && chunked > 0.1 * (chunked + foreign) && [...counts.keys()].some(isOther);
}
