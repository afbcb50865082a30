import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { SealedFileError } from "../../src/storage/envelope.js";
import { openSealed, peekSealed, type SealedContent, sealFile, section } from "../../src/storage/sealed.js";
import { anyCharacter, anyText } from "../helpers/text.js";
import { rejection, temporaryDirectory } from "./temporary.js";

const directory = temporaryDirectory();
const at = (name: string): string => join(directory(), name);
const MODEL = { kind: "model", version: 2 } as const;

const sample: SealedContent = {
  header: { labels: ["O", "B-PER", "東京"], lambda: 0.1 },
  sections: {
    weights: Float64Array.of(1.5, -0, Number.NaN, Infinity, 5e-324),
    offsets: Int32Array.of(-1, 2 ** 31 - 1, 7),
    names: new TextEncoder().encode("Zürich"),
    empty: new Float64Array(0),
  },
};

const seal = (path: string, content = sample): Promise<void> => sealFile(path, { ...MODEL, ...content });

/** Every way in which `openSealed` may refuse a file, or a failure of the test. */
async function refusalOf(bytes: Uint8Array, expected: { kind: string; version: number } = MODEL): Promise<string> {
  writeFileSync(at("changed"), bytes);
  const error = await rejection(openSealed(at("changed"), expected));
  if (!(error instanceof SealedFileError)) throw error;
  expect(error.message).toMatch(/changed: .+; \S.+/);
  expect(error.message).not.toContain("\n");
  return error.refusal;
}

describe("a sealed file", () => {
  test("gives back what was sealed", async () => {
    await seal(at("model"));
    expect(await openSealed(at("model"), MODEL)).toEqual(sample);
  });

  test("gives back any content", async () => {
    const anySection = fc.oneof(
      fc.float64Array(),
      fc.int32Array(),
      fc.uint8Array(),
      // A view that begins anywhere in a buffer that is not its own.
      fc.uint8Array({ minLength: 3 }).map((bytes) => bytes.subarray(1, -1)),
    );
    const content = fc.record({
      header: fc.dictionary(fc.string(), fc.jsonValue({ stringUnit: anyCharacter })),
      sections: fc.dictionary(anyText(), anySection),
    });
    await fc.assert(
      fc.asyncProperty(content, async ({ header, sections }) => {
        const plain = JSON.parse(JSON.stringify(header));
        await seal(at("model"), { header: plain, sections });
        const opened = await openSealed(at("model"), MODEL);
        expect(opened.header).toEqual(plain);
        expect({ ...opened.sections }).toEqual({ ...sections });
        expect(await peekSealed(at("model"), MODEL)).toEqual(plain);
      }),
      { numRuns: 60 },
    );
  });

  test("is the same file for the same content, with lines that people can read", async () => {
    await seal(at("a"));
    await seal(at("b"));
    const bytes = readFileSync(at("a"));
    expect(bytes.equals(readFileSync(at("b")))).toBe(true);
    expect(bytes.toString("latin1")).toMatch(
      new RegExp(`^seginf-model 2\nsha256 [0-9a-f]{64}\nbytes 0{12}${bytes.length} header \\d{15}\n{"header":`),
    );
  });

  test("is little-endian with aligned sections", async () => {
    await seal(at("model"));
    const bytes = readFileSync(at("model"));
    const at8 = bytes.indexOf(Buffer.from([0, 0, 0, 0, 0, 0, 0xf8, 0x3f]));
    expect(at8).toBeGreaterThan(0);
    expect(at8 % 8).toBe(0);
  });

  test("shares one buffer among its sections", async () => {
    await seal(at("model"));
    const { sections } = await openSealed(at("model"), MODEL);
    expect(sections.weights!.buffer).toBe(sections.offsets!.buffer);
  });

  test("hands out sections by name and type", async () => {
    await seal(at("model"));
    const opened = await openSealed(at("model"), MODEL);
    const offsets: Int32Array = section(opened, "offsets", Int32Array);
    expect(offsets).toEqual(sample.sections.offsets);
    expect(() => section(opened, "offsets", Float64Array)).toThrow(/"offsets" of type Float64Array/);
    expect(() => section(opened, "toString", Float64Array)).toThrow(/no section/);
  });
});

describe("a file that is not whole is refused", () => {
  let bytes: Buffer;
  beforeEach(async () => {
    await seal(at("model"));
    bytes = readFileSync(at("model"));
  });

  test("with any byte changed", async () => {
    for (let i = 0; i < bytes.length; i++) {
      const changed = Buffer.from(bytes);
      // Another bit each time: case bits, digit bits, high bits.
      changed[i]! ^= 1 << (i % 8);
      const refusal = await refusalOf(changed);
      if (i >= 81 + 40) expect(refusal).toBe("edited");
    }
  });

  test("with any byte replaced by any other", async () => {
    const position = fc.integer({ min: 0, max: bytes.length - 1 });
    await fc.assert(
      fc.asyncProperty(position, fc.integer({ min: 1, max: 255 }), async (at, difference) => {
        const changed = Buffer.from(bytes);
        changed[at]! ^= difference;
        await refusalOf(changed);
      }),
      { numRuns: 300 },
    );
  });

  test("cut off anywhere", async () => {
    for (let length = 1; length < bytes.length; length++) {
      expect([length, await refusalOf(bytes.subarray(0, length))]).toEqual([length, "truncated"]);
    }
  });

  test("with anything after its end", async () => {
    expect(await refusalOf(Buffer.concat([bytes, Buffer.from("\n")]))).toBe("edited");
    expect(await refusalOf(Buffer.concat([bytes, bytes]))).toBe("edited");
  });
});

test("any other file is refused, and never with another kind of error", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 400 }), async (bytes) => {
      expect(["foreign", "truncated"]).toContain(await refusalOf(bytes));
    }),
    { numRuns: 100 },
  );
});

/** A file with a right checksum around whatever is given: its writer is not to be trusted either. */
function forged(json: string, tail = ""): Uint8Array {
  const json8 = Buffer.from(json);
  const digits = (n: number): string => String(n).padStart(15, "0");
  const head = "seginf-model 2\nsha256 ";
  const total = head.length + 64 + "\nbytes  header \n".length + 30 + json8.length + tail.length;
  const rest = `\nbytes ${digits(total)} header ${digits(json8.length)}\n${json}${tail}`;
  return Buffer.from(head + createHash("sha256").update(head).update(rest).digest("hex") + rest);
}

test.each([
  ["no JSON", "{"],
  ["null", "null"],
  ["no header", '{"sections":[]}'],
  ["a header that is no object", '{"header":[],"sections":[]}'],
  ["sections that are no list", '{"header":{},"sections":{}}'],
  ["a section of no known type", '{"header":{},"sections":[{"name":"a","type":"f32","length":0}]}'],
  ["a section of negative length", '{"header":{},"sections":[{"name":"a","type":"u8","length":-1}]}'],
  ["a section beyond the end", '{"header":{},"sections":[{"name":"a","type":"f64","length":1000}]}'],
  ["a section of huge length", '{"header":{},"sections":[{"name":"a","type":"f64","length":9007199254740991}]}'],
])("a forged file with %s is refused", async (_name, json) => {
  expect(await refusalOf(forged(json))).toBe("edited");
});

test("the forger could also write a good one", async () => {
  writeFileSync(at("good"), forged('{"header":{},"sections":[]}'));
  expect(await openSealed(at("good"), MODEL)).toEqual({ header: {}, sections: {} });
});

describe("messages", () => {
  const messageOf = async (path: string, expected: { kind: string; version: number } = MODEL): Promise<string> =>
    ((await rejection(openSealed(path, expected))) as Error).message.replace(directory(), "DIR");

  test.each<[string, string | Uint8Array, string]>([
    [
      "empty",
      "",
      "DIR/f: is empty, not a seginf model file; make the model file again, or copy it again from where it came",
    ],
    ["foreign", "U.N. NNP B-ORG\n", "DIR/f: is not a seginf model file; give a model file that seginf wrote"],
    ["another kind", "seginf-cache 1\n", "DIR/f: is a seginf cache file, not a seginf model file; give a model file"],
    [
      "newer",
      "seginf-model 3\n",
      "DIR/f: is a seginf model file of version 3, and this seginf reads version 2; update seginf",
    ],
    [
      "older",
      "seginf-model 1\n",
      "DIR/f: is a seginf model file of version 1, and this seginf reads version 2 only; make the model file again",
    ],
  ])("%s", async (_name, content, message) => {
    writeFileSync(at("f"), content);
    expect(await messageOf(at("f"))).toBe(message);
  });

  test("truncated and edited", async () => {
    await seal(at("f"));
    const bytes = readFileSync(at("f"));
    writeFileSync(at("f"), bytes.subarray(0, 200));
    expect(await messageOf(at("f"))).toMatch(
      /^DIR\/f: is cut off: 200 of \d+ bytes are there; make the model file again/,
    );
    bytes[bytes.length - 1]! ^= 1;
    writeFileSync(at("f"), bytes);
    expect(await messageOf(at("f"))).toMatch(/^DIR\/f: is damaged: its content does not match its checksum; make/);
  });

  test("missing, and a directory", async () => {
    expect(await messageOf(at("none"))).toBe("DIR/none: no such file; check the path");
    expect(await messageOf(directory())).toBe("DIR: this is a directory; name a file in it");
  });
});
