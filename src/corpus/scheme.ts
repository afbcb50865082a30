import { SeginfError } from "../errors.js";
import type { Corpus, Scheme } from "./types.js";

/** A tag taken apart: "B-PER" is B and PER, "O" is O and nothing; under "plain" the whole tag is its type. */
export interface ParsedTag {
  readonly prefix: "" | "O" | "B" | "I" | "E" | "S" | "L" | "U";
  readonly type: string;
}

/** Every scheme that a user may name. */
export const SCHEMES: readonly Scheme[] = ["IO", "IOB1", "BIO", "BIOES", "BILOU", "plain"];

const CHUNK_TAG = /^([BIESLU])-(.+)$/su;
/** B is allowed under IO here: it is read, and reported as ill-formed. */
const PREFIXES: Record<Exclude<Scheme, "plain">, string> = {
  IO: "OIB",
  IOB1: "OIB",
  BIO: "OIB",
  BIOES: "OIBES",
  BILOU: "OIBLU",
};

/** The prefix and type of a tag that looks like O or [BIESLU]-type, whatever the scheme; undefined for others. */
export function chunkTag(tag: string): ParsedTag | undefined {
  if (tag === "O") return { prefix: "O", type: "" };
  const match = CHUNK_TAG.exec(tag);
  return match ? { prefix: match[1] as ParsedTag["prefix"], type: match[2] } : undefined;
}

/** Whether the scheme has the tag. */
export function hasTag(scheme: Scheme, tag: string): boolean {
  const parsed = chunkTag(tag);
  return scheme === "plain" ? parsed === undefined : parsed !== undefined && PREFIXES[scheme].includes(parsed.prefix);
}

/** @throws SeginfError where the scheme has no such tag */
export function parseTag(tag: string, scheme: Scheme): ParsedTag {
  if (scheme === "plain") return { prefix: "", type: tag };
  const parsed = chunkTag(tag);
  if (parsed && PREFIXES[scheme].includes(parsed.prefix)) return parsed;
  throw new SeginfError(`the tag "${tag}" is not one of the scheme ${scheme}`, {}, schemeMend);
}

const schemeMend = "name another with --scheme (plain for labels without prefixes), or check --label-column";

/**
 * The scheme that the tags of one or two corpora are written in:
 *
 * 1. plain, unless every tag is O or one of B, I, E, S, L, U, a hyphen and a type;
 * 2. BIOES where an E- or S- tag occurs, else BILOU where an L- or U- tag occurs;
 * 3. IO where there is an I- tag and no B- tag;
 * 4. IOB1 where most fresh segments (after O, another type, or a sentence's start) open with I-, else BIO.
 */
export function detectScheme(corpora: readonly Corpus[]): Scheme {
  const seen = new Set<string>();
  for (const { tags } of corpora)
    for (const tag of tags?.values ?? []) {
      const parsed = chunkTag(tag);
      if (!parsed) return "plain";
      seen.add(parsed.prefix);
    }
  if (seen.has("E") || seen.has("S")) return "BIOES";
  if (seen.has("L") || seen.has("U")) return "BILOU";
  if (seen.has("I") && !seen.has("B")) return "IO";
  let balance = 0;
  for (const corpus of corpora) balance += freshBalance(corpus);
  return balance > 0 ? "IOB1" : "BIO";
}

/** Fresh segments that open with I-, less those that open with B-. */
function freshBalance({ tags, sentenceStart }: Corpus): number {
  if (!tags) return 0;
  const parsed = tags.values.map((tag) => chunkTag(tag));
  const types = [...new Set(parsed.map((tag) => tag?.type))];
  const typeOf = Int32Array.from(parsed, (tag) => types.indexOf(tag?.type));
  const weightOf = Int32Array.from(parsed, (tag) => (tag?.prefix === "I" ? 1 : tag?.prefix === "B" ? -1 : 0));
  let balance = 0;
  for (let k = 0; k + 1 < sentenceStart.length; k++) {
    let previous = -1;
    for (let t = sentenceStart[k]; t < sentenceStart[k + 1]; t++) {
      const type = typeOf[tags.ids[t]];
      if (type !== previous) balance += weightOf[tags.ids[t]];
      previous = type;
    }
  }
  return balance;
}

/**
 * Checks that the corpus can be read under the scheme at all. Tags in a wrong order are readSegments' matter; here the
 * tags themselves are foreign to it: NNP under BIO, E-PER under BIO, or a BIOES corpus without a single E- or S-.
 *
 * @throws SeginfError naming the first such tag and its line
 */
export function requireScheme(corpus: Corpus, scheme: Scheme): void {
  const { tags } = corpus;
  if (scheme === "plain" || !tags) return;
  const prefixes = tags.values.map((tag) => chunkTag(tag)?.prefix);
  const foreign = prefixes.findIndex((prefix) => prefix === undefined || !PREFIXES[scheme].includes(prefix));
  if (foreign >= 0) {
    const line = corpus.lines[tags.ids.indexOf(foreign)];
    const what = `the tag "${tags.values[foreign]}" is not one of the scheme ${scheme}`;
    throw new SeginfError(what, { file: corpus.name, line }, schemeMend);
  }
  const closers = scheme === "BIOES" ? "ES" : scheme === "BILOU" ? "LU" : undefined;
  if (!closers || prefixes.every((prefix) => prefix === "O")) return;
  if (prefixes.some((prefix) => prefix !== undefined && closers.includes(prefix))) return;
  const what = `the scheme is ${scheme}, but no tag begins with ${closers[0]}- or ${closers[1]}-`;
  throw new SeginfError(what, { file: corpus.name }, schemeMend);
}

/** Labels beyond which training takes hours and gigabytes; a column with more of them mostly holds something else. */
export const MAX_LABELS = 1000;

/** @throws SeginfError where there is one label only, or there are more than `most` */
export function requireLabels(corpus: Corpus, most: number = MAX_LABELS): void {
  const labels = corpus.tags?.values;
  if (!labels) return;
  const place = { file: corpus.name };
  if (labels.length === 1) {
    const what = `every token is labelled "${labels[0]}"`;
    throw new SeginfError(what, place, "check --label-column: at least two labels are needed");
  }
  if (labels.length <= most) return;
  const what = `${labels.length} different labels, and a tagger is trained on ${most} at most`;
  throw new SeginfError(what, place, "check --label-column (see seginf inspect), or raise --max-labels");
}
