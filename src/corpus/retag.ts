import { Fields } from "./fields.js";
import { jsonWithTags } from "./json/rewrite.js";
import { withValue } from "./profile/keys.js";
import { columnIndex } from "./select.js";
import { writtenTags } from "./spelling/index.js";
import { type LineEdit, requireFit, sourceText, spliceLines } from "./splice.js";
import type { Corpus } from "./types.js";
import { layerEdit } from "./webanno/write.js";

/**
 * The bytes of a corpus with some of its labels replaced, everything else byte for byte as it was.
 *
 * @param bytes what the corpus was read from, decompressed (readCorpus's `keepBytes`)
 * @param tags the new tags, canonical where the corpus has a spelling, by token index; tokens that are not in it keep theirs
 * @returns chunks to be written one after another
 * @throws SeginfError where a tag does not fit its column
 */
export function withTags(bytes: Buffer, corpus: Corpus, tags: ReadonlyMap<number, string>): Generator<Buffer> {
  const text = sourceText(bytes, corpus);
  const layer = corpus.plan?.rules.layer;
  if (layer) return spliceLines(text, corpus, layerEdit(text.bytes, corpus, layer, tags));
  const written = writtenTags(corpus, tags);
  if (corpus.format === "jsonl") return jsonWithTags(text, corpus, written);
  return spliceLines(text, corpus, fieldEdit(text.bytes, corpus, written));
}

/** Replaces the label field of rows of columns, or the value of its key. */
function fieldEdit(bytes: Buffer, { name, plan }: Corpus, tags: ReadonlyMap<number, string>): LineEdit {
  const labels = plan?.labels;
  if (!plan || !labels) throw new RangeError(`${name} was read without labels`);
  const isTabbed = plan.layout.separator === "tab";
  const { key, types } = labels;
  const fields = new Fields();
  return (splice, { start: lineStart, end, first, past }) => {
    const tag = first === past ? undefined : tags.get(first);
    if (tag === undefined) return;
    const start = afterMark(bytes, lineStart);
    requireFit(tag, isTabbed ? /[\t\r\n\0]|^ | $|^$/u : /[ \t\r\n\0]|^$/u, name);
    if (isTabbed) fields.splitTabs(bytes, start, end);
    else fields.splitBlanks(bytes, start, end);
    const write = (number: number, text: string) => {
      const index = columnIndex(number, fields.count);
      const field = bytes.toString("utf8", fields.starts[index], fields.ends[index]);
      splice.copyTo(fields.starts[index]);
      splice.skipTo(fields.ends[index]);
      splice.insert(Buffer.from(key === null ? padded(field, text) : withValue(field, key, text)));
    };
    if (!types) return write(labels.number, tag);
    const hyphen = tag.indexOf("-");
    const parts = [
      [labels.number, hyphen < 0 ? tag : tag.slice(0, hyphen)],
      [types.number, hyphen < 0 ? types.filler : tag.slice(hyphen + 1)],
    ] as const;
    // A file is written from the left to the right.
    const index = (number: number) => columnIndex(number, fields.count);
    for (const [number, text] of parts.toSorted(([a], [b]) => index(a) - index(b))) write(number, text);
  };
}

/** The tag between the blanks that the field has at its ends. */
function padded(field: string, tag: string): string {
  // Other blanks, which cannot be seen, are part of the label.
  const label = field.replace(/^ +| +$/g, "");
  const at = field.indexOf(label);
  return field.slice(0, at) + tag + field.slice(at + label.length);
}

/** The start of a line, past the byte order mark that the first one may have. */
function afterMark(bytes: Buffer, start: number): number {
  return start === 0 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : start;
}
