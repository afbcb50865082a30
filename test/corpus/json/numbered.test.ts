import { withPredictions, withTags } from "../../../src/corpus/index.js";
import { CorpusReader } from "../../../src/corpus/reader.js";
import { shown } from "../helpers.js";

const TOKENS = ["The", "Bank", "of", "Oslo", "hired", "Ines"];
const READ = ["The/O", "Bank/B-ORG", "of/I-ORG", "Oslo/I-ORG", "hired/O", "Ines/B-PER"];

function readText(text: string, options = {}) {
  const reader = new CorpusReader("a.jsonl", options);
  reader.feed(Buffer.from(text));
  return reader.finish("digest");
}

const lines = (...records: readonly unknown[]) => records.map((record) => `${JSON.stringify(record)}\n`).join("");

test.each<[name: string, record: unknown]>([
  [
    "GLiNER",
    {
      tokenized_text: TOKENS,
      ner: [
        [1, 3, "ORG"],
        [5, 5, "PER"],
      ],
    },
  ],
  [
    "lists of another field of the name",
    {
      tokens: TOKENS,
      ner: [
        [5, 5, "PER"],
        [1, 3, "ORG"],
      ],
    },
  ],
  [
    "SpERT",
    {
      tokens: TOKENS,
      entities: [
        { type: "ORG", start: 1, end: 4 },
        { type: "PER", start: 5, end: 6 },
      ],
    },
  ],
  [
    "OneIE",
    {
      tokens: TOKENS,
      entity_mentions: [
        { id: "e1", entity_type: "ORG", start: 1, end: 4, text: "Bank of Oslo" },
        { id: "e2", entity_type: "PER", start: 5, end: 6, text: "Ines" },
      ],
    },
  ],
])("%s", (_, record) => {
  const empty = Object.fromEntries(Object.entries(record as object).map(([key, value], i) => [key, i ? [] : value]));
  expect(shown(readText(lines(record)))).toEqual([READ]);
  // A record without spans says nothing, wherever it stands.
  expect(shown(readText(lines(empty, record)))).toEqual([TOKENS.map((token) => `${token}/O`), READ]);
  expect(shown(readText(lines(record), { labelColumn: null }))).toEqual([TOKENS]);
});

test("DyGIE, whose numbers go on from sentence to sentence", () => {
  const record = {
    doc_key: "d1",
    sentences: [TOKENS, ["Ines", "left"]],
    ner: [
      [
        [1, 3, "ORG"],
        [5, 5, "PER"],
      ],
      [[6, 6, "PER"]],
    ],
    relations: [[], []],
  };
  const text = lines(record);
  const corpus = readText(text);
  expect(shown(corpus)).toEqual([READ, ["Ines/B-PER", "left/O"]]);
  const changed = written(
    text,
    corpus,
    new Map([
      [1, "O"],
      [2, "O"],
      [6, "O"],
      [7, "B-ORG"],
    ]),
  );
  expect(JSON.parse(changed)).toEqual({
    ...record,
    ner: [
      [
        [3, 3, "ORG"],
        [5, 5, "PER"],
      ],
      [[7, 7, "ORG"]],
    ],
  });
  expect(shown(readText(changed))[1]).toEqual(["Ines/O", "left/B-ORG"]);
  const predicted = Buffer.concat([...withPredictions(Buffer.from(text), corpus, (t) => (t > 5 ? "B-X" : "O"))]);
  expect(JSON.parse(predicted.toString()).predicted_spans).toEqual([
    [],
    [
      [6, 6, "X"],
      [7, 7, "X"],
    ],
  ]);
  expect(() => readText(lines({ ...record, ner: [[], [[1, 1, "PER"]]] }))).toThrow(
    "the span 1–1 PER leaves the tokens, which are 6 to 7",
  );
});

function written(text: string, corpus: ReturnType<typeof readText>, tags: ReadonlyMap<number, string>): string {
  return Buffer.concat([...withTags(Buffer.from(text), corpus, tags)]).toString();
}

test("spans are changed in place, and others keep their bytes", () => {
  const gliner = '{"tokenized_text": ["A", "b", "c"], "ner": [[0,  0, "X"], [2, 2, "Y"]]}\n';
  const corpus = readText(gliner);
  expect(written(gliner, corpus, new Map([[1, "I-X"]]))).toBe(gliner.replace("[0,  0,", "[0,  1,"));
  expect(written(gliner, corpus, new Map([[2, "O"]]))).toBe(gliner.replace(', [2, 2, "Y"]', ""));
  expect(written(gliner, corpus, new Map([[1, "B-Z"]]))).toContain('[[0,  0, "X"], [1,  1, "Z"], [2, 2, "Y"]]');
  const objects = lines({ tokens: ["A", "b"], entities: [{ type: "X", start: 0, end: 1, text: "A" }] });
  expect(written(objects, readText(objects), new Map([[1, "I-X"]]))).toBe(
    objects.replace('"end":1,"text":"A"', '"end":2,"text":"A b"'),
  );
});

test("tags next to spans count, and so do spans of a text", () => {
  const tagged = { tokens: ["A", "b"], ner_tags: ["B-X", "O"], entities: [{ start: 1, end: 2, type: "Y" }] };
  expect(shown(readText(lines(tagged)))).toEqual([["A/B-X", "b/O"]]);
  const texts = { text: "Aa b", tokens: ["Aa", "b"], entities: [{ start: 0, end: 2, label: "Y" }] };
  expect(shown(readText(lines(texts)))).toEqual([["Aa/B-Y", "b/O"]]);
  expect(shown(readText(lines({ sentence: ["A", "b"], labels: ["B-X", "O"] })))).toEqual([["A/B-X", "b/O"]]);
});

test("what an end is, is a question where nothing says so", () => {
  const record = lines({ tokens: TOKENS, spans: [[1, 3, "ORG"]] });
  expect(() => readText(record)).toThrow(
    '"spans" holds spans by the numbers of their tokens, [1,3,"ORG"], and nothing says which token ends them; pass --offsets inclusive',
  );
  expect(shown(readText(record, { offsets: "inclusive" }))[0].slice(0, 4)).toEqual(READ.slice(0, 4));
  expect(shown(readText(record, { offsets: "exclusive" }))[0][3]).toBe("Oslo/O");
});

test("ends that contradict the format", () => {
  const exclusive = Array.from({ length: 20 }, () => ({ tokenized_text: TOKENS, ner: [[1, 4, "ORG"]] }));
  expect(() => readText(lines(...exclusive))).toThrow(
    "none of 20 spans covers one token alone if their ends are the last token, as is usual in this format; pass --offsets",
  );
  expect(shown(readText(lines(...exclusive), { offsets: "exclusive" }))[0][4]).toBe("hired/O");
  const inclusive = { tokens: TOKENS, entities: [{ start: 5, end: 5, type: "PER" }] };
  expect(() => readText(lines(inclusive))).toThrow("the span 5–5 PER is empty; number its last token");
  expect(shown(readText(lines(inclusive), { offsets: "inclusive" }))[0][5]).toBe("Ines/B-PER");
  expect(() => readText(lines({ tokenized_text: ["A"], ner: [[0, 1, "X"]] }))).toThrow("pass --offsets exclusive");
});

test("spans within spans are named", () => {
  const nested = {
    tokenized_text: TOKENS,
    ner: [
      [1, 3, "ORG"],
      [3, 3, "LOC"],
    ],
  };
  expect(() => readText(lines(nested))).toThrow('1–3 ORG "Bank of Oslo" and 3–3 LOC "Oslo" overlap');
});
