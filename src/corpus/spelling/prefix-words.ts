import type { Form, Letter, Spelling, TagCounts } from "./types.js";

/** Words that stand for prefixes, in any case. */
const WORDS: Readonly<Record<string, Letter>> = {
  ...{ begin: "B", beginning: "B", beg: "B", start: "B", first: "B" },
  ...{ inside: "I", in: "I", intermediate: "I", inner: "I", middle: "I", mid: "I", continue: "I", cont: "I" },
  ...{ end: "E", ending: "E", last: "L" },
  ...{ single: "S", singleton: "S", unit: "U", unique: "U", whole: "U" },
};

/** More values are words. */
const MOST_TAGS = 1000;

/** Spellings whose prefixes are words, where the tags have such: Begin-PER, PER_START, Begin alone. */
export function* spellingsInWords(
  counts: TagCounts,
  outside: string,
  separators: readonly string[],
): Generator<Spelling> {
  const tags = [...counts.keys()].filter((tag) => tag !== outside);
  if (tags.length > MOST_TAGS) return;
  const spelled = (form: Form, separator: string, wordOf: (tag: string) => string): Spelling[] => {
    const letters = lettersOf(tags.map(wordOf));
    return letters ? [{ form, outside, separator, letters }] : [];
  };
  for (const separator of separators) {
    yield* spelled("prefix", separator, (tag) => tag.slice(0, Math.max(0, tag.indexOf(separator))));
    yield* spelled("suffix", separator, (tag) => tag.slice(tag.lastIndexOf(separator) + separator.length));
  }
  yield* spelled("untyped", "", (tag) => tag);
}

/** What each letter is written as; undefined where words are none of these, or two of them mean the same. */
function lettersOf(words: readonly string[]): Spelling["letters"] | undefined {
  const letters: Partial<Record<Letter, string>> = {};
  for (const word of new Set(words)) {
    const meant = WORDS[word.toLowerCase()];
    if (meant === undefined) continue;
    if (letters[meant] !== undefined) return undefined;
    letters[meant] = word;
  }
  // End goes with Single, Last with Unit, whatever the words.
  const { S, U, ...others } = letters;
  const single = S ?? U;
  if (single !== undefined && (S === undefined || U === undefined)) {
    if (letters.E !== undefined) return { ...others, S: single };
    if (letters.L !== undefined) return { ...others, U: single };
  }
  return Object.keys(letters).length > 0 ? letters : undefined;
}
