import type { Column, Corpus, ForeignTag, IllFormed } from "../types.js";
import { writeTag, writeTags } from "./tags.js";
import type { Spelling } from "./types.js";

/** A tag that should be another, both as the file writes them. */
export interface TagFix {
  readonly kind: "ill-formed" | "foreign";
  readonly sentence: number;
  /** Token index over the whole corpus. */
  readonly token: number;
  readonly tag: string;
  readonly suggestion: string;
  /** The suggestion as a canonical tag. */
  readonly canonical: string;
}

/** Every tag that breaks the scheme or is none of it, in file order; a foreign one counts as that alone. */
export function tagFixes(
  { spelling, foreign = [] }: Pick<Corpus, "spelling" | "foreign">,
  illFormed: readonly IllFormed[],
): TagFix[] {
  const write = (tag: string) => (spelling ? writeTag(spelling, tag) : tag);
  const alien = new Set(foreign.map(({ token }) => token));
  const broken = illFormed
    .filter(({ token }) => !alien.has(token))
    .map(({ sentence, token, tag, suggestion }): TagFix => {
      const written = { tag: write(tag), suggestion: write(suggestion) };
      return { kind: "ill-formed", sentence, token, ...written, canonical: suggestion };
    });
  const strange = foreign.map(({ sentence, token, tag, readAs, writes }: ForeignTag): TagFix => {
    return { kind: "foreign", sentence, token, tag, suggestion: writes ?? write(readAs), canonical: readAs };
  });
  return strange.length === 0 ? broken : [...broken, ...strange].sort((a, b) => a.token - b.token);
}

const foreignOf = new WeakMap<Corpus, ReadonlyMap<number, string>>();

/** The tags of a sentence as the file has them. */
export function fileTags(corpus: Corpus, sentence: number): string[] {
  const { spelling, foreign = [] } = corpus;
  const tags = canonicalTags(corpus, sentence);
  let strange = foreignOf.get(corpus);
  if (!strange) {
    strange = new Map(foreign.map(({ token, tag }) => [token, tag]));
    foreignOf.set(corpus, strange);
  }
  const first = corpus.sentenceStart[sentence];
  return (spelling ? writeTags(spelling, tags) : tags).map((tag, i) => strange.get(first + i) ?? tag);
}

/**
 * What the file is to have in place of some tags, and of those next to them that depend on them.
 *
 * @param changes new canonical tags, by token over the whole corpus
 */
export function writtenTags(corpus: Corpus, changes: ReadonlyMap<number, string>): ReadonlyMap<number, string> {
  const { spelling } = corpus;
  if (!spelling) return changes;
  const written = new Map<number, string>();
  for (const sentence of sentencesOf(corpus, changes)) {
    const first = corpus.sentenceStart[sentence];
    const before = canonicalTags(corpus, sentence);
    const old = writeTags(spelling, before);
    const after = writeTags(
      spelling,
      before.map((tag, i) => changes.get(first + i) ?? tag),
    );
    for (const [i, tag] of after.entries()) if (changes.has(first + i) || tag !== old[i]) written.set(first + i, tag);
  }
  return written;
}

/** Canonical tags of all tokens as the file would write them: in a spelling, brackets close where segments end. */
export function spelled({ sentenceStart }: Corpus, { values, ids }: Column, spelling: Spelling | undefined): string[] {
  const tags = Array.from(ids, (id) => values[id]);
  if (!spelling) return tags;
  return Array.from({ length: sentenceStart.length - 1 }, (_, k) =>
    writeTags(spelling, tags.slice(sentenceStart[k], sentenceStart[k + 1])),
  ).flat();
}

/** The sentences that hold these tokens, ascending. */
export function sentencesOf({ sentenceStart }: Corpus, tokens: ReadonlyMap<number, unknown>): number[] {
  const sentences: number[] = [];
  let sentence = 0;
  for (const token of [...tokens.keys()].sort((a, b) => a - b)) {
    while (sentenceStart[sentence + 1] <= token) sentence++;
    if (sentences.at(-1) !== sentence) sentences.push(sentence);
  }
  return sentences;
}

/** The tags of a sentence as the corpus holds them. */
export function canonicalTags({ tags, sentenceStart }: Corpus, sentence: number): string[] {
  if (!tags) return [];
  return Array.from(tags.ids.subarray(sentenceStart[sentence], sentenceStart[sentence + 1]), (id) => tags.values[id]);
}
