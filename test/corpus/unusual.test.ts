import { CorpusReader } from "../../src/corpus/reader.js";
import { columnsOf, many, pos, rows, SECOND, SENTENCES } from "./forty.js";
import { failure, read, readAs, shown } from "./helpers.js";

describe("columns that are neither tokens nor labels", () => {
  const link = (tag: string, i: number) => (tag === "O" ? "O" : i % 2 ? "NIL" : `Q${i + 40}`);
  test.each<[name: string, text: string, tokens: string, labels: string]>([
    ["links to a knowledge base", rows((w, t, { i }) => `${w}\t${t}\t${link(t, i)}`), "column 1", "column 2"],
    [
      "links with prefixes",
      rows((w, t, { i }) => `${w}\t${t}\t${t === "O" ? t : `${t[0]}-${link(t, i)}`}`),
      "column 1",
      "column 2",
    ],
    ["addresses of pages", rows((w, t) => `${w}\t${t}\t${t === "O" ? "O" : `http://kb/${w}`}`), "column 1", "column 2"],
    ["an id for each token", rows((w, t, { i, k }) => `d1-s${k}-t${i}\t${w}\t${t}`), "column 2", "column 3"],
    [
      "a group, parts of speech, tags and words",
      many((w, t, { i, k }) => `${k}\tNN${i}\t${t}\t${w}`),
      "column 4",
      "column 3",
    ],
    [
      "ids of entities by their names",
      rows((w, t, { k }) => `${w}\t${t}\t${t === "O" ? t : `${t[0]}-${w}${k}`}`),
      "column 1",
      "column 2",
    ],
    ["an id within each sentence", rows((w, t, { i }) => `t${i + 1}\t${w}\t${t}`), "column 2", "column 3"],
    ["an id for each token, last", rows((w, t, { i, k }) => `${w}\t${t}\tw${k}.${i}`), "column 1", "column 2"],
  ])("%s", async (_, text, tokens, labels) => {
    expect(columnsOf(await read(text))).toEqual([tokens, labels]);
  });

  test.each(["", "_", "NaN", "nan", "null"])(
    "a sentence's number in its first row, %j in the others",
    async (empty) => {
      const text = `Sentence #\tWord\tTag\n${rows((w, t, { i, k }) => `${i ? empty : `Sentence: ${k + 1}`}\t${w}\t${t}`, "")}`;
      expect(shown(await read(text))[1]).toEqual(SECOND);
    },
  );

  test.each<[name: string, text: string]>([
    ["ids", rows((w, _, { i, k }) => `d${k}-${i}\t${w}${"x".repeat(k)}`)],
    ["numbers", rows((w, _, { i, k }) => `${i + 1}\t${w}${"x".repeat(k)}`)],
  ])("%s before tokens without labels", async (_, text) => {
    expect(columnsOf(await read(text, { labelColumn: null }))).toEqual(["column 2", undefined]);
  });

  test("links alone are a question", async () => {
    expect(await failure(rows((w, t, { i }) => `${w}\t${link(t, i)}`))).toContain(
      "no column looks like labels: column 2 holds",
    );
    const forced = await read(
      rows((w, t, { i }) => `${w}\t${link(t, i)}`),
      { labelColumn: "2" },
    );
    expect(forced.tags?.values).toContain("I-NIL");
  });
});

describe("brackets", () => {
  const bracketed = ([open, star, close]: string) =>
    rows((w, t, { next }) => {
      const ends = !next.startsWith("I");
      if (t === "O") return `${w} ${pos(w)} ${star}`;
      const tag = t[0] === "I" ? star : open + t.slice(2) + (ends ? "" : star);
      return `${w} ${pos(w)} ${tag}${ends ? close : ""}`;
    });
  test.each(["(*)", "[*]", "{*}", "<*>", "(-)", "(_)"])("%s", async (signs) => {
    const corpus = await read(bracketed(signs));
    expect(shown(corpus)[1]).toEqual(SECOND);
    expect(corpus.foreign).toBeUndefined();
  });
});

describe("files that are something else", () => {
  test.each<[name: string, text: string, message: string]>([
    [
      "a sentence and its tags in two columns",
      SENTENCES.map((s) => `${s.map(([w]) => w).join(" ")}\t${s.map(([, t]) => t).join(" ")}\n`).join(""),
      "a line holds a whole sentence, and its tags in column 2",
    ],
    [
      "words and tags joined by more than one sign",
      SENTENCES.map((s) => `${s.map((row) => row.join("###")).join(" ")}\n`).join(""),
      "a line holds a whole sentence of words with their tags (The###O)",
    ],
    [
      "types with blanks among columns parted by blanks",
      rows((w, t) => `${w} ${t === "O" ? t : `${t} Name`}`).replace(/^(?:.+\n){3}/, ""),
      "a ragged row: 2 columns where line 1 has 3",
    ],
    ["bars between the columns", rows((w, t) => `${w}|${pos(w)}|${t}`), "the columns are parted by bars"],
    ["quotes and commas", rows((w, t) => `"${w}","${t}"`), "the columns are parted by commas"],
    [
      "quotes and semicolons",
      `word;pos;tag\n${rows((w, t) => `"${w}";NN;${t}`)}`,
      "the columns are parted by semicolons",
    ],
    [
      "blanks and a tab",
      rows((w, t) => `${w} ${pos(w)}\t${t}`),
      "the first column holds 2 words in each row (The NNP)",
    ],
    ["types in brackets", rows((w, t) => `${w} ${t === "O" ? "-" : `[${t.slice(2)}]`}`), "are written as [ORG]"],
    [
      "half brackets",
      rows((w, t) => `${w}\t${t === "O" ? "-" : t[0] === "B" ? `(${t.slice(2)}` : `${t.slice(2)})`}`),
      "are written as (ORG",
    ],
    [
      "a label for each entity",
      rows((w, t, { k }) => `${w}\t${t === "O" ? t : `${t[0]}-E${k}`}`),
      "ids of single entities",
    ],
    [
      "text",
      SENTENCES.map(
        (s, k) =>
          `${s
            .slice(k % 4)
            .map(([w]) => w)
            .join(" ")} ${"very ".repeat((k * 3) % 8)}\n`,
      ).join(""),
      "this looks like text",
    ],
    [
      "chunks before O alone",
      rows((w, _, { i }) => `${w} ${i % 2 ? "I-NP" : "B-NP"} O`),
      "column 3 is always O, and column 2 holds syntactic chunks",
    ],
    ["XML", '<?xml version="1.0"?>\n<s><w>A</w></s>\n', "this is XML or HTML"],
    [
      "XML between rows",
      `<s>\n${rows((w, t) => `${w}\t${t}`, "</s>\n<s>\n")}`,
      "the file has XML tags between its rows (<s>)",
    ],
    [
      "XML within lines",
      SENTENCES.map((s) => `${s.map(([w, t]) => (t[0] === "B" ? `<PER> ${w} </PER>` : w)).join(" ")}\n`).join(""),
      "segments are marked by XML tags",
    ],
    ["brat", "T1\tPER 0 4\tInes\nT2\tORG 10 14;16 18\tBank of\nR1\tWorks Arg1:T1 Arg2:T2\n", "as brat writes it"],
    ["PubTator", "12|t|A title\n12|a|A text\n12\t1\t2\ta\tX\n", "this is PubTator"],
    ["a row of one column first", `intent\n${rows((w, t) => `${w}\t${t}`)}`, "the first row has one column"],
    [
      "a label of the sentence after its tags",
      SENTENCES.map((s) => `${s.map(([w]) => w).join(" ")}\t${s.map(([, t]) => t).join(" ")} intent\n`).join(""),
      "a line holds a whole sentence, and its tags in column 2",
    ],
    [
      "parts of speech in lower case after a slash",
      SENTENCES.map((s) => `\t${s.map(([w]) => `${w}/${pos(w).toLowerCase()}`).join("  ")}\n`).join(""),
      "a line holds a whole sentence of words with their tags (The/nnp)",
    ],
    [
      "one of them a line",
      rows((w) => `${w}/${pos(w)}`, "====================\n"),
      "a line holds a word with its tag (The/NNP); write a tab between them",
    ],
    [
      "lines of signs between sentences",
      rows((w, t) => `${w}\t${t}`, "====================\n"),
      "lines of signs stand between the rows (====================); put blank lines in their place",
    ],
    [
      "a line of words, and its tags below it",
      SENTENCES.map((s) => `${s.map(([w]) => w).join("\t")}\n${s.map(([, t]) => t).join("\t")}\n\n`).join(""),
      "a line holds a whole sentence, and the next its tags",
    ],
    ["no-break spaces", rows((w, t) => `${w}\u00a0${t}`), "the columns are parted by no-break spaces (U+00A0)"],
    [
      "no-break spaces in lines that look empty",
      rows((w, t) => `${w}\t${t}`, "\u00a0\n"),
      "lines that look empty hold U+00A0; put blank lines in their place",
    ],
    [
      "a first line that tells of the others",
      `%% corpus 1\n${rows((w, t) => `${w}\t${t}`)}`,
      "blanks part the first row, and tabs the others; take it out",
    ],
    [
      "i2b2",
      SENTENCES.map((_, k) => `c="the port" ${k + 1}:2 ${k + 1}:3||t="problem"\n`).join(""),
      "this is standoff annotation, as i2b2 has it, without its text",
    ],
    [
      "quotes around all fields",
      `"Word"\t"Tag"\n${rows((w, t) => `"${w}"\t"${t}"`)}`,
      'the tags are written as "B-ORG"',
    ],
    [
      "pieces of words with marks around sentences",
      rows((w, t, { i }) => `${i === 0 ? "[CLS]\t[CLS]\n" : ""}${w}\t${t}${w === "." ? "\n[SEP]\t[SEP]" : ""}`),
      "120 tags have a prefix (B-ORG) and 80 have none ([CLS])",
    ],
    ["blanks for tokens", rows((w, t) => `${w}\t${t}\n \tO`), "write another sign for it, as \u2581"],
    [
      "tags in lower case after a slash",
      SENTENCES.map((s) => `${s.map((row) => row.join("/").toLowerCase()).join(" ")}\n`).join(""),
      "a line holds a whole sentence of words with their tags (the/o)",
    ],
  ])("%s", async (_, text, message) => {
    expect(await failure(text)).toContain(message);
  });
});

describe("tags in CoNLL-U", () => {
  interface Cells {
    readonly upos?: string;
    readonly xpos?: string;
    readonly feats?: string;
    readonly misc?: string;
  }
  const conllu = (cells: (word: string, tag: string) => Cells) =>
    rows((w, t, { i }) => {
      const { upos = "_", xpos = "_", feats = "_", misc = "_" } = cells(w, t);
      return `${i + 1}\t${w}\t_\t${upos}\t${xpos}\t${feats}\t0\t_\t_\t${misc}`;
    });
  const named = (tag: string) => (tag === "O" ? "_" : `NER=${tag}`);

  test.each<[name: string, cells: (word: string, tag: string) => Cells, labels: string]>([
    ["a key of FEATS", (w, t) => ({ xpos: pos(w), feats: `NER=${t}` }), "column 6 (FEATS), key NER"],
    ["a key that names alone have", (w, t) => ({ xpos: pos(w), misc: named(t) }), "column 10 (MISC), key NER"],
    ["the whole of MISC", (w, t) => ({ xpos: pos(w), misc: t }), "column 10 (MISC)"],
    ["XPOS", (_, t) => ({ xpos: t }), "column 5 (XPOS)"],
  ])("%s", (_, cells, labels) => {
    const corpus = readAs("a.conllu", conllu(cells));
    expect(columnsOf(corpus)[1]).toBe(labels);
    expect(shown(corpus)[1]).toEqual(SECOND);
  });

  test("types alone under a key that names alone have", () => {
    const types = conllu((w, t) => ({ xpos: pos(w), misc: t === "O" ? "_" : `NER=${t.slice(2)}` }));
    expect(shown(readAs("a.conllu", types))[1].join(" ")).toBe(SECOND.join(" ").replaceAll("/B-", "/I-"));
    const other = conllu((w, t) => ({ upos: pos(w), misc: t === "O" ? "_" : `Gloss=${t.slice(2)}` }));
    expect(columnsOf(readAs("a.conllu", other))[1]).toBe("column 4 (UPOS)");
  });

  test("the user's flag decides", () => {
    const text = conllu((w, t) => ({ upos: pos(w), misc: named(t) }));
    expect(columnsOf(readAs("a.conllu", text, { labelColumn: "UPOS" }))[1]).toBe("column 4 (UPOS)");
    expect(shown(readAs("a.conllu", text, { labelColumn: "MISC:NER" }))[1]).toEqual(SECOND);
  });

  test.each<[name: string, cells: (word: string, tag: string) => Cells, choice: string]>([
    ["a key of FEATS", (w, t) => ({ upos: pos(w), feats: `NER=${t}` }), "FEATS:NER"],
    ["a key that names alone have", (w, t) => ({ upos: pos(w), misc: named(t) }), "MISC:NER"],
    ["the whole of MISC", (w, t) => ({ upos: pos(w), misc: t }), "MISC"],
  ])("beside UPOS: %s", (_, cells, choice) => {
    expect(() => readAs("a.conllu", conllu(cells))).toThrow(`--label-column ${choice} or --label-column UPOS`);
  });
});

describe("files that are no text", () => {
  test.each([
    ["504b0304140000000800", "a zip archive, as the files of Excel"],
    ["d0cf11e0a1b11ae1", "a file of Excel or Word"],
    [Buffer.from("%PDF-1.7\n").toString("hex"), "a PDF file"],
    ["789c6360", "a zlib stream"],
  ])("%s", async (bytes, what) => {
    expect(await failure(Buffer.from(bytes, "hex"))).toContain(`this is ${what}`);
    const reader = new CorpusReader("a", {});
    expect(() => {
      for (const byte of Buffer.from(bytes, "hex")) reader.feed(Buffer.of(byte));
      reader.finish("digest");
    }).toThrow(`this is ${what}`);
  });
});

test("a layer that is hardly used holds no types of the prefixes before it, whatever blanks stand around them", async () => {
  const text = rows((w, t, { i, k }) => `${w}\t ${t[0]}\t ${i + k === 0 ? "S" : "O"}`);
  const corpus = await read(text);
  expect(columnsOf(corpus)).toEqual(["column 1", "column 2"]);
  expect(corpus.foreign).toBeUndefined();
});

test("a comment of as many words as there are columns is no row where labels come first", async () => {
  const text = SENTENCES.map((s) => {
    const block = s.map(([w, t]) => `${t.slice(2) || "OTHER"} s1 ${w} NN x y\n`);
    return `# text = Ines met .\n${block.join("")}\n`;
  });
  const corpus = await read(text.join(""));
  expect(columnsOf(corpus)).toEqual(["column 3", "column 1"]);
  expect(corpus.lines).toHaveLength(SENTENCES.flat().length);
});

test.each(["+", "@", "=", " "])("%j between prefix and type", async (sign) => {
  const before = await read(rows((w, t) => `${w}\t${t.replace("-", sign)}`));
  const after = await read(rows((w, t) => `${w}\t${t === "O" ? t : t.slice(2) + sign + t[0]}`));
  for (const corpus of [before, after]) expect(shown(corpus)[1]).toEqual(SECOND);
});

test("words between rows of words in CoNLL-U are looked at for misplaced breaks", () => {
  const gap = `9.1\tgap${"\t_".repeat(8)}\n\n`;
  const text = rows((w, t, { i }) => `${i + 1}\t${w}\t_\t_\t_\t_\t0\t_\t_\tNER=${t}`, gap);
  expect(readAs("a.conllu", text).warnings).toBeUndefined();
});

test("names over numbers are a header, and blanks around tokens no part of them", async () => {
  const corpus = await read(`foo\tbar\tbaz\n${rows((w, t, { i }) => `${i} \t ${w} \t ${t}`)}`);
  expect(columnsOf(corpus)).toEqual(["column 2 (bar)", "column 3 (baz)"]);
  expect(shown(corpus)[1]).toEqual(SECOND);
});

test("a sentence for each token gets a warning", async () => {
  const text = rows((w, t) => `${w}\t${t}\n`);
  expect((await read(text)).warnings?.[0]).toContain("nearly all of 320 sentences have one token");
});

test("names of several tokens that begin with B- throughout cause a warning", async () => {
  const cut = rows((w, t) => `${w}\t${t.replace("I-", "B-")}`);
  expect((await read(cut)).warnings).toEqual([
    "no tag begins with I, and 40 of 120 segments follow another of their label (line 5): if they are names of several tokens, write I- for all but the first",
  ]);
  for (const fine of [
    rows((w, t) => `${w}\t${t}`),
    rows((w, t) => `${w}\t${t.replace(/I-.*/, "O")}`),
    rows((w) => `${w}\tB-X`),
  ])
    expect((await read(fine)).warnings?.filter((one) => one.includes("begins with I")) ?? []).toHaveLength(
      fine.includes("B-X") ? 1 : 0,
    );
});
