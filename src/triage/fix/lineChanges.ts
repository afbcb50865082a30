import { textOf } from "../../corpus/encoding/raw-text.js";
import { filesOf, type ReadCorpus, withTags } from "../../corpus/index.js";
import type { Column, Corpus, Scheme } from "../../corpus/types.js";
import { at } from "../../math/at.js";
import type { LineChange } from "../../report/context.js";
import { planFixes } from "./plan.js";
import type { Edit } from "./types.js";

/** The lines that an edit changes. */
export type LineChanges = (edit: Edit) => readonly LineChange[];

/**
 * Says of single edits which lines they change, each as if it were the only one. Nothing can be said of JSON, whose records may
 * be one line or many, and of layers, whose spans are in lines of their own.
 *
 * @param corpus one file, with its bytes
 */
export function lineChangesIn(corpus: ReadCorpus, scheme: Scheme): LineChanges {
  const { bytes, format, plan } = corpus;
  if (!bytes || format === "jsonl" || plan?.rules.layer || filesOf(corpus).length > 1) return () => [];
  const text = textOf(bytes, corpus.encoding);
  const starts = lineStarts(text);
  return (edit) => {
    const own = sentenceAlone(corpus, edit.sentence);
    const first = at(own.lines, 0);
    const last = at(own.lines, own.lines.length - 1);
    const before = text.subarray(at(starts, first - 1), at(starts, last));
    const alone = { ...own, lines: own.lines.map((line) => line - first + 1) };
    const { tags } = planFixes(alone, scheme, [{ ...edit, sentence: 0 }]);
    const after = Buffer.concat([...withTags(before, alone, tags)]);
    const [old, next] = [linesOf(before), linesOf(after)];
    return old.flatMap((line, i) => {
      const changed = next[i] ?? "";
      return line === changed ? [] : [{ line: first + i, before: line, after: changed }];
    });
  };
}

/** Offsets of the lines, and of the text's end. */
function lineStarts(text: Buffer): number[] {
  const starts = [0];
  for (let end = text.indexOf(10); end >= 0 && end + 1 < text.length; end = text.indexOf(10, end + 1))
    starts.push(end + 1);
  starts.push(text.length);
  return starts;
}

function linesOf(text: Buffer): string[] {
  return text
    .toString()
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/);
}

/** A corpus of one of the sentences, in UTF-8. */
function sentenceAlone(corpus: Corpus, sentence: number): Corpus {
  const first = at(corpus.sentenceStart, sentence);
  const past = at(corpus.sentenceStart, sentence + 1);
  const part = ({ values, ids }: Column): Column => ({ values, ids: ids.subarray(first, past) });
  return {
    ...corpus,
    encoding: "utf-8",
    words: part(corpus.words),
    tags: corpus.tags && part(corpus.tags),
    foreign: corpus.foreign
      ?.filter((one) => one.sentence === sentence)
      .map((one) => ({ ...one, sentence: 0, token: one.token - first })),
    columns: new Map(),
    lines: corpus.lines.subarray(first, past),
    sentenceStart: Int32Array.of(0, past - first),
  };
}
