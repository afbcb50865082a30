import { readFileSync } from "node:fs";
import fc from "fast-check";
import { codecOf, encodingName } from "../../../src/corpus/encoding/codecs.js";
import { withPredictions, withTags } from "../../../src/corpus/index.js";
import { failure, read, shared, shown, testWith } from "../helpers.js";

/** Text that each encoding can hold. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  "windows-1252": ["Zoë", "São", "“x”", "€5", "Œuvre"],
  "iso-8859-15": ["Zoë", "€", "œ"],
  "iso-8859-2": ["Łódź", "čeština"],
  "windows-1251": ["Москва", "Їжак"],
  "koi8-r": ["Москва", "ёж"],
  macintosh: ["Zoë", "Ω"],
  gbk: ["北京", "编码a"],
  gb18030: ["北京", "ü", "𠮷", "ƒ€"],
  big5: ["臺北", "中文"],
  shift_jis: ["東京", "ｶﾀ", "カタカナ"],
  "euc-jp": ["東京", "ｶﾀ", "丂"],
  "iso-2022-jp": ["東京", "ひらa"],
  "euc-kr": ["서울", "漢字"],
  "utf-16le": ["北京", "😀", "é"],
  "utf-16be": ["北京", "😀", "é", "\u0a0a", "ਊ"],
  "cesu-8": ["é", "😀", "a😀b", "퟿"],
};

const word = (encoding: string) =>
  fc
    .array(fc.constantFrom(...TEXTS[encoding], "a", "B1", "-"), { minLength: 1, maxLength: 3 })
    .map((parts) => parts.join(""));

const rows = (encoding: string) =>
  fc.array(fc.tuple(word(encoding), fc.constantFrom("O", "B-X", "I-X"), fc.boolean()), { minLength: 1, maxLength: 9 });

describe.each(Object.keys(TEXTS))("%s", (encoding) => {
  const encode = (text: string) => codecOf(encoding).encode(text) as Buffer;

  test("is written as TextDecoder reads it", () => {
    for (const text of TEXTS[encoding]) {
      expect(codecOf(encoding).decode(encode(text))).toEqual({ text: Buffer.from(text), invalid: 0 });
      if (encoding !== "cesu-8") expect(new TextDecoder(encoding).decode(encode(text), { stream: true })).toBe(text);
    }
  });

  test("reads as the same text in UTF-8, and changed tags alone change", async () => {
    await fc.assert(
      fc.asyncProperty(
        rows(encoding),
        fc.constantFrom("\n", "\r\n"),
        fc.constantFrom(...TEXTS[encoding]),
        fc.boolean(),
        async (lines, end, label, hasEnd) => {
          const textWith = (tag: (i: number) => string) => {
            const text = lines.map(([w, , gap], i) => `${w}\t${tag(i)}${end}${gap ? end : ""}`).join("");
            return hasEnd ? text : text.replace(/(?:\r?\n)+$/, "");
          };
          const before = textWith((i) => lines[i][1]);
          const { bytes, ...corpus } = await read(encode(before), { encoding, keepBytes: true });
          expect(shown(corpus)).toEqual(shown(await read(before)));
          expect(corpus.encoding).toBe(encoding);
          const changes = new Map(lines.flatMap((_, i) => (i % 2 === 0 ? [[i, `B-${label}`] as const] : [])));
          const after = Buffer.concat([...withTags(bytes!, corpus, changes)]);
          expect(after).toEqual(encode(textWith((i) => changes.get(i) ?? lines[i][1])));
          expect(Buffer.concat([...withTags(bytes!, corpus, new Map())])).toEqual(bytes);
          const tagged = Buffer.concat([...withPredictions(bytes!, corpus, () => label)]);
          expect(tagged).toEqual(encode(textWith((i) => `${lines[i][1]}\t${label}`)));
        },
      ),
      { numRuns: 40 },
    );
  });
});

test("what stands there is copied, not written again: another sequence of the same character, a state, bad bytes", async () => {
  // 0xEDFC is NEC's place of a character that encoders write in IBM's; 0x82 is a lead without its trail.
  const raw = Buffer.from("\xed\xfc\tO\n\x82\tO\nb\tO\n", "latin1");
  const options = { encoding: "shift_jis", replaceInvalid: true, keepBytes: true };
  const { bytes, ...corpus } = await read(raw, options);
  expect(corpus.replacedBytes).toBe(1);
  expect(shown(corpus).flat()[1]).toBe("\uFFFD/O");
  const after = [...withTags(bytes!, corpus, new Map([0, 1, 2].map((token) => [token, "B-市"])))];
  const tag = "\tB-\x8e\x73\n";
  expect(Buffer.concat(after).toString("latin1")).toBe(`\xed\xfc${tag}\x82${tag}b${tag}`);
});

test("a byte order mark tells UTF-16, and stays", async () => {
  for (const order of ["utf-16le", "utf-16be"]) {
    const raw = codecOf(order).encode("\uFEFFZoë\tO\r\nb\tO\r\n") as Buffer;
    const { bytes, ...corpus } = await read(raw, { keepBytes: true });
    expect(shown(corpus)).toEqual([["Zoë/O", "b/O"]]);
    expect(Buffer.concat([...withTags(bytes!, corpus, new Map([[0, "B-é"]]))])).toEqual(
      codecOf(order).encode("\uFEFFZoë\tB-é\r\nb\tO\r\n"),
    );
  }
});

test("CESU-8: halves that stand alone are read as U+FFFD and stay", async () => {
  const raw = Buffer.from("\xed\xa0\xbd\tO\n\xed\xb8\x8a\tO\nx\xed\xa0\xbd\xed\xb8\x8a\tO\n", "latin1");
  const { bytes, ...corpus } = await read(raw, { encoding: "cesu-8", keepBytes: true });
  expect(shown(corpus)).toEqual([["\uFFFD/O", "\uFFFD/O", "x😊/O"]]);
  const after = Buffer.concat([...withTags(bytes!, corpus, new Map([[1, "B-X"]]))]);
  expect(after.toString("latin1")).toBe(raw.toString("latin1").replace("\x8a\tO", "\x8a\tB-X"));
  expect(await failure(raw)).toBe(
    "SeginfError: <stdin>:1: not valid UTF-8, and 2 more lines; it holds halves of surrogate pairs, as CESU-8 does: pass --encoding cesu-8",
  );
});

test.each([
  ["windows-1252", "latin1", "Le café de São Paulo\tO\nfrançaise\tO\n"],
  ["windows-1250", "windows-1250", "Łódź\tO\nźródło\tO\nczęść\tO\nzażółć\tO\n"],
  ["windows-1254", "windows-1254", "İstanbul\tO\nbaşkanlığı\tO\nısı\tO\n"],
  ["windows-1254", "windows-1254", "açıklaması\tO\nkarşı\tO\nağır\tO\n"],
  ["windows-1254", "windows-1254", "başkanı\tO\nyılında\tO\nkadın\tO\n"],
  ["windows-1250", "windows-1250", "cestující\tO\nbyl\tO\nvýznamný\tO\n"],
  ["windows-1250", "windows-1250", "preşedintele\tO\nţara\tO\nşi\tO\nbătrân\tO\n"],
  ["windows-1250", "windows-1250", "rođen\tO\nčetiri\tO\nživot\tO\nšto\tO\n"],
  ["windows-1250", "windows-1250", "győztes\tO\nmérkőzés\tO\nfűzte\tO\n"],
  ["windows-1252", "windows-1252", "það\tO\nverður\tO\nþegar\tO\nfréttir\tO\n"],
  ["windows-1252", "windows-1252", "für\tO\nMünchen\tO\nstraße\tO\n"],
  ["windows-1252", "windows-1252", "è\tO\npiù\tO\nè\tO\nperché\tO\nè\tO\n"],
  ["windows-1252", "windows-1252", "määrää\tO\npäälle\tO\nä\tO\n"],
  ["windows-1257", "windows-1257", "Latvijā\tO\nņemot\tO\nvērā\tO\n"],
  ["windows-1257", "windows-1257", "žmonių\tO\nįstaiga\tO\nšių\tO\n"],
  ["windows-1251", "windows-1251", "Москва\tO\nпоехал\tO\n"],
  ["koi8-r", "koi8-r", "Москва\tO\nпоехал\tO\n"],
  ["windows-1253", "windows-1253", "Αθήνα\tO\nκαι\tO\n"],
  ["gb18030", "gb18030", "北京\tO\n的\tO\n人民\tO\n"],
  ["big5", "big5", "臺北\tO\n我們\tO\n的\tO\n"],
  ["shift_jis", "shift_jis", "東京\tO\nに\tO\nあります\tO\n"],
  ["euc-jp", "euc-jp", "東京\tO\nに\tO\nあります\tO\n"],
  ["euc-kr", "euc-kr", "서울\tO\n에서\tO\n만났다\tO\n"],
])("a file in %s is told as that", async (guess, encoding, text) => {
  const raw = codecOf(encodingName(encoding)).encode(text) as Buffer;
  expect(await failure(raw)).toMatch(`it looks like ${guess}: pass --encoding ${guess}; --replace-invalid reads on`);
});

test.each([
  ["little", [0xff, 0xfe, 0, 0]],
  ["little", []],
  ["big", [0, 0, 0xfe, 0xff]],
  ["big", []],
] as const)("UTF-32 of %s endian order after %j is named as that", async (order, mark) => {
  const units = Uint32Array.from("Ines\tB-PER\nsaw\tO\n", (character) => character.codePointAt(0) ?? 0);
  const text = Buffer.from(units.buffer);
  const raw = Buffer.concat([Buffer.from(mark), order === "big" ? text.swap32() : text]);
  const name = order === "big" ? "UTF-32BE" : "UTF-32LE";
  expect(await failure(raw)).toBe(
    `SeginfError: <stdin>: this is UTF-32; convert it to UTF-8: iconv -f ${name} -t UTF-8`,
  );
});

test("a few lines that are UTF-8 by accident make no damage of the others", async () => {
  const raw = codecOf("gb18030").encode("北\tO\n京\tO\n的\tO\n人\tO\n民\tO\n一\tO\n".repeat(9)) as Buffer;
  expect(await failure(Buffer.concat([Buffer.from("é\tO\n\n"), raw]))).toContain("it looks like gb18030");
  // Both bytes of these are those of a character of UTF-8.
  const accidents = Buffer.from("\u00e9\tO\n".repeat(1100));
  const many = Array<Buffer>(30).fill(raw);
  expect(await failure(Buffer.concat([raw, accidents, ...many]))).toContain("it looks like gb18030");
  expect(await failure(Buffer.concat([accidents, ...many]))).toContain("other lines are, so this is damaged");
});

test("bad bytes in a file that is UTF-8 otherwise are damage", async () => {
  const raw = Buffer.concat([Buffer.from("Zoë\tO\ncaf"), Buffer.of(0xe9), Buffer.from("\tO\n")]);
  expect(await failure(raw)).toBe(
    "SeginfError: <stdin>:2: not valid UTF-8; other lines are, so this is damaged: repair it; --replace-invalid reads on without the bad bytes",
  );
  const { bytes, ...corpus } = await read(raw, { replaceInvalid: true, keepBytes: true });
  expect([shown(corpus), corpus.replacedBytes]).toEqual([[["Zoë/O", "caf\uFFFD/O"]], 1]);
  const after = Buffer.concat([...withTags(bytes!, corpus, new Map([[1, "B-é"]]))]);
  expect(after.toString("latin1")).toBe(`${raw.toString("latin1").slice(0, -2)}B-Ã©\n`);
});

test.each<[raw: string, options: object, message: string]>([
  [
    "a\tO\n\x81\tO\n",
    { encoding: "gb18030" },
    "<stdin>:2: not valid gb18030; name another with --encoding; --replace-invalid reads on without the bad bytes",
  ],
  [
    "a\tO\n",
    { encoding: "latin-9000" },
    'no encoding is called "latin-9000"; give --encoding a name such as windows-1252, iso-8859-2, utf-16le, gb18030, big5, shift_jis, euc-kr, cesu-8',
  ],
  [
    "a\0\t\0O\0\n\0",
    {},
    "<stdin>:1: NUL bytes, as UTF-16 without a byte order mark has them; pass --encoding utf-16le",
  ],
  [
    "\0a\0\t\0O\0\n",
    {},
    "<stdin>:1: NUL bytes, as UTF-16 without a byte order mark has them; pass --encoding utf-16be",
  ],
])("%j with %j is an error", async (raw, options, message) => {
  expect(await failure(Buffer.from(raw, "latin1"), options)).toBe(`SeginfError: ${message}`);
});

test("a character that the encoding lacks is an error", async () => {
  const { bytes, ...corpus } = await read("a\tO\n", { encoding: "latin1", keepBytes: true });
  expect(() => [...withTags(bytes!, corpus, new Map([[0, "B-市"]]))]).toThrow(
    '<stdin>: "B-市" cannot be written in the file\'s encoding, windows-1252; convert the file to UTF-8 first',
  );
});

test.each([
  ["latin1", "windows-1252"],
  ["Latin_1", "windows-1252"],
  ["cp949", "euc-kr"],
  ["GB2312", "gbk"],
  ["utf_16_le", "utf-16le"],
  ["CESU8", "cesu-8"],
])("%s is %s", (label, name) => expect(encodingName(label)).toBe(name));

describe("the shared cases", () => {
  for (const [name, encoding] of [
    ["24-latin1", "latin1"],
    ["25-cesu8", "cesu-8"],
  ] as const) {
    testWith(`cases/${name}.train.conll`)(name, async () => {
      const raw = readFileSync(shared(`cases/${name}.train.conll`));
      expect(await failure(raw)).toContain(`pass --encoding ${encodingName(encoding)}`);
      const { bytes, ...corpus } = await read(raw, { encoding, keepBytes: true });
      expect(corpus.sentenceIds.length).toBeGreaterThanOrEqual(60);
      expect(Buffer.concat([...withTags(bytes!, corpus, new Map())])).toEqual(raw);
    });
  }
});
