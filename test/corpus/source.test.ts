import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { readCorpus } from "../../src/corpus/index.js";
import { explainedFailure } from "../../src/corpus/source.js";
import { SeginfError } from "../../src/errors.js";
import { shown } from "./helpers.js";

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "seginf-"));
});
afterAll(() => rmSync(directory, { recursive: true }));

function file(name: string, bytes: string | Buffer): string {
  const path = join(directory, name);
  writeFileSync(path, bytes);
  return path;
}

test("what cannot be opened", async () => {
  const missing = join(directory, "none.conll");
  await expect(readCorpus(missing)).rejects.toThrow(`${missing}: no such file; check the path`);
  await expect(readCorpus(directory)).rejects.toThrow(`${directory}: this is a directory; name a file in it`);
  await expect(readCorpus("a\0b")).rejects.toThrow(SeginfError);
  const denied = Object.assign(new Error("EACCES"), { code: "EACCES", syscall: "open" });
  expect(explainedFailure(denied, "f")).toMatchObject({
    message: "f: no permission to read it; change its permissions",
  });
  const other = Object.assign(new Error("EIO"), { code: "EIO", syscall: "read" });
  expect(explainedFailure(other, "f")).toMatchObject({ message: "f: it cannot be read (EIO)" });
  const bug = new TypeError("ours");
  expect(explainedFailure(bug, "f")).toBe(bug);
});

test("the name tells the format, also under .gz", async () => {
  const row = "1\ta\t_\tX\t_\t_\t0\t_\t_\t_\n";
  expect((await readCorpus(file("a.conllu.gz", gzipSync(row)))).format).toBe("conllu");
  expect((await readCorpus(file("a.ndjson", '{"tokens":["a"],"tags":["O"]}'))).format).toBe("jsonl");
  await expect(readCorpus(file("b.conllu", "a\tO\n"))).rejects.toThrow("CoNLL-U has 10 columns");
  await expect(readCorpus(file("b.jsonl.gz", gzipSync("a\tO\n")))).rejects.toThrow("malformed JSON");
  expect((await readCorpus(file("c.conllu", "a\tO\n"), { format: "columns" })).format).toBe("columns");
});

test("progress ends at the size of the file; a file larger than a chunk is whole", async () => {
  const text = Array.from({ length: 100_000 }, (_, i) => `w${i}\t${i % 3 ? "O" : "B-X"}\n${i % 10 ? "" : "\n"}`).join(
    "",
  );
  const seen: (number | undefined)[][] = [];
  const corpus = await readCorpus(file("big", text), { onBytes: (...figures) => seen.push(figures), keepBytes: true });
  expect(corpus.lines).toHaveLength(100_000);
  expect(corpus.words.values[99_999]).toBe("w99999");
  expect(seen.at(-1)).toEqual([text.length, text.length]);
  expect(corpus.bytes?.toString()).toBe(text);
  const packed = await readCorpus(file("big.gz", gzipSync(text)), { keepBytes: true });
  expect(packed.digest).toBe(corpus.digest);
  expect(packed.bytes?.toString()).toBe(text);
});

test("stdin may give strings, and a size is not known", async () => {
  const seen: (number | undefined)[][] = [];
  const stdin = Readable.from(["a", "\tO", "\n"]);
  const corpus = await readCorpus("-", { stdin, onBytes: (...figures) => seen.push(figures) });
  expect(shown(corpus)).toEqual([["a/O"]]);
  expect(seen.at(-1)).toEqual([4, undefined]);
});

test("an early error closes the source", async () => {
  const path = file("binary.gz", gzipSync(`a\tO\n\0\n${"c\tO\n".repeat(1_000_000)}`));
  await expect(readCorpus(path)).rejects.toThrow("binary.gz:2: a NUL byte");
  const stdin = new Readable({ read() {} });
  stdin.push("a\tO\n\0\n");
  await expect(readCorpus("-", { stdin })).rejects.toThrow("<stdin>:2: a NUL byte");
  await new Promise((resolve) => setImmediate(resolve));
  expect(stdin.destroyed).toBe(true);
});
