import { spelledAsInFile } from "../../src/corpus/profile/describe.js";
import { read } from "./helpers.js";

test.each([
  ["prefixes and types in columns of their own", (tag: string) => `${tag[0]}\t${tag.slice(2) || "O"}`, "B-PER"],
  ["suffixes", (tag: string) => (tag === "O" ? tag : `${tag.slice(2)}-${tag[0]}`), "PER-B"],
])("predictions are spelled as the labels of a file read without them: %s", async (_, spell, expected) => {
  const rows = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "O", "O", "O", "O", "O"];
  const text = `${rows.map((tag, i) => `w${"a".repeat(i)}\t${spell(tag)}\n`).join("")}\n`.repeat(10);
  const corpus = await read(text, { labelColumn: null });
  const predicted = { values: ["O", "B-PER"], ids: corpus.words.ids.map((_id, t) => (t % 10 === 1 ? 1 : 0)) };
  expect(spelledAsInFile(corpus, predicted)[1]).toBe(expected);
});

test.each([
  ["B for single tokens", ["O", "B-PER", "O", "B-PER", "I-PER", "E-PER", "O"], ["S-PER", "B-PER"]],
  ["I for the first token (IOE2)", ["O", "E-PER", "O", "I-PER", "I-PER", "E-PER", "O"], ["B-PER", "I-PER"]],
  ["BIOES", ["O", "S-PER", "O", "B-PER", "I-PER", "E-PER", "O"], ["S-PER", "S-PER"]],
])("predictions are spelled with the letters that a file has: %s", async (_, tags, [predicted, expected]) => {
  const text = `${tags.map((tag, i) => `w${"a".repeat(i)}\t${tag}\n`).join("")}\n`.repeat(10);
  const corpus = await read(text, { labelColumn: null });
  const column = { values: ["O", predicted], ids: corpus.words.ids.map((_id, t) => (t % 7 === 1 ? 1 : 0)) };
  expect(spelledAsInFile(corpus, column)[1]).toBe(expected);
});
