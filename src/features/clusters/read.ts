import { basename } from "node:path";
import { LineSplitter } from "../../corpus/lines.js";
import { readBytes } from "../../corpus/source.js";
import { SeginfError } from "../../errors.js";
import { type ClusterRow, WordClusters } from "./table.js";

const HINT =
  "give the paths file of wcluster: a line a word, its path of 0 and 1, the word and its count, parted by tabs";

/**
 * Reads wcluster's `paths` (Liang 2005): a line a word, the path of its cluster, the word and its count, parted by tabs.
 * Compressed or not.
 *
 * @throws SeginfError naming the line
 */
export async function readClusters(path: string): Promise<WordClusters> {
  const reader = new ClusterReader(path);
  // "-" is a file here: standard input is a corpus.
  for await (const chunk of readBytes(path === "-" ? "./-" : path, undefined, undefined)) reader.feed(chunk);
  return new WordClusters(basename(path), reader.end());
}

/**
 * The same from the bytes that a model holds.
 *
 * @param file what messages call the model
 */
export function parseClusters(bytes: Uint8Array, name: string, file: string): WordClusters {
  const reader = new ClusterReader(file);
  reader.feed(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  return new WordClusters(name, reader.end());
}

class ClusterReader {
  readonly #rows: ClusterRow[] = [];
  readonly #lineOf = new Map<string, number>();
  readonly #splitter: LineSplitter;

  constructor(private readonly file: string) {
    this.#splitter = new LineSplitter(file, {
      line: (bytes, start, end, number) => {
        if (end > start) this.#row(bytes.toString("utf8", start, end), number);
      },
    });
  }

  feed(chunk: Buffer): void {
    this.#splitter.feed(chunk);
  }

  end(): readonly ClusterRow[] {
    this.#splitter.end();
    if (this.#rows.length === 0) throw new SeginfError("no word clusters in the file", { file: this.file }, HINT);
    return this.#rows;
  }

  #row(text: string, line: number): void {
    const fault = (what: string, hint = HINT) => new SeginfError(what, { file: this.file, line }, hint);
    const columns = text.split("\t");
    const [path = "", word = "", count = ""] = columns;
    if (columns.length !== 3) {
      throw fault(`${columns.length} columns where a path, a word and its count are expected`);
    }
    if (word === "") throw fault("a row without its word");
    if (!/^[01]+$/.test(path)) throw fault(`"${path}" is not a path of 0 and 1`);
    if (!/^\d{1,15}$/.test(count)) throw fault(`"${count}" is not a count`);
    const earlier = this.#lineOf.get(word);
    if (earlier !== undefined) throw fault(`the word "${word}" stands in line ${earlier} too`, "leave one of them");
    this.#lineOf.set(word, line);
    this.#rows.push({ path, word, count: Number(count) });
  }
}
