import { firstEnd, holdsSeveral } from "./several.js";
import { type Letter, type Spelling, UNTYPED } from "./types.js";
import { withoutAround } from "./wrapped.js";

/** A tag taken apart: null for O. */
export interface SpelledTag {
  readonly letter: Letter;
  readonly type: string;
}

/** In the order of preference where two letters are written alike: a lone B stands for S, a first I for B (shared-letters.ts). */
const LETTERS: readonly Letter[] = ["I", "E", "L", "B", "S", "U"];

/**
 * What a file's tag means in its spelling: null for O, undefined where the spelling has no such tag. Not for brackets,
 * where the meaning of `*` depends on what is open (brackets.ts).
 */
export function readTag(spelling: Spelling, written: string): SpelledTag | null | undefined {
  const { form, separator, around } = spelling;
  if (written === spelling.outside) return null;
  const tag = around ? withoutAround(written, around) : written;
  if (tag === undefined) return undefined;
  if (form === "bare") return isTypeName(tag) && !holdsSeveral(tag) ? { letter: "I", type: tag } : undefined;
  if (form === "untyped") {
    const letter = letterOf(spelling, tag);
    return letter && { letter, type: UNTYPED };
  }
  const letter = LETTERS.find((one) =>
    form === "prefix"
      ? tag.startsWith(writtenLetter(spelling, one) + separator)
      : tag.endsWith(separator + writtenLetter(spelling, one)),
  );
  if (letter === undefined) return undefined;
  const length = writtenLetter(spelling, letter).length + separator.length;
  const type = form === "prefix" ? tag.slice(length) : tag.slice(0, -length);
  if (separator === "" && !STARTS_WITH_LETTER.test(type)) return undefined;
  // Two labels in one field are no tag of this spelling.
  return type !== "" && firstEnd(type) < 0 ? { letter, type } : undefined;
}

/** The file's tag for a canonical one (B-PER, O). */
export function writeTag(spelling: Spelling, canonical: string): string {
  const { form, separator } = spelling;
  if (canonical === "O") return spelling.outside;
  const letter = canonical[0] as Letter;
  const type = canonical.slice(2);
  const written = writtenLetter(spelling, letter);
  const [before, after] = spelling.around ?? ["", ""];
  switch (form) {
    case "prefix":
      return before + written + separator + type + after;
    case "suffix":
      return before + type + separator + written + after;
    case "bare":
    case "webanno":
      return type;
    case "untyped":
      return written;
    case "brackets":
      return bracketed(spelling, letter, type);
  }
}

function bracketed({ pair = "()", outside, single }: Spelling, letter: Letter, type: string): string {
  const [open, close] = pair;
  if (letter === "S" || letter === "U") return open + type + (single === "(T*)" ? outside : "") + close;
  if (letter === "B") return open + type + outside;
  return letter === "I" ? outside : outside + close;
}

/** The file's tags for the canonical ones of a sentence: what brackets close depends on the tag that follows. */
export function writeTags(spelling: Spelling, tags: readonly string[]): string[] {
  if (spelling.form !== "brackets") return tags.map((tag) => writeTag(spelling, tag));
  return tags.map((tag, i) => {
    if (tag === "O") return spelling.outside;
    const next = tags[i + 1];
    const goesOn = next !== undefined && "IEL".includes(next[0]) && next.slice(1) === tag.slice(1);
    const opens = "BSU".includes(tag[0]) || i === 0 || tags[i - 1].slice(1) !== tag.slice(1);
    const letter = opens ? (goesOn ? "B" : "S") : goesOn ? "I" : "E";
    return writeTag(spelling, letter + tag.slice(1));
  });
}

export function canonicalTag(tag: SpelledTag | null): string {
  return tag === null ? "O" : `${tag.letter}-${tag.type}`;
}

function letterOf(spelling: Spelling, written: string): Letter | undefined {
  return LETTERS.find((letter) => writtenLetter(spelling, letter) === written);
}

function writtenLetter({ letters }: Spelling, letter: Letter): string {
  return letters[letter] ?? letter;
}

const STARTS_WITH_LETTER = /^\p{L}/u;

const TYPE_NAME = /^[\p{L}][\p{L}\p{M}\p{N} _.:/&+-]*\*?$/u;

/** Whether this can name a type of entity: PER, creative-work, Person_Name; not 12, +, Case=Nom|Number=Sing. */
export function isTypeName(text: string): boolean {
  return TYPE_NAME.test(text);
}
