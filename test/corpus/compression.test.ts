import { gzipSync } from "node:zlib";
import { compressed, compressionOf } from "../../src/corpus/compression.js";
import { failure, read, shown } from "./helpers.js";

const TEXT = "a\tB-X\nb\tO\n\nc\tO\n";

/** The same text as bzip2, xz and zstd write it. */
const STREAMS = {
  bzip2: "QlpoOTFBWSZTWbCK3eUAAAZXAAAwAAIQAIBAOAAgADEGTEEAZqJjgQ5MnxdyRThQkLCK3eU=",
  xz: "/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQAOYQlCLVgKYglPCgpjCU8KAAC7Ft9d0Mr2rgABJw/fGvxqH7bzfQEAAAAABFla",
  zstd: "KLUv/QRYeQAAYQlCLVgKYglPCgpjCU8KRYBtPw==",
} as const;

const bytesOf = (name: keyof typeof STREAMS) => Buffer.from(STREAMS[name], "base64");

describe.each(Object.keys(STREAMS) as (keyof typeof STREAMS)[])("%s", (name) => {
  test("is told by its first bytes, and read", async () => {
    expect(compressionOf(bytesOf(name))).toBe(name);
    const { bytes, ...corpus } = await read(bytesOf(name), { keepBytes: true });
    expect(shown(corpus)).toEqual([["a/B-X", "b/O"], ["c/O"]]);
    expect(bytes?.toString()).toBe(TEXT);
  });

  test("cut short, is an error", async () => {
    const cut = bytesOf(name).subarray(0, -8);
    expect(await failure(cut)).toMatch(/^SeginfError: <stdin>: /);
  });
});

test("text that begins like a stream is text", async () => {
  expect(shown(await read("BZh9\tO\n"))).toEqual([["BZh9/O"]]);
  expect(compressionOf(Buffer.from("BZh"))).toBeNull();
});

test("what can be read can be written, where Node can", async () => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of compressed("gzip", [Buffer.from(TEXT)]) ?? []) chunks.push(chunk);
  expect(Buffer.concat(chunks)).toEqual(gzipSync(TEXT));
  expect(compressed("xz", [])).toBeNull();
  expect(compressed("bzip2", [])).toBeNull();
});
