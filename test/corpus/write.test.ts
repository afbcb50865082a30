import { readCorpus, withPredictions, writeColumns } from "../../src/corpus/index.js";
import { read, shared, shown, testWith } from "./helpers.js";

/** The file as `tag` would write it, each token t tagged T0, T1, … unless other tags are given. */
async function tagged(text: string, options = {}, tagOf = (t: number) => `T${t}`): Promise<string> {
  const { bytes, ...corpus } = await read(text, { ...options, keepBytes: true });
  return Buffer.concat([...withPredictions(bytes!, corpus, tagOf)]).toString();
}

test("a written file reads back", async () => {
  const sentences = [
    { words: ["#", "New York", "#NFL"], tags: ["O", "B-creative work", "O"], id: "s 1" },
    { words: ["\u00a0", "{"], tags: ["O", "I-X"] },
  ];
  const text = writeColumns(sentences);
  expect(text).toBe("# sent_id = s 1\n#\tO\nNew York\tB-creative work\n#NFL\tO\n\n\u00a0\tO\n{\tI-X\n\n");
  const corpus = await read(text);
  expect(shown(corpus)).toEqual(sentences.map(({ words, tags }) => words.map((word, i) => `${word}/${tags[i]}`)));
  expect(corpus.sentenceIds).toEqual(["s 1", null]);
});

test.each(["", " ", "a\tb", "a\nb", "# a", "-DOCSTART-", "\uFEFFa", "a\0", "\uD800"])(
  "the word %j is refused",
  (word) => {
    expect(() => writeColumns([{ words: [word], tags: ["O"] }])).toThrow(RangeError);
  },
);

test("what else cannot be written", () => {
  expect(() => writeColumns([{ words: ["a"], tags: [" O"] }])).toThrow(RangeError);
  expect(() => writeColumns([{ words: ["a"], tags: [] }])).toThrow(RangeError);
  expect(() => writeColumns([{ words: [], tags: [] }])).toThrow(RangeError);
  expect(writeColumns([])).toBe("");
});

describe("withPredictions", () => {
  test("tab columns: comments, blank lines, CRLF, the mark and the missing last newline stay", async () => {
    const text = "\uFEFF# sent_id = 1\r\na\tO\r\n\t\r\n\r\n# b\tc\r\n#x\tO\r\nb c\tO";
    expect(await tagged(text)).toBe("\uFEFF# sent_id = 1\r\na\tO\tT0\r\n\t\r\n\r\n# b\tc\r\n#x\tO\tT1\r\nb c\tO\tT2");
  });

  test("blank columns", async () => {
    const text = "-DOCSTART- O\n\n a  O \nb O\n\n";
    expect(await tagged(text)).toBe("-DOCSTART- O\n\n a  O  T0\nb O T1\n\n");
    await expect(tagged(text, {}, () => "B-creative work")).rejects.toThrow(
      '<stdin>: the tag "B-creative work" would break its column; part the columns by tabs',
    );
  });

  test("one column takes a tab", async () => {
    expect(await tagged("a\n\nb\n", { labelColumn: null })).toBe("a\tT0\n\nb\tT1\n");
  });

  test("ragged rows", async () => {
    const text = "1\ta\tO\tx\n2\tb\tO\n";
    const options = { tokenColumn: "2", labelColumn: "3", allowRagged: true };
    expect(await tagged(text, options)).toBe("1\ta\tO\tx\tT0\n2\tb\tO\tT1\n");
  });

  test("CoNLL-U keeps its ten columns: MISC takes the tag", async () => {
    const row = (id: string, misc: string) => `${id}\ta\t_\tX\t_\t_\t_\t_\t_\t${misc}\r\n`;
    const text = `# c\r\n${row("1-2", "_")}${row("1", "_")}${row("2", "SpaceAfter=No")}${row("3", "")}\r\n`;
    expect(await tagged(text, {}, () => "B-X|y")).toBe(
      `# c\r\n${row("1-2", "_")}${row("1", "Predicted=B-X|y")}${row("2", "SpaceAfter=No|Predicted=B-X|y")}${row("3", "Predicted=B-X|y")}\r\n`,
    );
    await expect(tagged(row("1", "A=b|Predicted=X"))).rejects.toThrow(
      "<stdin>:1: the file holds predictions already (Predicted in MISC); tag the original file",
    );
  });

  test("JSONL takes a field", async () => {
    const text =
      '\uFEFF{"tokens": ["a", "b"], "tags": ["O", "O"]} \r\n\n{"tokens":[],"tags":[]}\n{"tags":["O"],"tokens":["}"]}';
    expect(await tagged(text)).toBe(
      '\uFEFF{"tokens": ["a", "b"], "tags": ["O", "O"], "predicted_tags": ["T0","T1"]} \r\n\n{"tokens":[],"tags":[], "predicted_tags": []}\n{"tags":["O"],"tokens":["}"], "predicted_tags": ["T2"]}',
    );
    await expect(tagged('{"predicted_tags": 1, "tokens": ["a"], "tags": ["O"]}')).rejects.toThrow("already");
    expect(await tagged('\uFEFF{"tokens": ["\\"predicted_tags\\"", "predicted_tags"], "tags": ["O", "O"]}')).toContain(
      "T1",
    );
  });

  testWith("wnut17/train.conll")("a real corpus, its column stripped again, is itself", async () => {
    const { bytes, ...corpus } = await readCorpus(shared("wnut17/train.conll"), { keepBytes: true });
    const written = Buffer.concat([...withPredictions(bytes!, corpus, () => "I-odd")]).toString();
    expect(written.match(/\tI-odd$/gm)).toHaveLength(62_730);
    expect(written.replaceAll("\tI-odd", "")).toBe(bytes!.toString());
  });
});
