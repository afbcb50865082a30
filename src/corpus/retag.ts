import { Fields, hasTab } from "./fields.js";
import { jsonWithTags } from "./json/rewrite.js";
import { columnIndex, columnNumber } from "./select.js";
import { type LineEdit, requireFit, sourceText, spliceLines } from "./splice.js";
import type { Corpus } from "./types.js";

/**
 * The bytes of a corpus with some of its labels replaced, everything else byte for byte as it was.
 *
 * @param bytes what the corpus was read from, decompressed (readCorpus's `keepBytes`)
 * @param tags the new tags by token index; tokens that are not in it keep theirs
 * @returns chunks to be written one after another
 * @throws SeginfError where a tag does not fit its column
 */
export function withTags(bytes: Buffer, corpus: Corpus, tags: ReadonlyMap<number, string>): Generator<Buffer> {
  const text = sourceText(bytes, corpus);
  if (corpus.format === "jsonl") return jsonWithTags(text, corpus, tags);
  return spliceLines(text, corpus, fieldEdit(text.bytes, corpus, tags));
}

/** Replaces the label field of rows of columns. */
function fieldEdit(bytes: Buffer, corpus: Corpus, tags: ReadonlyMap<number, string>): LineEdit {
  const { name } = corpus;
  const format = corpus.format === "conllu" ? "conllu" : "columns";
  const number = columnNumber(corpus.reading.labelColumn ?? (format === "conllu" ? "UPOS" : "-1"), format, name);
  const fields = new Fields();
  let isTabbed = format === "conllu" ? true : undefined;
  return (splice, { start: lineStart, end, first, past }) => {
    if (first === past) return;
    const start = afterMark(bytes, lineStart);
    isTabbed ??= hasTab(bytes, start, end);
    const tag = tags.get(first);
    if (tag === undefined) return;
    requireFit(tag, isTabbed ? /[\t\r\n\0]|^ | $|^$/u : /[ \t\r\n\0]|^$/u, name);
    if (isTabbed) fields.splitTabs(bytes, start, end);
    else fields.splitBlanks(bytes, start, end);
    const index = columnIndex(number, fields.count);
    splice.copyTo(fields.starts[index]);
    splice.skipTo(fields.ends[index]);
    splice.insert(Buffer.from(tag));
  };
}

/** The start of a line, past the byte order mark that the first one may have. */
function afterMark(bytes: Buffer, start: number): number {
  return start === 0 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : start;
}
