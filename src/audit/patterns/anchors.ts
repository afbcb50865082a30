import type { Corpus } from "../../corpus/types.js";

/**
 * What segments can have in common, the plainest first: of two anchors that the same segments have, the first names the
 * pattern. lower: the words, lower-cased; last, first: its last and first word; previous, next: the words next to it;
 * suffix: the last three letters; shape: how it is written; document; section: a twentieth of the file.
 */
export const ANCHOR_KINDS = [
  "lower",
  "last",
  "first",
  "previous",
  "next",
  "shape",
  "suffix",
  "document",
  "section",
] as const;

export type AnchorKind = (typeof ANCHOR_KINDS)[number];

/** The most anchors that a segment has. */
export const WIDTH = 8;

/** Where nothing stands next to a segment. */
export const EDGE = "";

/** Words this long have a suffix worth naming. */
const LONG = 5;
const SUFFIX = 3;
/** Parts that a file without documents falls into. */
export const SECTIONS = 20;

/** Of one word: its anchors as a segment of its own, and as a neighbour of one. −1 for none. */
interface WordAnchors {
  readonly own: readonly number[];
  readonly previous: number;
  readonly next: number;
}

/** Anchors by number, over all corpora that are read. */
export class Anchors {
  readonly kinds: AnchorKind[] = [];
  readonly values: string[] = [];
  private readonly idOf = new Map<string, number>();

  /** The number of an anchor that need not be there yet. */
  number(kind: AnchorKind, value: string): number {
    const key = keyOf(kind, value);
    let id = this.idOf.get(key);
    if (id === undefined) {
      id = this.kinds.push(kind) - 1;
      this.values.push(value);
      this.idOf.set(key, id);
    }
    return id;
  }

  /** The number of a word's suffix, −1 where it has none or none is known. */
  suffixOf(word: string): number {
    const suffix = suffixOf(word);
    return suffix === null ? -1 : this.find("suffix", suffix);
  }

  /** −1 where it is not there. */
  find(kind: AnchorKind, value: string): number {
    return this.idOf.get(keyOf(kind, value)) ?? -1;
  }
}

/** Finds the anchors of the segments of one corpus. */
export class AnchorReader {
  private readonly lowered: string[];

  /** @param placed whether documents and sections count: another file has others */
  constructor(
    private readonly corpus: Corpus,
    private readonly anchors: Anchors,
    private readonly placed: boolean,
  ) {
    this.lowered = corpus.words.values.map((word) => word.toLowerCase());
  }

  /** The anchors of tokens [start, end), by number. */
  of(sentence: number, start: number, end: number): number[] {
    const { sentenceStart } = this.corpus;
    const words = Array.from({ length: end - start }, (_, i) => this.lower(start + i));
    const found: readonly [AnchorKind, string][] = [
      ...anchorsOfWords(words, shapeOf(this.corpus, start, end)),
      ["previous", start > sentenceStart[sentence] ? this.lower(start - 1) : EDGE],
      ["next", end < sentenceStart[sentence + 1] ? this.lower(end) : EDGE],
      ...(this.placed ? [placeOf(this.corpus, sentence)] : []),
    ];
    return found.map(([kind, value]) => this.anchors.number(kind, value));
  }

  /**
   * Calls back with the known anchors of each token that is chosen, as a segment of its own. Anchors that no segment has
   * had yet are left out, so that the tokens of a large corpus add none.
   */
  ofTokens(isChosen: (token: number) => boolean, see: (anchors: readonly number[]) => void): void {
    const { words, sentenceStart } = this.corpus;
    const { anchors } = this;
    const known = new Map<number, WordAnchors>();
    const start = anchors.find("previous", EDGE);
    const end = anchors.find("next", EDGE);
    const at = (token: number): WordAnchors => {
      const id = words.ids[token];
      let found = known.get(id);
      if (found === undefined) {
        const lower = this.lowered[id];
        const own = anchorsOfWords([lower], shapeOf(this.corpus, token, token + 1));
        found = {
          own: own.map(([kind, value]) => anchors.find(kind, value)).filter((anchor) => anchor >= 0),
          previous: anchors.find("previous", lower),
          next: anchors.find("next", lower),
        };
        known.set(id, found);
      }
      return found;
    };
    for (let k = 0; k + 1 < sentenceStart.length; k++) {
      const place = this.placed ? anchors.find(...placeOf(this.corpus, k)) : -1;
      for (let t = sentenceStart[k]; t < sentenceStart[k + 1]; t++) {
        if (!isChosen(t)) continue;
        const previous = t > sentenceStart[k] ? at(t - 1).previous : start;
        const next = t + 1 < sentenceStart[k + 1] ? at(t + 1).next : end;
        see([...at(t).own, previous, next, place].filter((anchor) => anchor >= 0));
      }
    }
  }

  private lower(token: number): string {
    return this.lowered[this.corpus.words.ids[token]];
  }
}

/** Sections stand in for documents where none are marked. */
function placeOf({ documents, documentIds, sentenceStart, lines }: Corpus, sentence: number): [AnchorKind, string] {
  const document = documents[sentence];
  if (document >= 0) return ["document", documentIds[document]];
  const sentences = sentenceStart.length - 1;
  const section = Math.floor((sentence * SECTIONS) / sentences);
  // The lines from the section's first token to its last.
  const [from, past] = [section, section + 1].map((one) => sentenceStart[Math.ceil((one * sentences) / SECTIONS)]);
  return ["section", `${lines[from]}–${lines[past - 1]}`];
}

const keyOf = (kind: AnchorKind, value: string): string => `${kind} ${value}`;

function suffixOf(word: string): string | null {
  const letters = Array.from(word);
  return letters.length >= LONG ? letters.slice(-SUFFIX).join("") : null;
}

/** What a segment's own words give; the only word of a segment is its first and its last one as well. */
function anchorsOfWords(words: readonly string[], shape: string): [AnchorKind, string][] {
  const last = words[words.length - 1];
  const ending = suffixOf(last);
  const suffix: [AnchorKind, string][] = ending === null ? [] : [["suffix", ending]];
  return [["lower", words.join(" ")], ["shape", shape], ["last", last], ["first", words[0]], ...suffix];
}

/** How a segment is written, in a reader's words. */
function shapeOf({ words }: Corpus, start: number, end: number): string {
  let text = words.values[words.ids[start]];
  for (let t = start + 1; t < end; t++) text += ` ${words.values[words.ids[t]]}`;
  if (/\p{Nd}/u.test(text)) return "with digits";
  if (!/\p{L}/u.test(text)) return "without letters";
  if (!/[\p{Lu}\p{Lt}]/u.test(text)) return "in lower case";
  if (!/\p{Ll}/u.test(text)) return "in capitals";
  return end - start === 1 ? "a capitalised word" : "capitalised words";
}
