import { Readable } from "node:stream";
import * as zlib from "node:zlib";
import { gzipSync } from "node:zlib";
import { readCorpus } from "../../src/corpus/index.js";

const ROW = "a\tO\n";
/** Two megabytes of rows. */
const ROWS = ROW.repeat(500_000);

const read = (bytes: Buffer, maxBytes?: number) =>
  readCorpus("-", { stdin: Readable.from([bytes], { objectMode: false }), ...(maxBytes && { maxBytes }) });

const { zstdCompressSync } = zlib as { zstdCompressSync?: (bytes: string) => Buffer };

test("a stream is read up to a number of bytes, counted after decompression", async () => {
  const packed = gzipSync(ROWS);
  expect(packed.length).toBeLessThan(10_000);
  expect((await read(packed, ROWS.length)).lines).toHaveLength(500_000);
  await expect(read(packed, ROWS.length - 1)).rejects.toThrow(
    "<stdin>: more than 1,999,999 bytes once decompressed; raise --max-bytes if the corpus is that large",
  );
  await expect(read(Buffer.from(ROWS), 1000)).rejects.toThrow(
    "<stdin>: more than 1,000 bytes; raise --max-bytes if the corpus is that large",
  );
});

(zstdCompressSync ? test : test.skip)("so is Zstandard", async () => {
  await expect(read(zstdCompressSync?.(ROWS) as Buffer, 1000)).rejects.toThrow(
    "more than 1,000 bytes once decompressed",
  );
});

/** `bzip2 -9` of two megabytes of the row. */
const BZIP2 =
  "QlpoOTFBWSZTWXJpcoYFJlTFAAAwAACgACAAUGaaCaqbUxUIRMVCETioQidioQifMUFZJlNZYRS0XgG3ccUAADAAAKAAIABQZpoJqk9TFQhE7FQhE4qEImKhCJ8xQVkmU1nRtSlEASUGRQAAMAAAoAAgAEBSo9BmmmikoLJSUF+KSgslJQXC7kinChIbRzF8IA==";

test("so is bzip2", async () => {
  const packed = Buffer.from(BZIP2, "base64");
  expect((await read(packed, ROWS.length)).lines).toHaveLength(500_000);
  await expect(read(packed, 1000)).rejects.toThrow("more than 1,000 bytes once decompressed");
});

test("without a bound of its own, a corpus may have a gigabyte", async () => {
  const chunk = Buffer.alloc(1 << 20, "\n");
  function* endless() {
    for (let sent = 0; sent < 1100; sent++) yield chunk;
  }
  await expect(readCorpus("-", { stdin: Readable.from(endless(), { objectMode: false }) })).rejects.toThrow(
    "<stdin>: more than 1,000,000,000 bytes",
  );
});
