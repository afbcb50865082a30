import { createHash } from "node:crypto";
import { read, shown } from "./helpers.js";

describe("rows and sentences", () => {
  test("tokens know their line, sentences their tokens", async () => {
    const corpus = await read("a\tO\nb\tB-X\n\n\nc\tO\n");
    expect(shown(corpus)).toEqual([["a/O", "b/B-X"], ["c/O"]]);
    expect([...corpus.lines]).toEqual([1, 2, 5]);
    expect([...corpus.sentenceStart]).toEqual([0, 2, 3]);
    expect(corpus.name).toBe("<stdin>");
    expect(corpus.format).toBe("columns");
    expect(corpus.digest).toBe(createHash("sha256").update("a\tO\nb\tB-X\n\n\nc\tO\n").digest("hex"));
  });

  test.each([
    ["CRLF", "a\tO\r\nb\tO\r\n\r\nc\tO\r\n"],
    ["no newline at the end", "a\tO\nb\tO\n\nc\tO"],
    ["no newline after CR", "a\tO\r\nb\tO\r\n\r\nc\tO\r"],
    ["blank lines of blanks and tabs", "a\tO\nb\tO\n \t \n\t\nc\tO\n \n"],
    ["several blank lines, also in front", "\n\na\tO\nb\tO\n\n\n\nc\tO\n\n\n"],
    ["a byte order mark", "\uFEFFa\tO\nb\tO\n\nc\tO\n"],
    ["runs of blanks", "  a   O\nb O  \n\nc  O\n"],
    ["further columns", "a\tx\ty\tO\nb\tx\ty\tO\n\nc\tx\ty\tO\n"],
  ])("%s", async (_, text) => {
    expect(shown(await read(text))).toEqual([["a/O", "b/O"], ["c/O"]]);
  });

  test("a byte order mark before a comment or a document mark", async () => {
    expect((await read("\uFEFF# sent_id = s\na\tO\n")).sentenceIds).toEqual(["s"]);
    expect((await read("\uFEFF-DOCSTART- O\n\na O\n")).documentIds).toEqual(["doc1"]);
  });

  test("tokens hold blanks in tab files, and other Unicode spaces everywhere", async () => {
    expect(shown(await read("New York\tO\n 5\u00a0000 \tO\n"))).toEqual([["New York/O", " 5\u00a0000 /O"]]);
    expect(shown(await read("5\u00a0000 O\n\u3000 O\n\u2028 O\n\u0085 O\n"))).toEqual([
      ["5\u00a0000/O", "\u3000/O", "\u2028/O", "\u0085/O"],
    ]);
  });

  test("a huge token", async () => {
    const word = "é".repeat(3_000_000);
    const corpus = await read(`${word}\tO\nb\tO\n`);
    expect(corpus.words.values[0]).toBe(word);
  });

  test("a row of very many columns", async () => {
    const row = `a${"\tx".repeat(100_000)}\tO\n`;
    expect(shown(await read(row + row))).toEqual([["a/O", "a/O"]]);
  });

  test("bytes are kept when asked for", async () => {
    expect((await read("a\tO\r\n", { keepBytes: true })).bytes?.toString()).toBe("a\tO\r\n");
    expect("bytes" in (await read("a\tO\n"))).toBe(false);
  });
});

describe("columns", () => {
  const text = "a\tDT\tx\tO\nb\tNN\ty\tB-X\n";

  test("are chosen from the left and from the right", async () => {
    expect(shown(await read(text, { tokenColumn: "3", labelColumn: "-3" }))).toEqual([["x/DT", "y/NN"]]);
    expect(shown(await read(text, { tokenColumn: "-4", labelColumn: "+2" }))).toEqual([["a/DT", "b/NN"]]);
  });

  test("no labels are read for text to be tagged", async () => {
    expect(shown(await read("a\nb\n\n#c\n# a comment\n", { labelColumn: null }))).toEqual([["a", "b"], ["#c"]]);
    expect((await read(text, { labelColumn: null })).tags).toBeUndefined();
    expect(shown(await read("#a\n#b\n", { labelColumn: null }))).toEqual([["#a", "#b"]]);
  });

  test("further ones are kept by their number from 0", async () => {
    const some = await read(text, { columns: [1, 2, 1] });
    expect([...some.columns.keys()]).toEqual([1, 2]);
    expect(some.columns.get(1)).toEqual({ values: ["DT", "NN"], ids: Int32Array.of(0, 1) });
    expect([...(await read(text, { columns: "all" })).columns.keys()]).toEqual([0, 1, 2, 3]);
    expect((await read("a\t\tO\n", { columns: [1] })).columns.get(1)?.values).toEqual([""]);
  });

  test("ragged rows are read where they hold what is asked for", async () => {
    const ragged = "1\ta\tO\n2\tb\tB-X\t-\tann\n\n3\tc\tO\n";
    const options = { tokenColumn: "2", labelColumn: "3", allowRagged: true };
    expect(shown(await read(ragged, options))).toEqual([["a/O", "b/B-X"], ["c/O"]]);
    expect([...(await read(ragged, { ...options, columns: "all" })).columns.keys()]).toEqual([0, 1, 2]);
    const shrinking = await read("1\ta\tO\tx\n2\tb\tO\n", { ...options, columns: "all" });
    expect([...shrinking.columns.keys()]).toEqual([0, 1, 2]);
  });
});

describe("marks", () => {
  test("-DOCSTART- begins a document and is no sentence", async () => {
    const corpus = await read(
      "a O\n\n-DOCSTART- O\n\nb O\n\n-DOCSTART- (947testa CRICKET) O\nc O\n-DOCSTART- X7\nd O\n",
    );
    expect(shown(corpus)).toEqual([["a/O"], ["b/O"], ["c/O"], ["d/O"]]);
    expect(corpus.documentIds).toEqual(["doc1", "947testa CRICKET", "X7"]);
    expect([...corpus.documents]).toEqual([-1, 0, 1, 2]);
  });

  test("-DOCSTART- with the fillers of four columns, and within a word", async () => {
    const corpus = await read("-DOCSTART- -X- -X- O\n\na NN I-NP O\n-DOCSTART-s NN I-NP O\n");
    expect(shown(corpus)).toEqual([["a/O", "-DOCSTART-s/O"]]);
    expect(corpus.documentIds).toEqual(["doc1"]);
  });

  test("###MEDLINE: begins a document", async () => {
    const corpus = await read("###MEDLINE:95369245\n\na\tO\n\nb\tO\n\n###MEDLINE:7\n\n###\tO\nc\tO\n");
    expect(shown(corpus)).toEqual([["a/O"], ["b/O"], ["###/O", "c/O"]]);
    expect(corpus.documentIds).toEqual(["MEDLINE:95369245", "MEDLINE:7"]);
    expect([...corpus.documents]).toEqual([0, 0, 1]);
  });

  test("# sent_id and # newdoc", async () => {
    const corpus = await read(
      "# newdoc id = d 1\n# sent_id = s1\n# text = a\tO\na\tO\n\nb\tO\n\n# newdoc\n# sent_id =\n#sent_id=s3\nc\tO\n",
    );
    expect(shown(corpus)).toEqual([["a/O"], ["b/O"], ["c/O"]]);
    expect(corpus.sentenceIds).toEqual(["s1", null, "s3"]);
    expect(corpus.documentIds).toEqual(["d 1", "doc2"]);
    expect([...corpus.documents]).toEqual([0, 0, 1]);
  });
});

describe("rows that begin with #", () => {
  test("tab files: by the column count, # and a blank being a comment", async () => {
    const text = "a\tXX\tDT\n#\tSYM\tNN\n#NFL\tXX\tNN\n# text = a\tb\tc\n#note\n#note\tof two\n";
    expect(shown(await read(text))).toEqual([["a/DT", "#/NN", "#NFL/NN"]]);
  });

  test("tab files: as the first rows, before the column count is known", async () => {
    const text = "#photography\tO\n#\tO\n# text = #photo\tgraphy\n#a\tb\tc\n\nx\tO\n";
    const corpus = await read(text);
    expect(shown(corpus)).toEqual([["#photography/O", "#/O"], ["x/O"]]);
    expect([...corpus.lines]).toEqual([1, 2, 6]);
  });

  test("tab files: as the only rows", async () => {
    expect(shown(await read("# c\n#\tO\n#NFL\tB-X\n"))).toEqual([["#/O", "#NFL/B-X"]]);
  });

  test("blank files: by count and label", async () => {
    const text = "a O\n# O\n#NFL B-X\n# newdoc\n# note\n# text = O\n#x E-Y\n";
    await expect(read(text)).rejects.toThrow("newdoc");
    expect(shown(await read(text.replace("# newdoc\n", "")))).toEqual([["a/O", "#/O", "#NFL/B-X", "#x/E-Y"]]);
  });

  test("blank files: as the first rows and as the only ones", async () => {
    expect(shown(await read("# O\n# a comment\na O\n"))).toEqual([["#/O", "a/O"]]);
    expect(shown(await read("# note\n# O\n#a I-X\n"))).toEqual([["#/O", "#a/I-X"]]);
  });

  test("blank files: by a label seen before, or the Penn tag #", async () => {
    expect(shown(await read("a NN\n# NN\n# #\n# remark\n"))).toEqual([["a/NN", "#/NN", "#/#"]]);
  });

  test("CoNLL-U: always comments", async () => {
    const row = (id: number, form: string) => `${id}\t${form}\t_\tX\t_\t_\t0\t_\t_\t_\n`;
    expect(shown(await read(`#\t1\t2\t3\t4\t5\t6\t7\t8\t9\n${row(1, "#")}`))).toEqual([["#/X"]]);
  });
});

describe("CoNLL-U", () => {
  const text = [
    "# newdoc id = d",
    "# sent_id = s",
    "1-2\tdu\t_\t_\t_\t_\t_\t_\t_\t_",
    "1\tde\tde\tADP\tE\t_\t0\troot\t_\t_",
    "2\tle\tle\tDET\tRD\t_\t1\tdet\t_\tA=b",
    "2.1\tx\tx\tVERB\tV\t_\t_\t_\t_\t_",
    "",
  ].join("\n");

  test("ranges and empty nodes are skipped, FORM and UPOS read", async () => {
    const corpus = await read(text);
    expect(corpus.format).toBe("conllu");
    expect(shown(corpus)).toEqual([["de/ADP", "le/DET"]]);
    expect([...corpus.lines]).toEqual([4, 5]);
    expect(corpus.sentenceIds).toEqual(["s"]);
  });

  test("columns by name, in any case, and by number", async () => {
    expect(shown(await read(text, { tokenColumn: "lemma", labelColumn: "XPOS" }))).toEqual([["de/E", "le/RD"]]);
    expect(shown(await read(text, { tokenColumn: "2", labelColumn: "-3" }))).toEqual([["de/root", "le/det"]]);
  });

  test("plain columns where asked for", async () => {
    const corpus = await read(text, { format: "columns", tokenColumn: "2", labelColumn: "4" });
    expect(corpus.lines).toHaveLength(4);
  });
});

describe("JSON lines", () => {
  test("tokens, tags, ids and documents", async () => {
    const corpus = await read(
      [
        '{"id": 7, "doc_id": "d", "tokens": ["a", "b c"], "ner_tags": ["O", "B-X"]}',
        "",
        ' {"sent_id": "s", "document": "d", "tokens": ["é"], "tags": ["O"]}',
        '{"tokens": [], "tags": []}',
        '{"tokens": ["\\u2028"], "labels": ["O"], "tags": ["Z"]}',
      ].join("\r\n"),
    );
    expect(corpus.format).toBe("jsonl");
    expect(shown(corpus)).toEqual([["a/O", "b c/B-X"], ["é/O"], ["\u2028/Z"]]);
    expect(corpus.sentenceIds).toEqual(["7", "s", null]);
    expect(corpus.documentIds).toEqual(["d"]);
    expect([...corpus.documents]).toEqual([0, 0, -1]);
    expect([...corpus.lines]).toEqual([1, 1, 3, 5]);
  });

  test("fields by name, and no labels", async () => {
    const text = '{"words": ["a"], "pos": ["DT"]}\n';
    expect(shown(await read(text, { tokenColumn: "words", labelColumn: "pos" }))).toEqual([["a/DT"]]);
    expect(shown(await read(text, { tokenColumn: "words", labelColumn: null }))).toEqual([["a"]]);
  });

  test("rows of braces are columns", async () => {
    expect(shown(await read("{ O\n} O\n"))).toEqual([["{/O", "}/O"]]);
    expect(shown(await read('{"\tO\n}\tO\n'))).toEqual([['{"/O', "}/O"]]);
    expect(shown(await read('{"a":\tO\n}\tO\n'))).toEqual([['{"a":/O', "}/O"]]);
  });
});
