import { type Field, fields } from "../../src/features/fields.js";

const read = (field: Field, text: string) => fields[field](text);

test.each<[text: string, shape: string, short: string, capitals: string]>([
  ["Leeds", "Xxxxx", "Xx", "title"],
  ["USA", "XXX", "X", "upper"],
  ["McDonald", "XxXxxxxx", "XxXx", "mixed"],
  ["iPhone", "xXxxxx", "xXx", "mixed"],
  ["won", "xxx", "x", "lower"],
  ["1996-08-22", "dddd-dd-dd", "d-d-d", "digits"],
  ["...", "...", ".", "symbols"],
  ["2nd", "dxx", "dx", "lower"],
  ["'Tis", "'Xxx", "'Xx", "title"],
  ["A", "X", "X", "upper"],
  // Cased letters beyond ASCII and beyond the BMP; a title-case digraph; letters without case.
  ["Éire", "Xxxx", "Xx", "title"],
  ["𝐀𝐛", "Xx", "Xx", "title"],
  ["ǅep", "Xxx", "Xx", "title"],
  ["東京", "cc", "c", "lower"],
  ["٣٤", "dd", "d", "digits"],
])("%s has the shape %s, in short %s, and is %s", (text, shape, short, capitals) => {
  expect([read("shape", text), read("shortShape", text), read("capitals", text)]).toEqual([shape, short, capitals]);
});

test("affixes count code points and are absent where they would be the whole word", () => {
  const affixes = (text: string) =>
    (["prefix1", "prefix2", "prefix3", "prefix4", "suffix1", "suffix2", "suffix3", "suffix4"] as const).map((field) =>
      read(field, text),
    );
  expect(affixes("Leeds")).toEqual(["L", "Le", "Lee", "Leed", "s", "ds", "eds", "eeds"]);
  expect(affixes("won")).toEqual(["w", "wo", null, null, "n", "on", null, null]);
  expect(affixes("a")).toEqual(new Array(8).fill(null));
  // 𝐀 is two UTF-16 units and one character.
  expect(affixes("𝐀b")).toEqual(["𝐀", null, null, null, "b", null, null, null]);
});

test("identity and lower case", () => {
  expect([read("identity", "ÉIRE"), read("lower", "ÉIRE")]).toEqual(["ÉIRE", "éire"]);
});
