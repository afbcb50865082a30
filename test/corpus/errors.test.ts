import { gzipSync } from "node:zlib";
import { failure, read, readChunks, shown } from "./helpers.js";

test.each<[name: string, text: string | Buffer, options: object, message: string]>([
  ["empty", "", {}, "<stdin>: the file is empty; give a corpus with one token a line"],
  [
    "a byte order mark alone",
    "\uFEFF",
    {},
    "<stdin>: no sentences: only comments and blank lines; give a corpus with one token a line",
  ],
  [
    "blank",
    "\n \n# c\n-DOCSTART-\n",
    {},
    "<stdin>: no sentences: only comments and blank lines; give a corpus with one token a line",
  ],
  [
    "empty CoNLL-U",
    "# c\n#\tO\n",
    { format: "conllu" },
    "<stdin>: no sentences: only comments and blank lines; give a corpus with one token a line",
  ],
  ["binary", "a\tO\nb\0\tO\n", {}, "<stdin>:2: a NUL byte: this is a binary file; give a text file in UTF-8"],
  [
    "invalid UTF-8",
    Buffer.from("a\tO\nb\xff\tO\n", "latin1"),
    {},
    "<stdin>:2: not valid UTF-8; convert the file to UTF-8, or name its encoding with --encoding; --replace-invalid reads on without the bad bytes",
  ],
  [
    "a sequence cut short",
    Buffer.from("a\tO\nb\tO\xc3", "latin1"),
    {},
    "<stdin>:2: not valid UTF-8; convert the file to UTF-8, or name its encoding with --encoding; --replace-invalid reads on without the bad bytes",
  ],
  [
    "carriage returns alone",
    "a\tO\rb\tO\r",
    {},
    "<stdin>:1: a carriage return within the line; end lines with LF or CRLF",
  ],
  [
    "ragged",
    "a\tO\n\nb\tO\tx\n",
    {},
    "<stdin>:3: a ragged row: 3 columns where line 1 has 2; fix the row, or name the columns (--token-column, --label-column) and pass --allow-ragged",
  ],
  [
    "ragged, too short even so",
    "1\ta\tO\nb\n",
    { tokenColumn: "2", allowRagged: true },
    "<stdin>:2: the token column 2 is not there: the row has 1 column; choose from column 1 with --token-column",
  ],
  [
    "an empty token",
    "a\tO\n\tO\n",
    {},
    "<stdin>:2: the token field (column 1) is empty; fill it in, or choose another with --token-column",
  ],
  [
    "a blank for a token",
    "a\tO\n \tO\n",
    {},
    "<stdin>:2: the token (column 1) is a blank; write another sign for it, as \u2581, or leave these rows out",
  ],
  [
    "an empty label",
    "a\tO\nb\t\n",
    {},
    "<stdin>:2: the label field (column 2) is empty; fill it in, O for a token outside of segments, or choose another with --label-column",
  ],
  [
    "a blank after the label",
    "a\tO\nb\tO \n",
    {},
    '<stdin>:2: the label "O " has a blank at its end; take the blank away: it makes another label of it',
  ],
  [
    "a blank before the label",
    "a\t O\n",
    {},
    '<stdin>:1: the label " O" has a blank at its start; take the blank away: it makes another label of it',
  ],
  [
    "a label column that is not there",
    "a\tO\n",
    { labelColumn: "3" },
    "<stdin>:1: the label column 3 is not there: the row has 2 columns; choose from 1 to 2 with --label-column",
  ],
  [
    "a further column that is not there",
    "a\tO\n",
    { columns: [2] },
    "<stdin>:1: the further column 3 is not there: the row has 2 columns; choose from 1 to 2",
  ],
  [
    "column 0",
    "a\tO\n",
    { labelColumn: "0" },
    "<stdin>: there is no column 0; count from 1 from the left, or from -1 from the right",
  ],
  [
    "a name outside CoNLL-U",
    "a\tO\n",
    { labelColumn: "upos" },
    '<stdin>: the column "upos" is named, but the file names no columns; give its number: 1 is the first column, -1 the last',
  ],
  [
    "an unknown name",
    "1\ta\t_\tX\t_\t_\t_\t_\t_\t_\n",
    { labelColumn: "pos" },
    '<stdin>: CoNLL-U has no column "pos"; name one of ID, FORM, LEMMA, UPOS, XPOS, FEATS, HEAD, DEPREL, DEPS, MISC',
  ],
  [
    "one column",
    "a\nb\n",
    {},
    "<stdin>:1: there is no label column: the row has one column; give rows of a token and a label, or choose with --label-column",
  ],
  [
    "one column twice",
    "a\tO\n",
    { labelColumn: "1" },
    "<stdin>:1: token and label would be the same column; give rows of a token and a label, or choose with --label-column",
  ],
  [
    "tabs among blanks",
    "a O\nb\tO\n",
    {},
    "<stdin>:2: a tab in a file whose columns are parted by blanks (line 1); part the columns of all rows in one way",
  ],
  [
    "sent_id in a sentence",
    "a\tO\n# sent_id = x\nb\tO\n",
    {},
    '<stdin>:2: the comment "sent_id" stands within a sentence; put a blank line between sentences',
  ],
  [
    "a label known too late",
    "a DT\n# NN\nb NN\n",
    {},
    '<stdin>:2: this line is either a comment or the token "#…" with the label NN, which occurs further down; part the columns by tabs',
  ],
  [
    "too few columns in CoNLL-U",
    "1\ta\tX\n",
    { format: "conllu" },
    "<stdin>:1: CoNLL-U has 10 columns parted by tabs, but this row has 3; fix the row, or read the file as plain columns",
  ],
  [
    "a strange CoNLL-U id",
    "1\ta\t_\tX\t_\t_\t_\t_\t_\t_\nx\ta\t_\tX\t_\t_\t_\t_\t_\t_\n",
    {},
    '<stdin>:2: "x" is no CoNLL-U word id; number the words 1, 2, … in the first column',
  ],
  [
    "malformed JSON",
    '{"tokens": ["a"], "tags": ["O"]}\n{"tokens": \n',
    {},
    "<stdin>:2: malformed JSON; write one object a line, with the fields tokens and tags",
  ],
  [
    "JSON that is no object",
    "[1]\n",
    { format: "jsonl" },
    "<stdin>:1: a list without tokens or text; give objects with tokens and tags",
  ],
  [
    "JSON of unequal lengths",
    '{"tokens": ["a"], "tags": []}\n',
    {},
    "<stdin>:1: 1 tokens but 0 tags; give one tag a token",
  ],
  [
    "integer tags",
    '{"tokens": ["a"], "ner_tags": [0]}\n',
    {},
    '<stdin>:1: "ner_tags" holds class numbers, and the file does not name the classes; name them with --labels FILE: one name a line from 0 on, or a JSON list',
  ],
  [
    "other tags",
    '{"tokens": ["a"], "ner_tags": [null]}\n',
    {},
    '<stdin>:1: "ner_tags" holds something other than strings; give a list of strings',
  ],
  [
    "an empty JSON token",
    '{"tokens": [""], "ner_tags": ["O"]}\n',
    {},
    '<stdin>:1: "tokens" holds an empty string; fill it in',
  ],
  [
    "labels of one record that are null",
    '{"tokens": ["a"], "ner_tags": null}\n{"tokens": ["b", "c"], "ner_tags": ["O", "B-X"]}\n',
    {},
    '<stdin>:1: "ner_tags" is no list; give a list of strings',
  ],
  ["no list", '{"tokens": "a"}\n', { labelColumn: null }, '<stdin>:1: "tokens" is no list; give a list of strings'],
  [
    "no tokens",
    '{"tags": []}\n',
    {},
    '<stdin>:1: no field "tokens" or "text"; name the field that holds the tokens with --token-column (it has tags)',
  ],
  [
    "no tags",
    '{"tokens": []}\n',
    {},
    "<stdin>:1: no field ner_tags, tags, labels; name the field with --label-column (it has tokens)",
  ],
  [
    "inherited fields",
    '{"tokens": ["a"]}\n',
    { labelColumn: "constructor" },
    '<stdin>:1: no field "constructor"; name the field that holds the list',
  ],
  [
    "columns of JSONL",
    '{"tokens": ["a"], "tags": ["O"]}\n',
    { columns: [1] },
    "<stdin>: JSONL has no numbered columns; use features of the token alone",
  ],
  [
    "a gzip stream cut short",
    gzipSync("a\tO\n".repeat(999)).subarray(0, 40),
    {},
    "<stdin>: the gzip stream ends too soon; the file is cut short: get it again",
  ],
  ["gzip of nothing", gzipSync(""), {}, "<stdin>: the file is empty; give a corpus with one token a line"],
  [
    "gzip's magic alone",
    Buffer.of(0x1f, 0x8b),
    {},
    "<stdin>: the gzip stream ends too soon; the file is cut short: get it again",
  ],
  [
    "a corrupt gzip stream",
    Buffer.concat([gzipSync("a\tO\n").subarray(0, 10), Buffer.alloc(40, 0xff)]),
    {},
    "<stdin>: the gzip stream is corrupt; get the file again",
  ],
])("%s", async (_, text, options, message) => {
  expect(await failure(text, options)).toBe(`SeginfError: ${message}`);
});

test("what is wrong is reported all at once: twenty lines, and how many there are", async () => {
  const rows = Array.from({ length: 25 }, (_, i) => `w${i}\tO${i % 5 === 4 ? "\n" : "\tx\n"}`).join("");
  const hint = "fix the row, or name the columns (--token-column, --label-column) and pass --allow-ragged";
  expect(await failure(`a\tO\n${rows}`)).toBe(
    [
      `SeginfError: <stdin>: 20 lines cannot be read, they are named below; ${hint}`,
      ...Array.from({ length: 25 }, (_, i) => i + 2)
        .filter((line) => line % 5 !== 1)
        .map((line) => `  <stdin>:${line}: a ragged row: 3 columns where line 1 has 2`),
    ].join("\n"),
  );
  const message = await failure(`a\tO\nb\t\n${"c\n".repeat(30)}`);
  expect(message.split("\n").slice(0, 3)).toEqual([
    "SeginfError: <stdin>: 31 lines cannot be read, the first 20 are named below; fill it in, O for a token outside of segments, or choose another with --label-column",
    "  <stdin>:2: the label field (column 2) is empty",
    "  <stdin>:3: a ragged row: 1 column where line 1 has 2",
  ]);
  expect(message.split("\n")).toHaveLength(21);
});

test("gzip is told by its bytes, also in several members", async () => {
  const bytes = Buffer.concat([gzipSync("a\tO\n"), gzipSync("b\tO\n")]);
  expect(shown(await read(bytes))).toEqual([["a/O", "b/O"]]);
});

/** What reading chunks of a file ends in. */
function messageOf(chunks: readonly Buffer[]): string {
  try {
    return readChunks(chunks).digest;
  } catch (error) {
    return (error as Error).message;
  }
}

test("whether bytes are damaged does not depend on where chunks end", () => {
  const bad = "Z\xfcrich\tO\n";
  const accident = "\xc3\xa9\tO\n";
  const chunksOf = (bytes: Buffer, size: number) =>
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
  for (const text of [bad.repeat(5) + accident.repeat(3), accident.repeat(5) + bad.repeat(3) + accident]) {
    const bytes = Buffer.from(`a\tO\n${text}b\tO\n`, "latin1");
    const whole = messageOf([bytes]);
    expect(whole).toContain(text.startsWith("Z") ? "looks like windows-1252" : "this is damaged");
    for (const size of [1, 3, 7, 20, 46]) expect(messageOf(chunksOf(bytes, size))).toBe(whole);
  }
});

test("a byte order mark does not make bytes look damaged, wherever chunks end", () => {
  const bytes = Buffer.from("\ufeffa\tO\nZ\xfcrich\tO\n".replace("\ufeff", "\xef\xbb\xbf"), "latin1");
  expect(messageOf([bytes])).toContain("looks like windows-1252");
  expect(messageOf([bytes.subarray(0, 7), bytes.subarray(7)])).toBe(messageOf([bytes]));
});
