import { readSegments } from "../../corpus/index.js";
import type { Corpus, Scheme } from "../../corpus/types.js";
import { SeginfError } from "../../errors.js";
import { at } from "../../math/at.js";

/** A corpus with the scheme that it is read in. */
export interface Read {
  readonly corpus: Corpus;
  readonly scheme: Scheme;
}

const HINT = "leave this correction out, or make it by hand";

/**
 * Makes sure that a corrected file says what it was meant to say: the same tokens in the same sentences, the new tags where
 * tags change and the old ones elsewhere. A tag can turn a row into a comment, or the tags of a small file into another scheme.
 *
 * @param tags those that were changed, by token index
 * @param after the corrected file, read as the former was
 * @throws SeginfError with the first line that would be read otherwise
 */
export function requireReadBack(before: Read, tags: ReadonlyMap<number, string>, after: Read): void {
  const token = firstDifference(before.corpus, tags, after.corpus);
  if (token !== null) {
    const { name, words, lines } = before.corpus;
    const word = words.values[words.ids[token] ?? -1];
    const tag = tagAt(before.corpus, tags, token);
    const what =
      word === undefined
        ? "once corrected, the file would have more tokens"
        : `once corrected, this line would no longer be read as ${JSON.stringify(word)} with the tag ${tag}`;
    throw new SeginfError(what, { file: name, line: lines[token] }, HINT);
  }
  if (
    before.scheme === after.scheme ||
    segmentsOf(after.corpus, before.scheme) === segmentsOf(after.corpus, after.scheme)
  )
    return;
  const what = `once corrected, the tags would be read as ${after.scheme}, not as ${before.scheme}`;
  throw new SeginfError(what, { file: before.corpus.name }, `give --scheme ${before.scheme}, and to later audits too`);
}

/** The first token that the second corpus does not have in its place, or with another tag; null for none. */
function firstDifference(before: Corpus, tags: ReadonlyMap<number, string>, after: Corpus): number | null {
  const tokens = Math.max(before.words.ids.length, after.words.ids.length);
  const [starts, newStarts] = [new Set(before.sentenceStart), new Set(after.sentenceStart)];
  for (let t = 0; t < tokens; t++) {
    const isSame =
      before.words.values[before.words.ids[t] ?? -1] === after.words.values[after.words.ids[t] ?? -1] &&
      starts.has(t) === newStarts.has(t) &&
      tagAt(before, tags, t) === tagAt(after, NONE, t);
    if (!isSame) return t;
  }
  return null;
}

const NONE: ReadonlyMap<number, string> = new Map();

function tagAt({ tags }: Corpus, changed: ReadonlyMap<number, string>, token: number): string | undefined {
  return changed.get(token) ?? (tags && tags.values[tags.ids[token] ?? -1]);
}

function segmentsOf(corpus: Corpus, scheme: Scheme): string {
  const { segments } = readSegments(corpus, scheme);
  const { count, start, end, label, labels } = segments;
  return Array.from({ length: count }, (_, i) => `${start[i]} ${end[i]} ${labels[at(label, i)]}`).join("\n");
}
