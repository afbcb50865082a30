import { LineSplitter } from "../../corpus/lines.js";
import { readBytes } from "../../corpus/source.js";
import { SeginfError } from "../../errors.js";
import { TableBuilder, type VectorTable } from "./table.js";

const BLANK = 32;
const TAB = 9;

/**
 * Reads vectors as text: a line a word, the word and then D numbers, parted by blanks (GloVe's .txt, word2vec's and
 * fastText's .vec, whose first line counts the words and the dimensions), gzipped or not. A word may hold blanks: the
 * numbers are the last D fields.
 *
 * @throws SeginfError naming the line
 */
export async function readTextVectors(path: string): Promise<VectorTable> {
  let builder: TableBuilder | undefined;
  const splitter = new LineSplitter(path, {
    line(bytes, start, limit, number) {
      let end = limit;
      while (end > start && (bytes[end - 1] === BLANK || bytes[end - 1] === TAB)) end--;
      if (end === start) return;
      const place = { file: path, line: number };
      const fields = countFields(bytes, start, end);
      if (number === 1) {
        const header = /^(\d+)[ \t]+(\d+)$/.exec(bytes.toString("latin1", start, end));
        if (header) {
          builder = new TableBuilder(dimensionOf(Number(header[2]), place), Math.min(Number(header[1]), 1 << 22));
          return;
        }
      }
      builder ??= new TableBuilder(dimensionOf(fields - 1, place));
      if (fields - 1 < builder.dimension) {
        throw new SeginfError(
          `${fields - 1} numbers where ${builder.dimension} are expected`,
          place,
          "give a word and its vector in each line",
        );
      }
      readRow(builder, bytes, start, end, place);
    },
  });
  for await (const chunk of readBytes(path, undefined, undefined)) splitter.feed(chunk);
  splitter.end();
  if (!builder || builder.count === 0) {
    throw new SeginfError("no word vectors in the file", { file: path }, "give a word and its vector in each line");
  }
  return builder.finish();
}

/** Fills a row from the end of the line backwards, so that what is left over is the word. */
function readRow(
  builder: TableBuilder,
  bytes: Buffer,
  start: number,
  limit: number,
  place: { file: string; line: number },
): void {
  const { dimension } = builder;
  const numbers = new Array<number>(dimension);
  let end = limit;
  for (let i = dimension - 1; i >= 0; i--) {
    let from = end;
    while (from > start && !isBlank(bytes[from - 1])) from--;
    const text = bytes.toString("latin1", from, end);
    numbers[i] = Number(text);
    if (text === "" || !Number.isFinite(numbers[i])) {
      throw new SeginfError(`"${text}" is not a number`, place, "give a word and its vector in each line");
    }
    end = from;
    while (end > start && isBlank(bytes[end - 1])) end--;
  }
  if (end === start) throw new SeginfError("a vector without its word", place, "give the word first");
  builder.row(Buffer.from(bytes.subarray(start, end))).set(numbers);
}

function countFields(bytes: Buffer, start: number, end: number): number {
  let fields = 0;
  for (let i = start; i < end; i++) if (!isBlank(bytes[i]) && (i === start || isBlank(bytes[i - 1]))) fields++;
  return fields;
}

const isBlank = (byte: number): boolean => byte === BLANK || byte === TAB;

/** @throws SeginfError for what cannot be a vector's length */
export function dimensionOf(dimension: number, place: { file: string; line?: number }): number {
  if (Number.isSafeInteger(dimension) && dimension >= 2 && dimension <= 4096) return dimension;
  throw new SeginfError(`vectors of ${dimension} numbers`, place, "give a .txt, .vec or .bin file of word vectors");
}
