import { columnsOf, many, pos, rows, SECOND, SENTENCES } from "./forty.js";
import { failure, read, readAs, shown } from "./helpers.js";

describe("columns and headers", () => {
  test.each<[name: string, text: string]>([
    ["names in another language", `palabra\tetiqueta\n${rows((w, t) => `${w}\t${t}`)}`],
    ["names of no other column", `Wort\tKlasse\tEtikett\n${rows((w, t) => `${w}\t${pos(w)}\t${t}`)}`],
  ])("a header over tags: %s", async (_, text) => {
    const corpus = await read(text);
    expect(corpus.foreign).toBeUndefined();
    expect(corpus.sentenceStart[1]).toBe(8);
    expect(shown(corpus)[1]).toEqual(SECOND);
  });

  test("a first tag without its prefix, or with a slip in it, is no header", async () => {
    for (const slip of ["ORG", "B-ROG", "B_ORG"]) {
      const corpus = await read(`Vesk\t${slip}\n${rows((w, t) => `${w}\t${t}`)}`);
      expect(corpus.foreign).toHaveLength(1);
      expect(corpus.lines[0]).toBe(1);
    }
  });

  test.each<[name: string, text: string]>([
    ["documents, sentences and tokens", many((w, t, { i, k }) => `d${k >> 3}\t${k}\t${i}\t${w}\t${t}`)],
    ["paragraphs and tokens", many((w, t, { i, k }) => `p${k >> 3}\t${i}\t${w}\t${t}`)],
  ])("without blank lines the shortest unit is the sentence: %s", async (_, text) => {
    const corpus = await read(text.replaceAll("\n\n", "\n"));
    expect(corpus.sentenceStart).toHaveLength(41);
  });

  test("the words of mentions are no types of the prefixes before them", async () => {
    const text = rows((w, t, { i }) => `${w}\t${t[0]}\t${t === "O" ? "_" : ["Rope", "Sail", "Mast"][i % 3]}`);
    expect(columnsOf(await read(text))[1]).not.toContain("column 3");
  });

  test("several columns of labels before one that is mostly empty are a question", async () => {
    const text = many(
      (w, t, { i }) => `${i + 1}\t${w}\t${pos(w)}\t${i % 3 ? "obj" : "root"}\t${t === "B-PER" ? "A0" : "_"}`,
    );
    expect(await failure(text)).toContain(
      "column 5 is mostly empty, and columns 3 and 4 hold labels for all tokens; choose with --label-column 3 or",
    );
  });

  test("a file called .conllu with other columns is read by its columns", () => {
    for (const text of [rows((w, t, { i }) => `${i}\t${w}\t${t}`), rows((w, t) => `${w} ${t}`)])
      expect(shown(readAs("a.conllu", text))[1]).toEqual(SECOND);
  });
});

describe("labels that are neither tags nor plain", () => {
  test.each<[name: string, row: (word: string, tag: string) => string, message: string]>([
    [
      "numbers for prefixes",
      (w, t) => `${w}\t${t.replace("B-", "1-").replace("I-", "2-")}`,
      "200 of 320 tokens have the label O, and 1-ORG is written as no tag of segments that is known; write B-X and I-X, or pass --scheme plain",
    ],
    [
      "tags of the parts of a word",
      (w, t) => `${w}\t${t === "O" ? t : `O^${t}`}`,
      "the labels hold several tags each (O^B-ORG); read one layer of them: --label-column 2:1 takes the first of each field, --label-column 2:2 the second",
    ],
    [
      "nested tags joined by +",
      (w, t) => `${w}\t${t === "O" || w.length > 4 ? t : `${t}+B-X`}`,
      "the labels hold several tags each (B-ORG+B-X); read one layer of them: --label-column 2:1",
    ],
  ])("%s", async (_, row, message) => {
    expect(await failure(rows(row))).toContain(message);
  });
});

describe("files that are something else", () => {
  const sentences = (line: (words: readonly string[]) => string) =>
    SENTENCES.map((s) => `${line(s.map(([w]) => w))}\n`).join("");
  test.each<[name: string, text: string | Buffer, message: string]>([
    [
      "trees",
      sentences((words) => `(S (NP ${words.map((w) => `(${pos(w)} ${w})`).join(" ")}))`),
      "this is trees in brackets",
    ],
    [
      "trees of names",
      sentences((words) => `(S ${words.map((w) => `${w}/NN`).join(" ")})`),
      "this is trees in brackets",
    ],
    [
      "OpenNLP",
      sentences((words) => `<START:LOC> ${words.slice(3, 5).join(" ")} <END> met`),
      "segments are marked within the lines",
    ],
    [
      "Rasa",
      `## intent:find\n${sentences((words) => `- [${words[4]}](place) ${words.join(" ")}`)}`,
      "segments are marked within the lines",
    ],
    ["MASSIVE", sentences((words) => `go to [place : ${words[4]}] and`), "segments are marked within the lines"],
    ["GENE.eval", sentences((words) => `P001|3 9|${words[4]}`), "as BioCreative has it, without its text"],
    [
      "a pointer of Git LFS",
      "version https://git-lfs.github.com/spec/v1\noid sha256:ab12\nsize 12\n",
      "this is a pointer of Git LFS, not the file that it stands for; fetch the file itself with git lfs pull",
    ],
    [
      "lines that end in U+2028",
      rows((w, t) => `${w}\t${t}`).replaceAll("\n", "\u2028"),
      "lines end in U+2028; end them with LF",
    ],
    [
      "EOS after each sentence",
      rows((w, t) => `${w}\t${t}`, "EOS\n"),
      "rows of one column stand between sentences (EOS); take them out, and put a blank line after each sentence",
    ],
    ["an intent after each utterance", rows((w, t) => `${w} ${t}`, "PlayMusic\n\n"), "(PlayMusic); take them out"],
    [
      "a first line of another width",
      `% made by x\n${rows((w, t) => `${w} ${t}`)}`,
      "the first row has 4 columns, and the others 2; take it out",
    ],
    [
      "an id, a sentence and its tags",
      `id\ttext\tlabels\n${SENTENCES.map((s, k) => `${k}\t${s.map(([w]) => w).join(" ")}\t${s.map(([, t]) => t).join(" ")}\n`).join("")}`,
      "a line holds a whole sentence, and its tags in column 3",
    ],
    [
      "commas, empty cells and blanks in the header",
      `,Sentence #,Word,POS,Tag\n${rows((w, t, { i, k }) => `${8 * k + i},${i ? "" : `Sentence: ${k}`},${w},NN,${t}`, "")}`,
      "the columns are parted by commas",
    ],
    [
      "mentions with their offsets",
      SENTENCES.map((s, k) => `d${k}\tT\t${9 * k}\t${9 * k + 5 + s[4][0].length}\tPort ${s[4][0]}\tLOC${k % 3}\n`).join(
        "",
      ),
      "a row holds a mention with its offsets (columns 3 to 4), without the text around it",
    ],
    ["SQLite", Buffer.from("SQLite format 3\0"), "this is an SQLite database"],
    ["an Arrow stream", Buffer.from("ffffffff10020000", "hex"), "this is an Arrow file"],
  ])("%s", async (_, text, message) => {
    expect(await failure(text)).toContain(message);
  });
});
