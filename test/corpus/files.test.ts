import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  expandFiles,
  fileOf,
  filesOf,
  fileViews,
  joinCorpora,
  placeOf,
  readCorpus,
  sentenceInFile,
  sentenceOf,
} from "../../src/corpus/index.js";
import { shown } from "./helpers.js";

const directory = mkdtempSync(join(tmpdir(), "seginf-files-"));
afterAll(() => rmSync(directory, { recursive: true }));
mkdirSync(join(directory, "sub"));
const FILES: Readonly<Record<string, string>> = {
  "a.conll": "# newdoc id = d\na\tB-X\nb\tO\n\nc\tO\n\n# seginf: ok\n",
  "b.jsonl": '{"tokens": ["c", "a"], "tags": ["O", "B-Y"], "doc_id": "e"}\n',
  "sub/c.conll": "# seginf: ok\nd\tB-X\n",
  "sub/d[1].conll": "e\tO\n",
};
for (const [name, text] of Object.entries(FILES)) writeFileSync(join(directory, name), text);
const at = (name: string) => join(directory, name);
const read = (names: readonly string[]) => Promise.all(names.map((name) => readCorpus(at(name), { columns: [] })));

test("several corpora are one, with the lines and sentences of each", async () => {
  const parts = await read(["a.conll", "b.jsonl", "sub/c.conll"]);
  const whole = joinCorpora("all", parts);
  expect(shown(whole)).toEqual(parts.flatMap(shown));
  expect([...whole.lines]).toEqual([2, 3, 5, 1, 1, 2]);
  expect(whole.tags?.values).toEqual(["B-X", "O", "B-Y"]);
  expect([[...whole.documents], whole.documentIds]).toEqual([
    [0, 0, 1, -1],
    ["d", "e"],
  ]);
  expect(whole.lines.map((_, token) => placeOf(whole, token).line)).toEqual(whole.lines);
  expect([0, 2, 3, 5].map((token) => fileOf(whole, token))).toEqual(
    ["a.conll", "a.conll", "b.jsonl", "sub/c.conll"].map(at),
  );
  expect([0, 1, 2, 3].map((sentence) => sentenceInFile(whole, sentence))).toEqual([0, 1, 0, 0]);
  expect(sentenceOf(whole, at("sub/c.conll"), 0)).toBe(3);
  expect(filesOf(whole).map(({ digest }) => digest)).toEqual(parts.map(({ digest }) => digest));
});

test("its views are the files, and a comment at a file's end is not about the next file", async () => {
  const parts = await read(["a.conll", "b.jsonl", "sub/c.conll"]);
  const whole = joinCorpora("all", parts);
  for (const [i, { name, lines, sentenceStart }] of fileViews(whole).entries()) {
    expect({ name, lines, sentenceStart }).toEqual({
      name: parts[i].name,
      lines: parts[i].lines,
      sentenceStart: parts[i].sentenceStart,
    });
  }
  expect(whole.remarks?.map(({ file, sentence }) => [file, sentence])).toEqual([
    [at("a.conll"), 4],
    [at("sub/c.conll"), 3],
  ]);
});

test("of one file, it is its own view", async () => {
  const [corpus] = await read(["a.conll"]);
  expect(fileViews(corpus)).toEqual([corpus]);
  expect(filesOf(corpus)).toMatchObject([{ name: at("a.conll"), firstSentence: 0, firstToken: 0 }]);
  expect([sentenceInFile(corpus, 1), sentenceOf(corpus, "x", 1), fileOf(corpus, 2)]).toEqual([1, 1, at("a.conll")]);
});

test.each<[pattern: string, names: readonly string[]]>([
  ["a.conll", ["a.conll"]],
  ["nothing.conll", ["nothing.conll"]],
  ["*.conll", ["a.conll"]],
  ["**/*.conll", ["a.conll", "sub/c.conll", "sub/d[1].conll"]],
  ["{b.jsonl,sub/c.conll}", ["b.jsonl", "sub/c.conll"]],
  ["sub/?.conll", ["sub/c.conll"]],
  ["sub/[a-c].conll", ["sub/c.conll"]],
  ["sub/d[1].conll", ["sub/d[1].conll"]],
])("%s", async (pattern, names) => {
  expect(await expandFiles(at(pattern))).toEqual(names.map(at));
});

test("a pattern that matches nothing is an error", async () => {
  await expect(expandFiles(at("*.xyz"))).rejects.toThrow(
    `${at("*.xyz")}: no file matches the pattern; check it, and quote it against the shell`,
  );
  expect(await expandFiles("-")).toEqual(["-"]);
});
