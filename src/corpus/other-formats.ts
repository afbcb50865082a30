import { SeginfError } from "../errors.js";
import { at } from "../math/at.js";

/** What the first bytes of files that are no text say. */
const SIGNATURES: readonly (readonly [bytes: string, what: string])[] = [
  ["504b0304", "a zip archive, as the files of Excel, Word and LibreOffice are"],
  ["d0cf11e0a1b11ae1", "a file of Excel or Word"],
  ["255044462d", "a PDF file"],
  ["7b5c727466", "an RTF file"],
  ["89504e47", "a picture"],
  ["ffd8ff", "a picture"],
  ["5041523115", "a Parquet file"],
  ["4152524f573100", "an Arrow file"],
  ["377abcaf271c", "a 7-Zip archive"],
  ["789c", "a zlib stream, as spaCy's DocBin is"],
  ["7801", "a zlib stream, as spaCy's DocBin is"],
  ["78da", "a zlib stream, as spaCy's DocBin is"],
  ["8004", "a Python pickle"],
  ["8005", "a Python pickle"],
  ["53514c69746520", "an SQLite database"],
  ["ffffffff", "an Arrow file, as Hugging Face keeps data sets"],
  ["89484446", "an HDF5 file"],
  ["934e554d5059", "an array of NumPy"],
  ["526172211a07", "a RAR archive"],
  ["4f626a01", "an Avro file"],
];
/** As many of the first bytes are looked at. */
export const HEAD_BYTES = 8;

const FEW_ROWS = 50;

const HINT = "export it as text: one token a line, then a tab and its tag, and a blank line after each sentence";

/**
 * Refuses files of programs that write no text.
 *
 * @param head the first bytes of a file, decompressed
 * @throws SeginfError that names the format
 */
export function requireText(file: string, head: Buffer): void {
  const start = head.subarray(0, HEAD_BYTES).toString("hex");
  const found = SIGNATURES.find(([bytes]) => start.startsWith(bytes));
  if (found) throw new SeginfError(`this is ${found[1]}, not text`, { file }, HINT);
}

const LINE_SEPARATORS = /[\u2028\u2029\u0085\v\f]/gu;
const LFS = /^version https:\/\/git-lfs\.github\.com\/spec\//;
/** Phrases as trees have them: `(S (NP (DT the) …)`, `(S (PERSON Ines/NNP) …)`. */
const TREE = /^\(+ ?\(?[A-Z][A-Z-]*(?:$| \(| [^ ()]+\/[A-Z$]+| [^ ()]+\))/u;
/** OpenNLP, Boson, Rasa, MASSIVE: bounded, since a line may hold nothing but brackets. */
const IN_LINES =
  /<START(?::[^<>]{1,80})?> |\{\{\w{1,40}:[^{}]{1,80}\}\}|\[[^[\]]{1,80}\](?:\(\w{1,40}\)|\{"entity")|\[\w{1,40} : [^[\]]{1,80}\]/u;
const GENE_EVAL = /^\S+\|\d+ \d+\|\S/u;

const MARK_ALONE = /^<\/?[\p{L}_][^<>]*>$/u;
const MARKED = /<([\p{L}_][\w.-]*)(?:\s[^<>]*)?>[^<>]+<\/\1>/u;
const BRAT = /^(?:[TREAMN#*]\d*)\t\S+ /;
const BRAT_SPAN = /^T\d+\t\S+ \d+ \d+(?:;\d+ \d+)*\t/;
const I2B2 = /^c=".*" \d+:\d+ \d+:\d+\|\|t=".*"/u;
const PUBTATOR = /^\d+\|[at]\|/;

/**
 * Refuses text of other formats than columns and JSON.
 *
 * @param lines the first of the file
 * @throws SeginfError that names the format
 */
export function requireKnownFormat(
  file: string,
  lines: readonly { readonly text: Buffer; readonly number: number }[],
): void {
  const rows = lines.flatMap(({ text, number }) => {
    const row = text.toString("utf8").trim();
    return row === "" ? [] : [{ row, number }];
  });
  const [first] = rows;
  if (!first) return;
  const place = { file, line: first.number };
  // What most rows have, some of the first ones have.
  const share = (fits: (row: string) => boolean) =>
    rows.slice(0, FEW_ROWS).some(({ row }) => fits(row)) ? rows.filter(({ row }) => fits(row)).length / rows.length : 0;
  if (/^<(?:\?xml|!doctype|html)\b/iu.test(first.row))
    throw new SeginfError("this is XML or HTML, not columns", place, HINT);
  if (BRAT_SPAN.test(first.row) && share((row) => BRAT.test(row)) > 0.9) {
    throw new SeginfError("this is standoff annotation, as brat writes it, without its text", place, HINT);
  }
  if (I2B2.test(first.row)) {
    throw new SeginfError("this is standoff annotation, as i2b2 has it, without its text", place, HINT);
  }
  const separators = first.row.match(LINE_SEPARATORS) ?? [];
  if (separators.length > 2) {
    const code = at(separators, 0).charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
    throw new SeginfError(`lines end in U+${code}`, place, "end them with LF or CRLF");
  }
  if (LFS.test(first.row)) {
    const hint = "fetch the file itself with git lfs pull";
    throw new SeginfError("this is a pointer of Git LFS, not the file that it stands for", place, hint);
  }
  if (share((row) => GENE_EVAL.test(row)) > 0.9) {
    throw new SeginfError("this is standoff annotation, as BioCreative has it, without its text", place, HINT);
  }
  if (TREE.test(first.row) && share((row) => /[()]/.test(row)) > 0.5) {
    throw new SeginfError("this is trees in brackets, not columns", place, HINT);
  }
  if (PUBTATOR.test(first.row)) throw new SeginfError("this is PubTator, a text and its annotations", place, HINT);
  if (MARK_ALONE.test(first.row) && rows.length > 1) {
    const what = `the file has XML tags between its rows (${first.row.slice(0, 40)})`;
    throw new SeginfError(
      what,
      place,
      "put blank lines in place of the ends of sentences, and leave the other tags out",
    );
  }
  const marked = share((row) => IN_LINES.test(row));
  if (rows.length > 1 && marked > 0.25) {
    throw new SeginfError("segments are marked within the lines of a text", place, HINT);
  }
  if (rows.length > 1 && share((row) => row.includes("</") && MARKED.test(row)) > 0.25) {
    throw new SeginfError("segments are marked by XML tags within the lines", place, HINT);
  }
}
