import { prefixAt } from "../spelling.js";
import type { Column, Corpus, Scheme } from "../types.js";
import { Numbering } from "./numbering.js";
import { canonicalTag, readTag, type SpelledTag, writeTag } from "./tags.js";
import type { Letter, Spelling, TagCounts } from "./types.js";

type Letters = Spelling["letters"];

/** As many segments at least are how the file is written; fewer may be slips. */
const FEWEST = 3;
/** Of single tokens, the share that may be marked as such where the rest are not. */
const SLIPS = 0.1;

/**
 * The spelling, and what it writes alike where segments end in E (or L): B for single tokens too (B I E, no S), or I for the
 * first token too (IOE2: I I E, and E alone). The same spelling where nothing is.
 */
export function withSharedLetters(spelling: Spelling, corpus: Corpus, tags: Column, asked?: Scheme): Spelling {
  const { form, letters } = spelling;
  if (form === "bare" || (asked !== undefined && asked !== "BIOES" && asked !== "BILOU")) return spelling;
  const read = tags.values.map((tag) => readTag(spelling, tag) ?? null);
  if (!read.some((tag) => tag?.letter === "E" || tag?.letter === "L")) return spelling;
  const shared = sharedIn(positions(corpus, tags.ids, read), letters);
  return shared ? { ...spelling, letters: { ...letters, ...shared } } : spelling;
}

/** The same of tags without their order: single tokens begin segments that no E (or L) ends. */
export function withLettersSharedIn(spelling: Spelling, counts: TagCounts): Spelling {
  const { form, letters } = spelling;
  if (form === "bare" || form === "brackets") return spelling;
  const tokens = (wanted: string) =>
    [...counts].reduce(
      (sum, [tag, count]) => sum + (wanted.includes(readTag(spelling, tag)?.letter ?? " ") ? count : 0),
      0,
    );
  const isE = tokens("E") >= tokens("L");
  const ends = tokens(isE ? "E" : "L");
  if (ends < FEWEST || tokens("SU") > 0) return spelling;
  const { B = "B", I = "I", E = "E", L = "L" } = letters;
  const single = isE ? "S" : "U";
  const begun = tokens("B");
  if (begun - ends >= FEWEST) return { ...spelling, letters: { ...letters, [single]: B } };
  if (begun > 0 || tokens("I") < FEWEST) return spelling;
  return { ...spelling, letters: { ...letters, B: I, [single]: isE ? E : L } };
}

/** How often a letter stands at a position of a segment: first, last or single of its tokens, as "first I". */
type Positions = ReadonlyMap<string, number>;

function sharedIn(found: Positions, { B = "B", I = "I", E = "E", L = "L" }: Letters): Letters | undefined {
  const at = (position: string) => found.get(position) ?? 0;
  const isE = at("last E") >= at("last L");
  if (at(isE ? "last E" : "last L") < FEWEST) return undefined;
  const single = isE ? "S" : "U";
  const marked = at("single S") + at("single U");
  if (at("single B") >= FEWEST && marked <= SLIPS * at("single B")) return { [single]: B };
  const begun = at("first B") + at("single B") + marked;
  if (at("first I") >= FEWEST && begun <= SLIPS * at("first I")) return { B: I, [single]: isE ? E : L };
  return undefined;
}

function positions(corpus: Corpus, ids: Int32Array, read: readonly (SpelledTag | null)[]): Positions {
  const found = new Map<string, number>();
  eachInSegments(
    corpus,
    (token) => read[ids[token]],
    (_, { letter }, offset, length) => {
      const place = length === 1 ? "single" : offset === 0 ? "first" : offset === length - 1 ? "last" : "inner";
      const position = `${place} ${letter}`;
      found.set(position, (found.get(position) ?? 0) + 1);
    },
  );
  return found;
}

/** The corpus with the letters of BIOES (or BILOU) for those that the file writes alike. */
export function withoutSharedLetters(corpus: Corpus): Corpus {
  const { spelling, tags, foreign } = corpus;
  if (!spelling || !tags) return corpus;
  const scheme = schemeOfShared(spelling);
  if (!scheme) return corpus;
  const read = tags.values.map((tag) => (tag === "O" ? null : { letter: tag[0] as Letter, type: tag.slice(2) }));
  const numbering = new Numbering();
  const ids = tags.ids.map((id) => numbering.number(tags.values[id]));
  eachInSegments(
    corpus,
    (token) => read[tags.ids[token]],
    (token, tag, offset, length) => {
      const meant = canonicalTag({ letter: prefixAt(scheme, offset, length, false), type: tag.type });
      if (writeTag(spelling, meant) === writeTag(spelling, canonicalTag(tag))) ids[token] = numbering.number(meant);
    },
  );
  const { values } = numbering;
  const reread = foreign?.map((one) => ({ ...one, readAs: values[ids[one.token]] }));
  return { ...corpus, tags: { values, ids }, ...(reread && { foreign: reread }) };
}

/** The scheme of a spelling that writes two of its letters alike; undefined for others. */
export function schemeOfShared({ letters }: Spelling): "BIOES" | "BILOU" | undefined {
  const { B = "B", I = "I", E = "E", L = "L", S = "S", U = "U" } = letters;
  if (new Set([B, I, E, L, S, U]).size === 6) return undefined;
  return S === B || S === E ? "BIOES" : "BILOU";
}

/** Visits the tokens of segments, which end where segments.ts ends them. */
function eachInSegments(
  { sentenceStart }: Corpus,
  tagOf: (token: number) => SpelledTag | null,
  visit: (token: number, tag: SpelledTag, offset: number, length: number) => void,
): void {
  for (let k = 0; k + 1 < sentenceStart.length; k++) {
    for (let start = sentenceStart[k]; start < sentenceStart[k + 1]; ) {
      let [past, last] = [start + 1, tagOf(start)];
      for (let next = last; last && past < sentenceStart[k + 1]; past++) {
        next = tagOf(past);
        if (!next || next.type !== last.type || "BSU".includes(next.letter) || "ESLU".includes(last.letter)) break;
        last = next;
      }
      for (let token = start; token < past; token++) {
        const tag = tagOf(token);
        if (tag) visit(token, tag, token - start, past - start);
      }
      start = past;
    }
  }
}
