import { detectScheme } from "../scheme.js";
import type { Column, Corpus, ForeignTag, Scheme } from "../types.js";
import { readWebanno } from "../webanno/read.js";
import { readBracketed } from "./bracketed.js";
import { fittingLetter, foldedLetter, type Meaning, meaningOf } from "./foreign.js";
import { misspeltTypes } from "./misspelt.js";
import { requirePlain } from "./plain.js";
import { type Recognition, recognise, tally } from "./recognise.js";
import { withoutSharedLetters, withSharedLetters } from "./shared-letters.js";
import { canonicalTag, readTag, type SpelledTag } from "./tags.js";
import { isStandard, type Spelling } from "./types.js";

/** What a tag of the file is read as: a canonical one, or what stands for a foreign one. */
type Read = { readonly tag: SpelledTag | null } | { readonly foreign: Meaning };

/** Below this share of the tags within segments, those with prefixes of another scheme are foreign to the corpus. */
const STRAY = 0.1;
const FEWEST = 10;

/**
 * The corpus with its tags as the schemes write them (B-PER, O), whatever its file writes for them, and the tags that are
 * not of the file's spelling set apart: each is read as what it is likely to mean, so that the rest reads as it would
 * without it. Plain tags, and standard tags of which none is foreign, stay as they are.
 *
 * @param asked the scheme that the user has named
 * @param like the spelling of the corpus that this one belongs to: theirs, where all tags but a few have it
 * @throws SeginfError where tags with and without prefixes are mixed, or there are too many for plain labels
 */
export function withCanonicalTags(corpus: Corpus, asked?: Scheme, like?: Spelling): Corpus {
  const { tags } = corpus;
  if (!tags || asked === "plain") return corpus;
  if (corpus.plan?.rules.layer) return readWebanno(corpus, tags);
  const counts = countTags(tags);
  const recognition = knownSpelling(like, counts) ?? recognise(counts, asked !== undefined);
  if (!recognition) {
    if (asked === undefined) requirePlain(corpus, tags, counts);
    return corpus;
  }
  if (recognition.spelling.form === "brackets") return readBracketed(corpus, tags, recognition.spelling);
  const spelling = withSharedLetters(recognition.spelling, corpus, tags, asked);
  const reads = readsOf(spelling, tags.values, counts, asked);
  if (isStandard(spelling) && reads.every((read) => "tag" in read)) return corpus;
  return withoutSharedLetters(rewritten(corpus, tags, spelling, reads, asked));
}

export function countTags({ values, ids }: Column): Map<string, number> {
  const counts = new Float64Array(values.length);
  for (let t = 0; t < ids.length; t++) counts[ids[t]]++;
  return new Map(values.map((value, id) => [value, counts[id]]));
}

function knownSpelling(like: Spelling | undefined, counts: ReadonlyMap<string, number>): Recognition | null {
  if (!like || like.form === "brackets") return null;
  const found = tally(like, counts);
  return found.foreign === 0 && found.chunked > 0 ? found : null;
}

/** What each value of the column is read as. */
function readsOf(
  spelling: Spelling,
  values: readonly string[],
  counts: ReadonlyMap<string, number>,
  asked: Scheme | undefined,
): Read[] {
  const tags = values.map((value) => readTag(spelling, value));
  const count = (i: number) => counts.get(values[i]) ?? 0;
  const allowed = asked ? PREFIXES[asked] : allowedLetters(tags, count);
  const tokensOf = new Map<string, number>();
  for (const [i, tag] of tags.entries()) if (tag) tokensOf.set(tag.type, (tokensOf.get(tag.type) ?? 0) + count(i));
  const slips = misspeltTypes(tokensOf);
  const types = new Set([...tokensOf.keys()].filter((type) => !slips.has(type)));
  const strays = strayTokens(tags, count, allowed);
  return tags.map((tag, i): Read => {
    if (tag === undefined) return { foreign: folded(meaningOf(values[i], types), allowed) };
    if (tag === null) return { tag };
    const isStray = !allowed.includes(tag.letter) && strays.areFew;
    const meant = slips.get(tag.type);
    if (!isStray && meant === undefined) return { tag };
    return { foreign: { type: meant ?? tag.type, letter: foldedLetter(tag.letter, allowed) } };
  });
}

function folded(meaning: Meaning, allowed: string): Meaning {
  return meaning.letter === undefined ? meaning : { ...meaning, letter: foldedLetter(meaning.letter, allowed) };
}

const PREFIXES: Readonly<Record<Scheme, string>> = {
  IO: "BI",
  IOB1: "BI",
  BIO: "BI",
  BIOES: "BIES",
  BILOU: "BILU",
  plain: "",
};

type Counted = (i: number) => number;

/** The prefixes of the scheme that most tags are of. */
function allowedLetters(tags: readonly (SpelledTag | null | undefined)[], count: Counted): string {
  const share = (letters: string) => sum(tags, count, (tag) => letters.includes(tag.letter));
  const chunked = share("BIESLU");
  if (chunked < FEWEST) return "BIESLU";
  const [endings, lasts] = [share("ES"), share("LU")];
  if (Math.max(endings, lasts) < STRAY * chunked) return "BI";
  if (endings >= lasts) return lasts < STRAY * chunked ? "BIES" : "BIESLU";
  return endings < STRAY * chunked ? "BILU" : "BIESLU";
}

function strayTokens(tags: readonly (SpelledTag | null | undefined)[], count: Counted, allowed: string) {
  const strays = sum(tags, count, (tag) => !allowed.includes(tag.letter));
  return { areFew: strays < STRAY * sum(tags, count, () => true) };
}

function sum(
  tags: readonly (SpelledTag | null | undefined)[],
  count: Counted,
  counts: (tag: SpelledTag) => boolean,
): number {
  return tags.reduce((total, tag, i) => total + (tag && counts(tag) ? count(i) : 0), 0);
}

/** Canonical tags for the file's, and the list of foreign ones. */
function rewritten(
  corpus: Corpus,
  { values, ids }: Column,
  spelling: Spelling,
  reads: readonly Read[],
  asked: Scheme | undefined,
): Corpus {
  const canonical = new Canonical();
  const idOf = reads.map((read) => canonical.id("tag" in read ? read.tag : null));
  const read = { ...corpus, spelling, tags: { values: canonical.values, ids: ids.map((id) => idOf[id]) } };
  if (reads.every((one) => "tag" in one)) return read;

  const scheme = asked ?? detectScheme([read]);
  const opensWithI = scheme === "IO" || scheme === "IOB1";
  const foreign: ForeignTag[] = [];
  const at = (t: number) => canonical.tags[read.tags.ids[t]];
  for (let k = 0; k + 1 < corpus.sentenceStart.length; k++) {
    const past = corpus.sentenceStart[k + 1];
    for (let t = corpus.sentenceStart[k]; t < past; t++) {
      const one = reads[ids[t]];
      if ("tag" in one) continue;
      const { type, letter } = one.foreign;
      const before = t > corpus.sentenceStart[k] ? at(t - 1) : null;
      const after = t + 1 < past ? at(t + 1) : null;
      const fitting = (name: string) => letter ?? fittingLetter(name, before, after, PREFIXES[scheme], opensWithI);
      const tag = type === null ? null : { type, letter: fitting(type) };
      read.tags.ids[t] = canonical.id(tag);
      foreign.push({ sentence: k, token: t, tag: values[ids[t]], readAs: canonicalTag(tag) });
    }
  }
  return { ...read, foreign };
}

/** Numbers canonical tags in order of first occurrence. */
class Canonical {
  readonly values: string[] = [];
  readonly tags: (SpelledTag | null)[] = [];
  readonly #ids = new Map<string, number>();

  id(tag: SpelledTag | null): number {
    const value = canonicalTag(tag);
    let id = this.#ids.get(value);
    if (id === undefined) {
      id = this.values.push(value) - 1;
      this.tags.push(tag);
      this.#ids.set(value, id);
    }
    return id;
  }
}
