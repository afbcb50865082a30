import { CorpusReader } from "../../src/corpus/reader.js";
import type { Corpus } from "../../src/corpus/types.js";
import { columnsOf, pos, SENTENCES } from "./forty.js";
import { failure, read, shown } from "./helpers.js";

function rows(row: (word: string, tag: string, i: number, k: number) => string, after = "\n"): string {
  return SENTENCES.map((tokens, k) => tokens.map(([w, t], i) => `${row(w, t, i, k)}\n`).join("") + after).join("");
}

describe("columns", () => {
  test.each<[name: string, text: string, tokens: string, labels: string]>([
    ["labels for all tokens alone", rows((w) => `${w}\t${pos(w)}`), "column 1", "column 2"],
    ["two layers of them", rows((w) => `${w}\t${pos(w)}\tX${pos(w)}`), "column 1", "column 3"],
    ["chunks before names", rows((w, t, i) => `${w} ${i % 2 ? "I-NP" : "B-NP"} ${t}`), "column 1", "column 3"],
    ["a lemma after the tags", rows((w) => `${w}\t${pos(w)}\t${w.toLowerCase()}`), "column 1", "column 2"],
    ["offsets after the tags", rows((w, t, i) => `${w}\t${t}\t${i * 5}\t${i * 5 + 4}`), "column 1", "column 2"],
    ["tags before the tokens", rows((w, t) => `${t}\t${w}`), "column 2", "column 1"],
    ["the name of a document first", rows((w, t, _, k) => `d${k >> 3}\t${w}\t${t}`), "column 2", "column 3"],
    ["a running number first", rows((w, t, i, k) => `${k * 7 + i}\t${w}\t${t}`), "column 2", "column 3"],
    ["an empty column last", rows((w, t) => `${w}\t${t}\t`), "column 1", "column 2"],
    ["types alone after the tags", rows((w, t) => `${w}\t${t}\t${t.slice(2) || "O"}`), "column 1", "column 2"],
    ["tags behind a key", rows((w, t) => `${w}\t${pos(w)}\tNE=${t}|Space=No`), "column 1", "column 3, key NE"],
  ])("%s", async (_, text, tokens, labels) => {
    expect(columnsOf(await read(text)).map((title) => title?.replace("the last column", "last"))).toEqual([
      tokens,
      labels,
    ]);
  });

  test("named by a header, a comment or the user", async () => {
    const text = `token\tner\tpos\n${rows((w, t) => `${w}\t${t}\t${pos(w)}`)}`;
    expect(columnsOf(await read(text))).toEqual(["column 1 (token)", "column 2 (ner)"]);
    expect(columnsOf(await read(text, { labelColumn: "POS" }))).toEqual(["column 1 (token)", "column 3 (pos)"]);
    expect(columnsOf(await read(text, { labelColumn: "3", tokenColumn: "2" }))).toEqual([
      "column 2 (ner)",
      "column 3 (pos)",
    ]);
    await expect(read(text, { labelColumn: "lemma" })).rejects.toThrow("name one of token, ner, pos");
    // Two names that say all are a header among any others, and the label no slip for PER.
    const others = rows((w, t) => `${w}\t_\t${t.replace("LOC", "PER")}\tx\t+`);
    const wide = await read(`FORM\tconstant\tNER\tlink\tspace\n${others}`);
    expect(columnsOf(wide)).toEqual(["column 1 (FORM)", "column 3 (NER)"]);
    expect(wide.lines).toHaveLength(320);
    // Where files with a header were joined, it stands there again.
    const once = await read(text);
    for (const more of [text, `\n${text}`, rows((w, t) => `${w}\t${t}\t${pos(w)}`).repeat(40) + text]) {
      const joined = await read(text + more);
      expect(columnsOf(joined)).toEqual(["column 1 (token)", "column 2 (ner)"]);
      expect([joined.lines.length % once.lines.length, joined.foreign]).toEqual([0, undefined]);
    }
    const commented = `#word\ttag\n${rows((w, t) => `${w}\t${t}`)}`;
    expect((await read(commented)).lines).toHaveLength(320);
  });

  test("that annotate the same thing twice, as a tagger writes its predictions, are a question", async () => {
    const both = rows((w, t, _, k) => `${w}\t${t}\t${k % 5 === 0 ? "O" : t}`);
    expect(await failure(both)).toBe(
      "SeginfError: <stdin>: columns 2 and 3 hold tags of the same labels, as annotated and as predicted; choose with --label-column 2 or --label-column 3",
    );
    const asked = "choose with --label-column 2 or --label-column 3";
    const lacking = rows((w, t, _, k) => `${w}\t${t}\t${k % 5 === 0 || t.endsWith("ORG") ? "O" : t}`);
    expect(await failure(lacking)).toContain(asked);
    const further = rows((w, t, i, k) => `${w}\t${t}\t${k % 9 === 0 && i === 1 ? "B-MISC" : t}`);
    expect(await failure(further)).toContain(asked);
    expect(await failure(rows((w, t, _, k) => `${w}\t${t}\t${k % 5 ? t : "O"}\t${k % 7 ? t : "O"}`))).toContain(
      "columns 2, 3 and 4 hold tags of the same labels, as several annotators or taggers give them",
    );
    expect(
      await failure(rows((w, t, _, k) => `${w}\t${t.slice(2) || "O"}\t${(k % 5 && t.slice(2)) || "O"}`)),
    ).toContain(asked);
    const two = await read(both, { labelColumn: "2" });
    expect(columnsOf(two)).toEqual(["column 1", "column 2"]);
  });

  test("the user decides between tags of segments and labels for all tokens", async () => {
    const text = rows((w, t) => `${w}\t${t}\t${pos(w)}`);
    expect(await failure(text)).toBe(
      "SeginfError: <stdin>: column 3 holds labels for all tokens, and column 2 holds tags of segments; choose with --label-column 2 or --label-column 3",
    );
    expect(columnsOf(await read(text, { labelColumn: "2" }))[1]).toBe("column 2");
    const conllu = rows((w, t, i) => `${i + 1}\t${w}\t_\t${pos(w)}\t_\t_\t0\t_\t_\tname=${t}`);
    expect(await failure(conllu)).toContain("choose with --label-column MISC:name or --label-column UPOS");
    expect(shown(await read(conllu, { labelColumn: "MISC:name" }))[0][3]).toBe("Port/B-ORG");
  });

  test("one of several labels in a field", async () => {
    const text = rows((w, t) => `${w}\t${t === "O" ? t : `${t}|${t[0]}-X`}`);
    expect(await failure(text)).toContain("the labels hold several tags each (B-ORG|B-X); read one layer of them");
    expect(shown(await read(text, { labelColumn: "2:2" }))[0][3]).toBe("Port/B-X");
    for (const between of [" ", ", ", ";"]) {
      const other = text.replaceAll("|", between);
      expect(await failure(other)).toContain(`the labels hold several tags each (B-ORG${between}B-X)`);
      expect(shown(await read(other, { labelColumn: "2:1" }))[0][3]).toBe("Port/B-ORG");
      expect(shown(await read(other, { labelColumn: "2:2" }))[0][3]).toBe("Port/B-X");
    }
    const named = rows((w, t) => `${w}\t${t.replace("ORG", "B cell, in vitro")}`);
    expect(shown(await read(named))[0][3]).toBe("Port/B-B cell, in vitro");
  });
});

describe("files that are something else", () => {
  test.each<[name: string, text: string, message: string]>([
    ["commas", rows((w, t) => `${w},${t}`), "the columns are parted by commas"],
    ["semicolons", rows((w, t) => `${w};${t}`), "the columns are parted by semicolons"],
    [
      "one sentence a line",
      SENTENCES.map((tokens) => `${tokens.map((row) => row.join("|")).join(" ")}\n`).join(""),
      "a line holds a whole sentence of words with their tags (The|O)",
    ],
    ["numbers for labels", rows((w, t) => `${w}\t${t.length}`), "no column looks like labels: column 2 holds"],
    ["quoted tags", rows((w, t) => `"${w}"\t"${t}"`), 'the tags are written as "B-ORG"'],
    [
      "letters of another script",
      rows((w, t) => `${w}\t${t.replace("B-", "В-")}`),
      "the tags are written as В-ORG (with U+0412), and would be labels without prefixes; write B-ORG, or pass --scheme plain",
    ],
    [
      "prefixes on half of the tags",
      rows((w, t, _, k) => `${w}\t${k % 2 ? t : t.slice(2) || "O"}`),
      "60 tags have a prefix (B-LOC) and 60 have none (ORG)",
    ],
    [
      "hundreds of labels",
      rows((w, _t, i, k) => `${w}${k}\tX${i < 2 ? "" : k * 7 + i}`),
      "no column looks like labels: column 2 holds 241 values",
    ],
  ])("%s", async (_, text, message) => {
    expect(await failure(text)).toContain(message);
  });

  test("hundreds of labels are taken where the user says so", async () => {
    const text = rows((w, _t, i, k) => `${w}${k}\tX${i < 2 ? "" : k * 7 + i}`);
    expect(await failure(text, { labelColumn: "2" })).toContain("pass --scheme plain to take them all");
    expect((await read(text, { labelColumn: "2", scheme: "plain" })).tags?.values).toHaveLength(241);
  });
});

describe("files of one run", () => {
  const reader = (text: string, like?: Corpus) => {
    const one = new CorpusReader("dev.tsv", { like });
    one.feed(Buffer.from(text));
    return one.finish("digest");
  };
  const nested = rows((w, t, i, k) => `${w}\t${t}\t${k === 0 && i === 0 ? "B-LOC" : "O"}`);

  test("are read alike", () => {
    const first = reader(nested);
    expect(columnsOf(first)).toEqual(["column 1", "column 2"]);
    // By itself, this one could be read either way.
    const second = reader("a\tO\tO\nb\tB-LOC\tO\n", first);
    expect(columnsOf(second)).toEqual(["column 1", "column 2"]);
  });

  test("are refused where the column holds something else", () => {
    const other = rows((w, _t, i) => `${w}\t${i + 1}\tO`);
    expect(() => reader(other, reader(nested))).toThrow(
      "column 2 holds the labels in dev.tsv, but something else here",
    );
  });
});

describe("sentences", () => {
  const tokens = SENTENCES.flat();
  test.each([
    ["one token early", (i: number) => i > 0 && tokens[i][0] === ".", "stand before a full stop (line"],
    ["one token late", (i: number) => tokens[i - 2]?.[0] === ".", "stand one token after the full stop (line"],
  ])("breaks %s", async (_, breaks, warning) => {
    const text = tokens.map(([w, t], i) => `${breaks(i) ? "\n" : ""}${w}\t${t}\n`).join("");
    expect((await read(text)).warnings?.join()).toContain(warning);
  });

  test("of more than a thousand tokens", async () => {
    const text = `a\tO\n\n${rows((w, t) => `${w}\t${t}`, "").repeat(4)}`;
    expect((await read(text)).warnings).toEqual([
      "a sentence of more than 1000 tokens, the first at line 3 (1280); put a blank line between sentences: context and patterns are those of a sentence",
    ]);
  });

  test("none of it is said of others", async () => {
    expect((await read(rows((w, t) => `${w}\t${t}`))).warnings).toBeUndefined();
  });
});
