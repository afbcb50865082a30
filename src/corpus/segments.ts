import { valueError } from "../valueError.js";
import { GrowingInts } from "./growing.js";
import { explain } from "./ill-formed.js";
import { type ParsedTag, parseTag, SCHEMES } from "./scheme.js";
import { prefixAt } from "./spelling.js";
import type { Corpus, IllFormed, Scheme, Segments } from "./types.js";

/** Segments in file order, and every place where the tags break their scheme. */
export interface SegmentReading {
  readonly segments: Segments;
  readonly illFormed: readonly IllFormed[];
}

/**
 * Reads the segments that the tags spell, as conlleval does: between two tokens inside segments there is a boundary if
 * their types differ, the second opens (B, S, U) or the first closes (E, S, L, U); otherwise the segment goes on. So any
 * sequence of tags has a reading, and where the scheme would spell that reading with another tag, the place is
 * ill-formed. Two things go beyond conlleval: under "plain" every token is a segment of its own, and the type O (B-O,
 * I-O), which conlleval takes for an entity, is no segment but is reported, since "O" means none everywhere else.
 *
 * @param corpus must hold tags; without them there are no segments
 * @throws SeginfError for a tag that the scheme does not have
 */
export function readSegments(corpus: Pick<Corpus, "tags" | "sentenceStart">, scheme: Scheme): SegmentReading {
  if (!SCHEMES.includes(scheme)) throw valueError("scheme", scheme, `give one of ${SCHEMES.join(", ")}`);
  const found = new Found();
  const illFormed: IllFormed[] = [];
  const { tags, sentenceStart } = corpus;
  if (!tags) return { segments: found.finish(), illFormed };
  const table = tagTable(tags.values, scheme);
  for (let k = 0; k + 1 < sentenceStart.length; k++) {
    const end = sentenceStart[k + 1];
    for (let t = sentenceStart[k], touching = -1; t < end; ) {
      const type = table.type[tags.ids[t]];
      const past = type < 0 ? t + 1 : segmentEnd(tags.ids, table, t, end);
      if (type >= 0) found.push(k, t, past, table.types[type], type);
      for (let at = t; at < past; at++) {
        const id = tags.ids[at];
        const expected = type < 0 ? OUTSIDE : expectedPrefix(scheme, at - t, past - t, touching === type);
        if (table.prefix[id] !== expected) {
          const label = type < 0 ? "" : table.types[type];
          const previous = at > sentenceStart[k] ? tags.values[tags.ids[at - 1]] : null;
          illFormed.push(
            explain({ sentence: k, token: at, tag: tags.values[id], previous }, scheme, LETTERS[expected], label),
          );
        }
      }
      touching = type;
      t = past;
    }
  }
  return { segments: found.finish(), illFormed };
}

/** Prefixes as numbers: their index in this string. */
const LETTERS = "OBIESLU";
const OUTSIDE = 0;
/** What stands for the prefix under "plain", and for every tag there. */
const WHOLE = 7;

/** By tag id. `type` indexes `types`, −1 outside segments. */
interface TagTable {
  readonly types: readonly string[];
  readonly type: Int32Array;
  readonly prefix: Uint8Array;
  readonly opens: Uint8Array;
  readonly closes: Uint8Array;
}

function tagTable(values: readonly string[], scheme: Scheme): TagTable {
  const parsed = values.map((tag): ParsedTag => parseTag(tag, scheme));
  const isOutside = ({ prefix, type }: ParsedTag) => prefix === "O" || (prefix !== "" && type === "O");
  const types = [...new Set(parsed.filter((tag) => !isOutside(tag)).map(({ type }) => type))];
  const numbers = new Map(types.map((type, number) => [type, number]));
  const has = (letters: string) => (tag: ParsedTag) => (tag.prefix === "" || letters.includes(tag.prefix) ? 1 : 0);
  return {
    types,
    type: Int32Array.from(parsed, (tag) => (isOutside(tag) ? -1 : (numbers.get(tag.type) ?? -1))),
    prefix: Uint8Array.from(parsed, ({ prefix }) => (prefix === "" ? WHOLE : LETTERS.indexOf(prefix))),
    opens: Uint8Array.from(parsed, has("BSU")),
    closes: Uint8Array.from(parsed, has("ESLU")),
  };
}

function segmentEnd(ids: Int32Array, { type, opens, closes }: TagTable, start: number, limit: number): number {
  let at = start;
  for (;;) {
    const id = ids[at++];
    if (at === limit || closes[id] || opens[ids[at]] || type[ids[at]] !== type[id]) return at;
  }
}

/** The prefix that token `offset` of a segment of `length` tokens has where it is well-formed. */
function expectedPrefix(scheme: Scheme, offset: number, length: number, touches: boolean): number {
  return scheme === "plain" ? WHOLE : LETTERS.indexOf(prefixAt(scheme, offset, length, touches));
}

/** Segments while they are gathered; labels are numbered as they first occur. */
class Found {
  readonly #sentence = new GrowingInts();
  readonly #start = new GrowingInts();
  readonly #end = new GrowingInts();
  readonly #label = new GrowingInts();
  readonly #labels: string[] = [];
  /** By type number. */
  readonly #labelOf: number[] = [];

  push(sentence: number, start: number, end: number, name: string, type: number): void {
    let label = this.#labelOf[type];
    if (label === undefined) {
      label = this.#labels.push(name) - 1;
      this.#labelOf[type] = label;
    }
    this.#sentence.push(sentence);
    this.#start.push(start);
    this.#end.push(end);
    this.#label.push(label);
  }

  finish(): Segments {
    return {
      count: this.#start.length,
      sentence: this.#sentence.trimmed(),
      start: this.#start.trimmed(),
      end: this.#end.trimmed(),
      label: this.#label.trimmed(),
      labels: this.#labels,
    };
  }
}
