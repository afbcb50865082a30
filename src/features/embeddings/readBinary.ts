import { readBytes } from "../../corpus/source.js";
import { SeginfError } from "../../errors.js";
import { dimensionOf } from "./readText.js";
import { TableBuilder, type VectorTable } from "./table.js";

const BLANK = 32;
const NEWLINE = 10;
/** No word is longer; past it the file is something else. */
const LONGEST_WORD = 4096;

/**
 * Reads word2vec's .bin: a line with the number of words and dimensions, then each word, a blank and D little-endian
 * floats, with or without a line end. Source: word2vec's distance.c (Mikolov et al. 2013). Gzipped or not.
 *
 * @throws SeginfError where the file is cut short or is something else
 */
export async function readBinaryVectors(path: string): Promise<VectorTable> {
  const place = { file: path };
  let builder: TableBuilder | undefined;
  let expected = 0;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of readBytes(path, undefined, undefined)) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    if (!builder) {
      const end = rest.indexOf(NEWLINE);
      if (end < 0 && rest.length < LONGEST_WORD) continue;
      const header = /^(\d+) (\d+)\s*$/.exec(rest.toString("latin1", 0, Math.max(end, 0)));
      if (!header) throw notBinary(path);
      expected = Number(header[1]);
      builder = new TableBuilder(dimensionOf(Number(header[2]), place), Math.min(expected, 1 << 22));
      rest = rest.subarray(end + 1);
    }
    rest = takeRows(builder, expected, rest, path);
  }
  if (!builder) throw notBinary(path);
  if (builder.count < expected) {
    throw new SeginfError(`it ends after ${builder.count} of ${expected} vectors`, place, "download the file again");
  }
  return builder.finish();
}

/** Takes the whole rows that have come; returns what is left. */
function takeRows(builder: TableBuilder, expected: number, bytes: Buffer, path: string): Buffer {
  const width = 4 * builder.dimension;
  let at = 0;
  while (builder.count < expected) {
    let start = at;
    if (bytes[start] === NEWLINE) start++;
    const end = bytes.indexOf(BLANK, start);
    if (end < 0 ? bytes.length - start > LONGEST_WORD : end - start > LONGEST_WORD) throw notBinary(path);
    if (end < 0 || end + 1 + width > bytes.length) break;
    const row = builder.row(Buffer.from(bytes.subarray(start, end)));
    for (let i = 0; i < row.length; i++) row[i] = bytes.readFloatLE(end + 1 + 4 * i);
    if (!row.every(Number.isFinite)) {
      throw new SeginfError(
        `vector ${builder.count} holds what is not a number`,
        { file: path },
        "download the file again",
      );
    }
    at = end + 1 + width;
  }
  return bytes.subarray(at);
}

function notBinary(path: string): SeginfError {
  const hint = "give vectors as text a name that ends in .txt or .vec";
  return new SeginfError("this is not word2vec's binary format", { file: path }, hint);
}
