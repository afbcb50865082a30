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

/** What a word gives by itself: as the first or the last one of a segment, as all of it, or as a neighbour of one. */
const WORD_KINDS = ["lower", "shape", "last", "first", "suffix", "previous", "next"] as const;
type WordKind = (typeof WORD_KINDS)[number];
/** Of a segment's only word. */
const OWN_KINDS = ["lower", "shape", "last", "first", "suffix"] as const;

/** What stands in the place of the number of an anchor: the word has none, and it has not been asked for. */
const NONE = -1;
const UNREAD = -2;

/** Anchors by number, over all corpora that are read. */
export class Anchors {
  readonly kinds: AnchorKind[] = [];
  readonly values: string[] = [];
  private readonly idOf = new Map(ANCHOR_KINDS.map((kind) => [kind, new Map<string, number>()]));

  /** The number of an anchor that need not be there yet. */
  number(kind: AnchorKind, value: string): number {
    let id = this.find(kind, value);
    if (id < 0) {
      id = this.kinds.push(kind) - 1;
      this.values.push(value);
      this.idOf.get(kind)?.set(value, id);
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
    return this.idOf.get(kind)?.get(value) ?? -1;
  }
}

/** Finds the anchors of the segments of one corpus. */
export class AnchorReader {
  private readonly lowered: string[];
  /** By kind and word: the number of the anchor, NONE, or UNREAD. */
  private readonly known: Readonly<Record<WordKind, Int32Array>>;
  /** The sentence whose place was asked for last, and the anchor. */
  private place = { sentence: -1, anchor: NONE };

  /** @param placed whether documents and sections count: another file has others */
  constructor(
    private readonly corpus: Corpus,
    private readonly anchors: Anchors,
    private readonly placed: boolean,
  ) {
    const { values } = corpus.words;
    this.lowered = values.map((word) => word.toLowerCase());
    const unread = WORD_KINDS.map((kind) => [kind, new Int32Array(values.length).fill(UNREAD)]);
    this.known = Object.fromEntries(unread) as Record<WordKind, Int32Array>;
  }

  /** The anchors of tokens [start, end), by number. */
  of(sentence: number, start: number, end: number): number[] {
    const { corpus, anchors } = this;
    const { words, sentenceStart } = corpus;
    const [first, last] = [words.ids[start], words.ids[end - 1]];
    const found =
      end - start === 1
        ? [this.ofWord("lower", first), this.ofWord("shape", first)]
        : [anchors.number("lower", this.text(start, end)), anchors.number("shape", shapeOf(corpus, start, end))];
    found.push(this.ofWord("last", last), this.ofWord("first", first));
    const suffix = this.ofWord("suffix", last);
    if (suffix !== NONE) found.push(suffix);
    const [isFirst, isLast] = [start === sentenceStart[sentence], end === sentenceStart[sentence + 1]];
    found.push(isFirst ? anchors.number("previous", EDGE) : this.ofWord("previous", words.ids[start - 1]));
    found.push(isLast ? anchors.number("next", EDGE) : this.ofWord("next", words.ids[end]));
    if (this.placed) found.push(this.placeOf(sentence));
    return found;
  }

  /**
   * Calls back with the known anchors of all tokens that are chosen, each as a segment of its own, and with how many of them have it; with
   * some several times. Anchors that no segment has had yet are left out, so that the tokens of a large corpus add none. Looks the
   * anchors of each word up once, for there are few next to its tokens.
   *
   * @returns how many tokens are chosen
   */
  countTokens(isChosen: (token: number) => boolean, add: (anchor: number, tokens: number) => void): number {
    const { words, sentenceStart } = this.corpus;
    const { anchors } = this;
    const addKnown = (kind: AnchorKind, value: string | null, tokens: number) => {
      const anchor = value === null || tokens === 0 ? NONE : anchors.find(kind, value);
      if (anchor !== NONE) add(anchor, tokens);
    };
    // By word: the tokens chosen that are it, and that stand behind it and before it.
    const [own, behind, before] = [0, 1, 2].map(() => new Int32Array(words.values.length));
    let [total, starts, ends] = [0, 0, 0];
    for (let k = 0; k + 1 < sentenceStart.length; k++) {
      const [first, past] = [sentenceStart[k], sentenceStart[k + 1]];
      const sofar = total;
      for (let t = first; t < past; t++) {
        if (!isChosen(t)) continue;
        total++;
        own[words.ids[t]]++;
        if (t > first) behind[words.ids[t - 1]]++;
        else starts++;
        if (t + 1 < past) before[words.ids[t + 1]]++;
        else ends++;
      }
      if (this.placed && total > sofar) addKnown(...placeOf(this.corpus, k), total - sofar);
    }
    addKnown("previous", EDGE, starts);
    addKnown("next", EDGE, ends);
    for (let id = 0; id < words.values.length; id++) {
      addKnown("previous", this.lowered[id], behind[id]);
      addKnown("next", this.lowered[id], before[id]);
      if (own[id] === 0) continue;
      for (const kind of OWN_KINDS) addKnown(kind, this.valueOf(kind, id), own[id]);
    }
    return total;
  }

  private ofWord(kind: WordKind, id: number): number {
    const known = this.known[kind];
    if (known[id] === UNREAD) {
      const value = this.valueOf(kind, id);
      known[id] = value === null ? NONE : this.anchors.number(kind, value);
    }
    return known[id];
  }

  /** Null where the word has no such anchor. */
  private valueOf(kind: WordKind, id: number): string | null {
    if (kind === "shape") return shapeOfText(this.corpus.words.values[id], 1);
    return kind === "suffix" ? suffixOf(this.lowered[id]) : this.lowered[id];
  }

  private text(start: number, end: number): string {
    return Array.from(this.corpus.words.ids.subarray(start, end), (id) => this.lowered[id]).join(" ");
  }

  private placeOf(sentence: number): number {
    if (sentence !== this.place.sentence) {
      this.place = { sentence, anchor: this.anchors.number(...placeOf(this.corpus, sentence)) };
    }
    return this.place.anchor;
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

function suffixOf(word: string): string | null {
  const letters = Array.from(word);
  return letters.length >= LONG ? letters.slice(-SUFFIX).join("") : null;
}

/** How a segment is written, in a reader's words. */
function shapeOf({ words }: Corpus, start: number, end: number): string {
  let text = words.values[words.ids[start]];
  for (let t = start + 1; t < end; t++) text += ` ${words.values[words.ids[t]]}`;
  return shapeOfText(text, end - start);
}

function shapeOfText(text: string, words: number): string {
  if (/\p{Nd}/u.test(text)) return "with digits";
  if (!/\p{L}/u.test(text)) return "without letters";
  if (!/[\p{Lu}\p{Lt}]/u.test(text)) return "in lower case";
  if (!/\p{Ll}/u.test(text)) return "in capitals";
  return words === 1 ? "a capitalised word" : "capitalised words";
}
