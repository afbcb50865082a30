import fc from "fast-check";

/** Code points that are no halves of a surrogate pair, numbered without a gap. */
const SURROGATES = { from: 0xd800, count: 0x800 } as const;

/** Any character that is no half of a surrogate pair. */
export const anyCharacter = fc.integer({ min: 0, max: 0x10ffff - SURROGATES.count }).map(
  (n) => String.fromCodePoint(n < SURROGATES.from ? n : n + SURROGATES.count),
  (text) => {
    const [first, ...more] = typeof text === "string" ? text : "";
    const code = first?.codePointAt(0);
    if (code === undefined || more.length > 0) throw new TypeError("not one character");
    return code < SURROGATES.from ? code : code - SURROGATES.count;
  },
);

/** Text of any characters: fast-check's unit "binary", which would first put a million of them into a Map. */
export const anyText = (lengths: { minLength?: number; maxLength?: number } = {}): fc.Arbitrary<string> =>
  fc.string({ ...lengths, unit: anyCharacter });
