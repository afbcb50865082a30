import { createHash } from "node:crypto";
import { TextInterner } from "./interner.js";
import type { Column, Corpus, CorpusFile, Remark } from "./types.js";

/** The files of a corpus; itself where it was read from one. */
export function filesOf(corpus: Corpus): readonly CorpusFile[] {
  const { name, digest, format, encoding, reading } = corpus;
  return corpus.files ?? [{ name, digest, format, encoding, reading, firstSentence: 0, firstToken: 0 }];
}

/** The file that a token stands in. */
export function fileOf(corpus: Corpus, token: number): string {
  return corpus.files?.findLast(({ firstToken }) => firstToken <= token)?.name ?? corpus.name;
}

/** File and line of a token, as findings and messages name it. */
export function placeOf(corpus: Corpus, token: number): { readonly file: string; readonly line: number } {
  return { file: fileOf(corpus, token), line: corpus.lines[token] };
}

/** A sentence's number in its own file. */
export function sentenceInFile({ files }: Corpus, sentence: number): number {
  return sentence - (files?.findLast(({ firstSentence }) => firstSentence <= sentence)?.firstSentence ?? 0);
}

/** The number over the corpus of a sentence of one of its files. */
export function sentenceOf({ files }: Corpus, file: string, sentence: number): number {
  return sentence + (files?.find(({ name }) => name === file)?.firstSentence ?? 0);
}

/** Where the sentences of a file and their tokens stand in it. */
export type FileView = Pick<Corpus, "name" | "lines" | "sentenceStart" | "extents">;

/** The corpus file by file. */
export function fileViews(corpus: Corpus): readonly FileView[] {
  const { files, lines, sentenceStart, extents } = corpus;
  if (!files) return [corpus];
  return files.map(({ name, firstSentence, firstToken }, i) => {
    const pastSentence = files[i + 1]?.firstSentence ?? sentenceStart.length - 1;
    const [first, past] = [firstSentence, pastSentence];
    return {
      name,
      lines: lines.subarray(firstToken, files[i + 1]?.firstToken ?? lines.length),
      sentenceStart: sentenceStart.slice(first, past + 1).map((start) => start - firstToken),
      ...(extents && {
        extents: { first: extents.first.subarray(first, past), last: extents.last.subarray(first, past) },
      }),
    };
  });
}

/**
 * One corpus of several, in their order. Documents and sentences stay apart; lines are those of each file.
 *
 * @param name what messages call all of them together
 * @param parts two at least
 */
export function joinCorpora(name: string, parts: readonly Corpus[]): Corpus {
  const [first] = parts;
  const files: CorpusFile[] = [];
  let [tokens, sentences, documents] = [0, 0, 0];
  const starts: number[] = [];
  const placed = parts.map((part) => {
    const own = { part, tokens, sentences, documents };
    const { name, digest, format, encoding, reading } = part;
    files.push({ name, digest, format, encoding, reading, firstSentence: sentences, firstToken: tokens });
    for (const start of part.sentenceStart.subarray(0, -1)) starts.push(start + tokens);
    tokens += part.lines.length;
    sentences += part.sentenceIds.length;
    documents += part.documentIds.length;
    return own;
  });
  const tags = parts.flatMap((part) => part.tags ?? []);
  const shared = [...first.columns.keys()].filter((key) => parts.every(({ columns }) => columns.has(key)));
  const columnsAt = (key: number) => parts.map(({ columns }) => columns.get(key) as Column);
  const remarks = placed.flatMap(({ part, sentences: before }) =>
    (part.remarks ?? []).map((remark): Remark => {
      // One that no sentence of its file follows is about none, least of all the next file's first.
      const isLast = remark.sentence === part.sentenceIds.length;
      return { ...remark, file: part.name, sentence: isLast ? sentences : remark.sentence + before };
    }),
  );
  const foreign = placed.flatMap(({ part, tokens: token, sentences: sentence }) =>
    (part.foreign ?? []).map((one) => ({ ...one, token: one.token + token, sentence: one.sentence + sentence })),
  );
  const warnings = parts.flatMap((part) => (part.warnings ?? []).map((warning) => `${part.name}: ${warning}`));
  return {
    name,
    format: first.format,
    digest: createHash("sha256")
      .update(files.map(({ digest }) => `${digest}\n`).join(""))
      .digest("hex"),
    encoding: first.encoding,
    replacedBytes: parts.reduce((sum, { replacedBytes }) => sum + replacedBytes, 0),
    reading: first.reading,
    files,
    words: joined(parts.map(({ words }) => words)),
    tags: tags.length === parts.length ? joined(tags) : undefined,
    columns: new Map(shared.map((key) => [key, joined(columnsAt(key))])),
    lines: concatenated(parts.map(({ lines }) => lines)),
    sentenceStart: Int32Array.from([...starts, tokens]),
    sentenceIds: parts.flatMap(({ sentenceIds }) => sentenceIds),
    documents: concatenated(
      placed.map(({ part, documents: before }) => part.documents.map((one) => (one < 0 ? one : one + before))),
    ),
    documentIds: parts.flatMap(({ documentIds }) => documentIds),
    remarks,
    plan: first.plan,
    spelling: first.spelling,
    ...(foreign.length > 0 && { foreign }),
    ...(warnings.length > 0 && { warnings }),
    ...(parts.some(({ extents }) => extents) && { extents: extentsOf(parts) }),
  };
}

function joined(columns: readonly Column[]): Column {
  const interner = new TextInterner();
  const ids = columns.map(({ values, ids }) => {
    const numbers = values.map((value) => interner.intern(value));
    return ids.map((id) => numbers[id]);
  });
  return { values: interner.values, ids: concatenated(ids) };
}

function concatenated(parts: readonly Int32Array[]): Int32Array {
  const whole = new Int32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Those of all files, by their tokens where a file has none. */
function extentsOf(parts: readonly Corpus[]): { readonly first: Int32Array; readonly last: Int32Array } {
  const of = parts.map(({ extents, lines, sentenceStart }) => ({
    first: extents?.first ?? Int32Array.from(sentenceStart.subarray(0, -1), (start) => lines[start]),
    last: extents?.last ?? Int32Array.from(sentenceStart.subarray(1), (past) => lines[past - 1]),
  }));
  return { first: concatenated(of.map(({ first }) => first)), last: concatenated(of.map(({ last }) => last)) };
}
