import { SeginfError } from "../errors.js";
import { hasTab } from "./fields.js";
import { jsonWithPredictions } from "./json/rewrite.js";
import { type LineEdit, requireFit, sourceText, spliceLines } from "./splice.js";
import type { Corpus } from "./types.js";

/** A sentence to be written: a tag a word, and perhaps an id. */
export interface WritableSentence {
  readonly words: readonly string[];
  readonly tags: readonly string[];
  readonly id?: string | null;
}

/**
 * The text of a column file, a word, a tab and its tag a row, with a blank line after each sentence and a `# sent_id`
 * comment before those that have an id. readCorpus gives the sentences back as they were.
 *
 * @throws RangeError for words that would not come back: blank ones, or such as hold tabs, line ends or NUL, begin with
 *   "# " or a byte order mark, or are -DOCSTART-
 */
export function writeColumns(sentences: Iterable<WritableSentence>): string {
  const lines: string[] = [];
  for (const { words, tags, id } of sentences) {
    if (words.length === 0 || words.length !== tags.length)
      throw new RangeError(`${words.length} words with ${tags.length} tags`);
    if (id != null) lines.push(`# sent_id = ${id}`);
    for (const [i, word] of words.entries()) {
      if (/[\t\r\n\0]|^# |^ *$|^\uFEFF|^-DOCSTART-(?: |$)/u.test(word) || /\p{Surrogate}/u.test(word))
        throw new RangeError(`the word ${JSON.stringify(word)} cannot stand in a column file`);
      if (/[\t\r\n\0]|^ | $|^$/u.test(tags[i]))
        throw new RangeError(`the tag ${JSON.stringify(tags[i])} cannot either`);
      lines.push(`${word}\t${tags[i]}`);
    }
    lines.push("");
  }
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}

/**
 * The bytes of a corpus with predicted tags added, everything else byte for byte as it was. Columns: one more at the end
 * of each token's row, after a tab or a blank as in the file's first row (a tab where it has one column). CoNLL-U:
 * `Predicted=TAG` in MISC. JSON: a field `predicted_tags` (of a text `predicted_spans`) at the end of each record.
 *
 * @param bytes what the corpus was read from, decompressed (readCorpus's `keepBytes`)
 * @param tagOf the tag of a token by its index in the corpus
 * @returns chunks to be written one after another
 * @throws SeginfError where the file holds predictions already, or a tag does not fit its columns
 */
export function* withPredictions(bytes: Buffer, corpus: Corpus, tagOf: (token: number) => string): Generator<Buffer> {
  if (corpus.plan?.rules.subtokens) {
    const hint = "convert the file to columns of tokens and tags";
    throw new SeginfError("predictions have no place in WebAnno TSV", { file: corpus.name }, hint);
  }
  const text = sourceText(bytes, corpus);
  if (corpus.format === "jsonl") yield* jsonWithPredictions(text, corpus, tagOf);
  else {
    const adder = corpus.format === "conllu" ? miscAdder : columnAdder;
    yield* spliceLines(text, corpus, adder(text.bytes, corpus, tagOf));
  }
}

function columnAdder(bytes: Buffer, corpus: Corpus, tagOf: (token: number) => string): LineEdit {
  let separator: string | undefined;
  const suffixes = new Map<string, Buffer>();
  return (splice, { start, end, first, past }) => {
    if (first === past) return;
    separator ??= separatorOf(bytes, start, end);
    const tag = tagOf(first);
    let suffix = suffixes.get(tag);
    if (suffix === undefined) {
      requireFit(tag, separator === " " ? /[ \t\r\n\0]|^$/u : /[\t\r\n\0]|^$/u, corpus.name);
      suffix = Buffer.from(separator + tag);
      suffixes.set(tag, suffix);
    }
    splice.copyTo(end);
    splice.insert(suffix);
  };
}

function separatorOf(bytes: Buffer, start: number, end: number): "\t" | " " {
  if (hasTab(bytes, start, end)) return "\t";
  return / /.test(bytes.toString("latin1", start, end).trim()) ? " " : "\t";
}

function miscAdder(bytes: Buffer, corpus: Corpus, tagOf: (token: number) => string): LineEdit {
  return (splice, { end, first, past }) => {
    if (first === past) return;
    const misc = bytes.lastIndexOf(9, end - 1) + 1;
    const text = bytes.toString("utf8", misc, end);
    if (/(?:^|\|)Predicted=/u.test(text)) throw alreadyTagged("Predicted in MISC", corpus, first);
    const tag = tagOf(first);
    requireFit(tag, /[\t\r\n\0]|^$/u, corpus.name);
    const isBare = text === "_" || text === "";
    splice.copyTo(isBare ? misc : end);
    splice.skipTo(end);
    splice.insert(Buffer.from(`${isBare ? "" : "|"}Predicted=${tag}`));
  };
}

function alreadyTagged(where: string, corpus: Corpus, token: number): SeginfError {
  const place = { file: corpus.name, line: corpus.lines[token] };
  return new SeginfError(`the file holds predictions already (${where})`, place, "tag the original file");
}
