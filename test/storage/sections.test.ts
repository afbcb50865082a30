import fc from "fast-check";
import { entryOf, fromFileBytes, type Section, toFileBytes } from "../../src/storage/sections.js";

test("a big-endian machine writes the same bytes reversed, element by element", () => {
  const native = toFileBytes(Float64Array.of(1.5, -2), false);
  const other = toFileBytes(Float64Array.of(1.5, -2), true);
  expect([...other.subarray(0, 8)].reverse()).toEqual([...native.subarray(0, 8)]);
  expect([...other.subarray(8)].reverse()).toEqual([...native.subarray(8)]);
  expect([...toFileBytes(Uint8Array.of(1, 2, 3), true)]).toEqual([1, 2, 3]);
});

test("what either machine writes it reads back, from any offset", () => {
  const sections = fc.oneof<fc.Arbitrary<Section>[]>(fc.float64Array(), fc.int32Array(), fc.uint8Array());
  fc.assert(
    fc.property(sections, fc.integer({ min: 0, max: 9 }), fc.boolean(), (section, offset, bigEndian) => {
      const bytes = new Uint8Array(offset + section.byteLength + 3);
      bytes.set(toFileBytes(section, bigEndian), offset);
      expect(fromFileBytes(bytes, offset, entryOf("s", section), bigEndian)).toEqual(section);
    }),
  );
});

test("arrays that another thread sent are told by what they are, whatever realm they are of", () => {
  const sent = (section: Section) => entryOf("s", structuredClone(section)).type;
  expect([sent(new Float64Array(1)), sent(new Int32Array(1)), sent(new Uint8Array(1))]).toEqual(["f64", "i32", "u8"]);
});
