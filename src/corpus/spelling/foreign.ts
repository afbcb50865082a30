import { nearestType } from "./misspelt.js";
import { OUTSIDES } from "./outside.js";
import { firstEnd } from "./several.js";
import type { SpelledTag } from "./tags.js";
import type { Letter } from "./types.js";

/** What a tag that the spelling does not have is meant to be. */
export interface Meaning {
  /** Null for O. */
  readonly type: string | null;
  /** Undefined where the tags around it must tell. */
  readonly letter?: Letter;
}

const OTHER_PREFIX = /^([BIESLUMW])[-_:/.| ]*(.+)$/iu;
const OTHER_SUFFIX = /^(.+?)[-_:/.| ]+([BIESLUMW])$/iu;
const NORMAL: Readonly<Record<string, Letter>> = { M: "I", W: "S" };

/**
 * Guesses what a foreign tag stands for: a type without its prefix, a tag in another spelling (b-PER, PER_B, B PER), another
 * word for O, a slip in the type; O where it is nothing of the kind.
 *
 * @param types those of the tags that the spelling has
 */
export function meaningOf(tag: string, types: ReadonlySet<string>): Meaning {
  const text = tag.trim();
  if (types.has(text)) return { type: text };
  // Of several labels in one field, the first.
  const end = Math.max(text.indexOf("|"), firstEnd(text));
  if (end > 0) return meaningOf(text.slice(0, end), types);
  if (OUTSIDES.includes(text)) return { type: null };
  const prefix = OTHER_PREFIX.exec(text);
  if (prefix) {
    const type = nearestType(prefix[2], types);
    if (type !== undefined) return { type, letter: normal(prefix[1]) };
  }
  const suffix = OTHER_SUFFIX.exec(text);
  if (suffix) {
    const type = nearestType(suffix[1], types);
    if (type !== undefined) return { type, letter: normal(suffix[2]) };
  }
  return { type: nearestType(text, types) ?? null };
}

function normal(letter: string): Letter {
  const upper = letter.toUpperCase();
  return NORMAL[upper] ?? (upper as Letter);
}

/** A prefix of another scheme in one whose prefixes are these: E and L continue a segment, S and U open one. */
export function foldedLetter(letter: Letter, allowed: string): Letter {
  if (allowed.includes(letter)) return letter;
  if (letter === "L") return allowed.includes("E") ? "E" : "I";
  if (letter === "E") return allowed.includes("L") ? "L" : "I";
  if (letter === "U") return allowed.includes("S") ? "S" : "B";
  if (letter === "S") return allowed.includes("U") ? "U" : "B";
  return letter;
}

/** The prefix of a token of this type between its neighbours, in a scheme with these prefixes; null neighbours are O. */
export function fittingLetter(
  type: string,
  before: SpelledTag | null,
  after: SpelledTag | null,
  allowed: string,
  opensWithI: boolean,
): Letter {
  const continues = before?.type === type && !"ESLU".includes(before.letter);
  const goesOn = after?.type === type && "IEL".includes(after.letter);
  const [closer, single] = allowed.includes("E") ? ["E", "S"] : allowed.includes("L") ? ["L", "U"] : [null, null];
  if (continues) return goesOn || closer === null ? "I" : (closer as Letter);
  if (goesOn || single === null) return opensWithI ? "I" : "B";
  return single as Letter;
}
