import fc from "fast-check";
import { readCorpus, withTags } from "../../src/corpus/index.js";
import { elements, Locator } from "../../src/corpus/json/scan.js";
import { anyText } from "../helpers/text.js";
import { read, shared, shown, testWith } from "./helpers.js";

/** The file with these tags in place of those that it has. */
async function retagged(text: string, tags: Record<number, string>, options = {}): Promise<string> {
  const { bytes, ...corpus } = await read(text, { ...options, keepBytes: true });
  const changes = new Map(Object.entries(tags).map(([token, tag]) => [Number(token), tag]));
  return Buffer.concat([...withTags(bytes!, corpus, changes)]).toString();
}

describe("withTags", () => {
  test("tab columns: comments, blank lines, CRLF, the mark and the missing last newline stay", async () => {
    const text = "\uFEFF# sent_id = 1\r\na\tO\r\n\t\r\n\r\n# b\tc\r\n#x\tO\r\nb c\tO";
    expect(await retagged(text, { 0: "B-X", 2: "I-creative work" })).toBe(
      "\uFEFF# sent_id = 1\r\na\tB-X\r\n\t\r\n\r\n# b\tc\r\n#x\tO\r\nb c\tI-creative work",
    );
  });

  test("blank columns keep their runs of blanks", async () => {
    const text = "-DOCSTART- O\n\n a   NN  O \nb NN O\n\n";
    expect(await retagged(text, { 0: "B-PER" })).toBe("-DOCSTART- O\n\n a   NN  B-PER \nb NN O\n\n");
    expect(await retagged(text, { 1: "VB" }, { labelColumn: "2" })).toBe("-DOCSTART- O\n\n a   NN  O \nb VB O\n\n");
    await expect(retagged(text, { 0: "B-creative work" })).rejects.toThrow(
      '<stdin>: the tag "B-creative work" would break its column; part the columns by tabs',
    );
  });

  test("a label in the first column, after the byte order mark", async () => {
    const options = { labelColumn: "1", tokenColumn: "2" };
    expect(await retagged("\uFEFFO\ta\nO\tb\n", { 0: "B-X", 1: "I-X" }, options)).toBe("\uFEFFB-X\ta\nI-X\tb\n");
  });

  test("ragged rows, counted from the right", async () => {
    const options = { tokenColumn: "1", labelColumn: "-2", allowRagged: true };
    expect(await retagged("a\tO\tx\nb\t1\tO\ty\n", { 0: "N", 1: "M" }, options)).toBe("a\tN\tx\nb\t1\tM\ty\n");
  });

  test("CoNLL-U: ranges and empty nodes are no tokens", async () => {
    const row = (id: string, upos: string, xpos: string) => `${id}\ta\t_\t${upos}\t${xpos}\t_\t_\t_\t_\t_\n`;
    const text = `# c\n${row("1-2", "_", "_")}${row("1", "X", "NN")}${row("2", "Y", "VB")}${row("2.1", "_", "_")}\n`;
    expect(await retagged(text, { 1: "NOUN" })).toBe(text.replace("\tY\t", "\tNOUN\t"));
    expect(await retagged(text, { 0: "NNP" }, { labelColumn: "xpos" })).toBe(text.replace("\tNN\t", "\tNNP\t"));
  });

  test("JSONL: the strings of the list change, and not a blank beside them", async () => {
    const text =
      '\uFEFF{"tokens": ["O", "b"], "x": {"tags": ["O"]}, "tags" : [ "O" ,"O"], "é": "\\u00e9"} \r\n\n{"tags":["O"],"tokens":["}"]}';
    expect(await retagged(text, { 1: 'B-"X"', 2: "B-Y" })).toBe(
      text.replace('[ "O" ,"O"]', '[ "O" ,"B-\\"X\\""]').replace('{"tags":["O"],"tok', '{"tags":["B-Y"],"tok'),
    );
    expect(await retagged('{"tokens":["a"],"ner":["O"],"tags":["O"]}', { 0: "N" }, { labelColumn: "ner" })).toBe(
      '{"tokens":["a"],"ner":["N"],"tags":["O"]}',
    );
    expect(await retagged('{"tokens":["a"],"tags":["O"],"t\\u0061gs":["P"]}', { 0: "N" })).toBe(
      '{"tokens":["a"],"tags":["O"],"t\\u0061gs":["N"]}',
    );
  });

  testWith("wnut17/train.conll")("a real corpus, retagged and tagged back, is itself", async () => {
    const { bytes, ...corpus } = await readCorpus(shared("wnut17/train.conll"), { keepBytes: true });
    const { values, ids } = corpus.tags!;
    const all = (tagOf: (t: number) => string) => new Map(Array.from(ids, (_, t) => [t, tagOf(t)]));
    const odd = Buffer.concat([
      ...withTags(
        bytes!,
        corpus,
        all(() => "I-odd"),
      ),
    ]);
    expect(odd.toString().match(/\tI-odd$/gm)).toHaveLength(62_730);
    const again = await read(odd);
    const back = withTags(
      odd,
      again,
      all((t) => values[ids[t]]),
    );
    expect(Buffer.concat([...back]).equals(bytes!)).toBe(true);
  });
});

/** Objects as JSON, with odd blanks, and the list of strings that JSON.parse finds under "k". */
const json = fc.array(fc.tuple(fc.constantFrom("k", "tags", "\\u006b", 'a"'), fc.jsonValue()), { maxLength: 4 });
const strings = fc.array(anyText(), { maxLength: 4 });

test("a Locator finds what JSON.parse finds", () => {
  fc.assert(
    fc.property(json, strings, json, fc.constantFrom("", " ", "\t"), (before, list, after, blank) => {
      const others = (pairs: typeof before) =>
        pairs
          .filter(([key]) => !["k", "\\u006b"].includes(key))
          .map(([key, value]) => [key.replace('"', '\\"'), value]);
      const fields = [...before.map(([key, value]) => [key.replace('"', '\\"'), value]), ["k", list], ...others(after)];
      const text = `{${fields
        .map(([key, value]) => `${blank}"${key}"${blank}:${blank}${JSON.stringify(value, null, blank)}`)
        .join(`${blank},`)}}`;
      expect((JSON.parse(text) as { k: unknown }).k).toEqual(list);
      const node = new Locator(text, 0).at(["k"]);
      const parts = [...elements(text, node!.start)];
      expect(parts.map(({ start, end }) => JSON.parse(text.slice(start, end)))).toEqual(list);
      expect(JSON.parse(text.slice(node!.start, node!.end))).toEqual(list);
    }),
  );
});

test("retagging what is read gives what was asked for", async () => {
  const tag = fc.constantFrom("O", "B-X", "I-X", "NN");
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(tag, fc.option(tag)), { minLength: 1, maxLength: 8 }),
      fc.constantFrom("\t", " ", "   "),
      fc.constantFrom("\n", "\r\n"),
      async (rows, gap, lineEnd) => {
        const text = rows.map(([old], i) => `w${i}${gap}x${gap}${old}${lineEnd}${i % 3 === 2 ? lineEnd : ""}`).join("");
        const changes = Object.fromEntries(rows.flatMap(([, next], i) => (next === null ? [] : [[i, next]])));
        const after = await read(await retagged(text, changes));
        expect(shown(after).flat()).toEqual(rows.map(([old, next], i) => `w${i}/${next ?? old}`));
      },
    ),
  );
});
