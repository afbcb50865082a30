import { type ReadOptions, withPredictions, withTags } from "../../../src/corpus/index.js";
import { read, shown } from "../helpers.js";

const SENTENCE = [["Ines/B-PER", "joined/O", "Noctua/B-ORG", "Press/I-ORG", "./O"]];
const TEXT = "Ines joined Noctua Press .";
const WORDS = ["Ines", "joined", "Noctua", "Press", "."];
const TAGS = ["B-PER", "O", "B-ORG", "I-ORG", "O"];
const NAMES = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG"];
const NUMBERS = TAGS.map((tag) => NAMES.indexOf(tag));
const PAIRS = WORDS.map((word, i) => [word, TAGS[i]]);
const SPANS = [
  [0, 4, "PER"],
  [12, 24, "ORG"],
];
const OBJECTS = SPANS.map(([start, end, label]) => ({ start, end, label }));
const TASK = {
  id: 7,
  data: { text: TEXT },
  annotations: [
    {
      was_cancelled: false,
      result: [
        { type: "choices", value: { choices: ["good"] }, from_name: "quality" },
        ...SPANS.map(([start, end, label]) => ({
          id: `x${start}`,
          type: "labels",
          from_name: "label",
          to_name: "text",
          value: { start, end, text: TEXT.slice(start as number, end as number), labels: [label] },
        })),
      ],
    },
  ],
};

/** What files hold in each form that is read without flags. */
const FORMS: Readonly<Record<string, unknown>> = {
  "tokens and tags": { tokens: WORDS, tags: TAGS },
  "words and labels": { words: WORDS, labels: TAGS },
  "tokens and another name of tags": { tokens: WORDS, bio: TAGS },
  "numbers, named in the record": { tokens: WORDS, ner_tags: NUMBERS, label_list: NAMES },
  "sentences within a record": { tokens: [WORDS], ner_tags: [TAGS] },
  "token objects in a field": { tokens: WORDS.map((word, i) => ({ index: i, word, ner: TAGS[i] })) },
  "token objects": WORDS.map((text, i) => ({ text, tag: TAGS[i] })),
  "pairs of token and tag": PAIRS,
  "pairs in a field": { tokens: PAIRS },
  "a list of tokens and one of tags": [WORDS, TAGS],
  "doccano's label": { id: 1, text: TEXT, label: SPANS, Comments: [] },
  "doccano's labels": { text: TEXT, labels: SPANS },
  "doccano's entities": {
    text: TEXT,
    entities: SPANS.map(([s, e, label], id) => ({ id, label, start_offset: s, end_offset: e })),
    relations: [],
  },
  "pairs of offsets, words by name (Stockmark, UIE)": {
    text: TEXT,
    entities: SPANS.map(([s, e, type]) => ({ name: TEXT.slice(s as number, e as number), span: [s, e], type })),
  },
  "pairs of offsets in a list": { text: TEXT, entities: SPANS.map(([s, e, type]) => ({ type, offsets: [[s, e]] })) },
  "inclusive ends next to words (CMeEE)": {
    text: TEXT,
    entities: SPANS.map(([s, e, type]) => ({
      start_idx: s,
      end_idx: Number(e) - 1,
      type,
      entity: TEXT.slice(s as number, e as number),
    })),
  },
  "an offset and a length (Azure)": {
    text: TEXT,
    entities: SPANS.map(([s, e, category]) => ({ category, offset: s, length: Number(e) - Number(s) })),
  },
  "a text under another name": {
    originalText: TEXT,
    entities: SPANS.map(([s, e, type]) => ({ label_type: type, start_pos: s, end_pos: e })),
  },
  "segments of Vertex AI": {
    textContent: TEXT,
    textSegmentAnnotations: SPANS.map(([s, e, displayName]) => ({ startOffset: s, endOffset: e, displayName })),
  },
  "entities of a pipeline": {
    text: TEXT,
    entities: SPANS.map(([start, end, group]) => ({ entity_group: group, score: 0.9, word: "x", start, end })),
  },
  "numbers of tokens next to a text (OneIE)": {
    sentence: TEXT,
    tokens: WORDS,
    entity_mentions: [
      { id: "a", text: "Ines", entity_type: "PER", start: 0, end: 1 },
      { id: "b", text: "Noctua Press", entity_type: "ORG", start: 2, end: 4 },
    ],
  },
  "tokens under another name": { str_words: WORDS, tags: TAGS },
  "spaCy's pairs": [TEXT, { entities: SPANS }],
  "spaCy's entities": { text: TEXT, entities: SPANS },
  "spaCy's documents": {
    text: TEXT,
    ents: OBJECTS,
    tokens: [0, 5, 12, 19, 25].map((start, id) => ({ id, start, end: [4, 11, 18, 24, 26][id] })),
  },
  Prodigy: {
    text: TEXT,
    spans: OBJECTS.map((span, i) => ({ ...span, token_start: [0, 2][i], token_end: [0, 3][i] })),
    tokens: [0, 5, 12, 19, 25].map((start, id) => ({
      text: WORDS[id],
      start,
      end: [4, 11, 18, 24, 26][id],
      id,
      ws: true,
    })),
    answer: "accept",
  },
  "label-studio": TASK,
  "label-studio, short": {
    text: TEXT,
    label: SPANS.map(([start, end, label]) => ({
      start,
      end,
      text: TEXT.slice(start as number, end as number),
      labels: [label],
    })),
  },
  Dataturks: {
    content: TEXT,
    annotation: SPANS.map(([s, e, label]) => ({
      label: [label],
      points: [{ start: s, end: (e as number) - 1, text: TEXT.slice(s as number, e as number) }],
    })),
  },
  LUIS: {
    text: TEXT,
    intent: "x",
    entities: SPANS.map(([start, end, entity]) => ({ entity, startPos: start, endPos: (end as number) - 1 })),
  },
  SGD: {
    utterance: TEXT,
    slots: SPANS.map(([start, end, slot]) => ({ slot, start, exclusive_end: end })),
  },
  Rasa: {
    text: TEXT,
    intent: "x",
    entities: SPANS.map(([start, end, entity]) => ({ start, end, value: "anything", entity })),
  },
};

/** The same value twice in each container that is read without flags. */
const CONTAINERS: Readonly<Record<string, (value: unknown) => string>> = {
  lines: (value) => `${JSON.stringify(value)}\n${JSON.stringify(value)}`,
  "lines with CRLF and blank ones": (value) => `\uFEFF${JSON.stringify(value)}\r\n\r\n${JSON.stringify(value)}\r\n`,
  "a list": (value) => JSON.stringify([value, value]),
  "a list, indented": (value) => JSON.stringify([value, value], null, 1),
  "a list within an object": (value) => JSON.stringify({ version: "1", data: [value, value] }),
  "a list within an object, indented": (value) =>
    JSON.stringify({ a: { rows: [{ row: value }, { row: value }] } }, null, "\t"),
  "indented objects": (value) => `${JSON.stringify(value, null, 2)}\n${JSON.stringify(value, null, 2)}\n`,
};

async function retagged(text: string, tags: Record<number, string>, options: ReadOptions = {}): Promise<string> {
  const { bytes, ...corpus } = await read(text, { ...options, keepBytes: true });
  const changes = new Map(Object.entries(tags).map(([token, tag]) => [Number(token), tag]));
  return Buffer.concat([...withTags(bytes!, corpus, changes)]).toString();
}

describe.each(Object.entries(FORMS))("%s", (form, value) => {
  for (const [name, write] of Object.entries(CONTAINERS)) {
    // A list of lists of two strings is read as what it is, rows of a token and a tag.
    const text = write(value);

    test(`is read: ${name}`, async () => {
      expect(shown(await read(text, { format: "jsonl" }))).toEqual([...SENTENCE, ...SENTENCE]);
      expect(shown(await read(text))).toEqual([...SENTENCE, ...SENTENCE]);
    });

    test(`is written back: ${name}`, async () => {
      const { bytes, ...corpus } = await read(text, { keepBytes: true });
      expect(Buffer.concat([...withTags(bytes!, corpus, new Map())]).toString()).toBe(text);
      // A segment goes, one comes, one changes its label, one its bounds.
      const changes = { 0: "O", 1: "B-PER", 7: "B-PER", 8: "O" };
      const after = await retagged(text, changes);
      expect(shown(await read(after))).toEqual([
        ["Ines/O", "joined/B-PER", "Noctua/B-ORG", "Press/I-ORG", "./O"],
        ["Ines/B-PER", "joined/O", "Noctua/B-PER", "Press/O", "./O"],
      ]);
      // Back again, but for the ids of spans that came and went.
      const bare = (json: string) => json.replace(/"id":\s*(?:\d+|"[\w-]+"),?\s*/g, "");
      expect(bare(await retagged(after, { 0: "B-PER", 1: "O", 7: "B-ORG", 8: "I-ORG" }))).toBe(bare(text));
    });
  }

  test("takes predictions", async () => {
    const text = JSON.stringify(value);
    const { bytes, ...corpus } = await read(text, { keepBytes: true, labelColumn: null, format: "jsonl" });
    const write = () => Buffer.concat([...withPredictions(bytes!, corpus, () => "B-X")]).toString();
    if (Array.isArray(value)) expect(write).toThrow("a record that is a list has no room for predictions");
    else expect(JSON.parse(write())).toMatchObject(value as object);
    expect(form).toBeTruthy();
  });
});

describe("numbers", () => {
  const record = { tokens: WORDS, ner_tags: NUMBERS };
  const features = {
    tokens: { feature: { dtype: "string" } },
    ner_tags: { feature: { names: NAMES, _type: "ClassLabel" } },
  };

  test.each<[string, string]>([
    ["in a first line", `${JSON.stringify({ features })}\n${JSON.stringify(record)}`],
    ["beside the data", JSON.stringify({ features, data: [record] })],
    [
      "as a data set's rows",
      JSON.stringify({
        features: [{ feature_idx: 0, name: "ner_tags", type: { feature: { names: NAMES } } }],
        rows: [{ row_idx: 0, row: record, truncated_cells: [] }],
      }),
    ],
    [
      "as id2label",
      JSON.stringify({ id2label: Object.fromEntries(NAMES.map((name, i) => [i, name])), data: [record] }),
    ],
    ["as label2id", JSON.stringify({ ...record, label2id: Object.fromEntries(NAMES.map((name, i) => [name, i])) })],
  ])("are named %s", async (_, text) => {
    expect(shown(await read(text))).toEqual(SENTENCE);
    expect(await retagged(text, { 0: "O", 1: "B-ORG" })).toBe(text.replace("[1,0,3,4,0]", "[0,3,3,4,0]"));
  });

  test("are named by the caller", async () => {
    const options = { labelNames: NAMES };
    const text = JSON.stringify(record);
    expect(shown(await read(text, options))).toEqual(SENTENCE);
    expect(await retagged(text, { 0: "O" }, options)).toBe(text.replace("[1,", "[0,"));
    await expect(retagged(text, { 0: "B-LOC" }, options)).rejects.toThrow(
      'the tag "B-LOC" has no number among the label names; add it to the names',
    );
  });
});

test("fields by name", async () => {
  const record = { raw: TEXT, marks: SPANS, gold: TAGS, forms: WORDS };
  const text = JSON.stringify(record);
  expect(shown(await read(text, { tokenColumn: "forms", labelColumn: "gold" }))).toEqual(SENTENCE);
  expect(shown(await read(text, { tokenColumn: "raw", labelColumn: "marks" }))).toEqual(SENTENCE);
});

describe("ends that leave out the last letter of a word", () => {
  const record = JSON.stringify({
    text: TEXT,
    entities: SPANS.map(([start, end, label]) => [start, (end as number) - 1, label]),
  });
  const text = `${record}\n`.repeat(12);

  test("are a question, which --offsets answers", async () => {
    await expect(read(text)).rejects.toThrow(
      "<stdin>: 24 of 24 spans end one character before the end of a word; pass --offsets inclusive if their ends are the last characters, or --offsets exclusive if they are right",
    );
    expect(shown(await read(text, { offsets: "inclusive" }))[11]).toEqual(SENTENCE[0]);
    expect(shown(await read(text, { offsets: "exclusive" }))[0].slice(0, 3)).toEqual(["Ine/B-PER", "s/O", "joined/O"]);
  });

  test("are written as they are read", async () => {
    const after = await retagged(text, { 1: "B-PER", 2: "O", 3: "O" }, { offsets: "inclusive" });
    expect(after).toBe(text.replace('[12,23,"ORG"]', '[5,10,"PER"]'));
  });

  test("are none where words are their own, and in scripts without blanks", async () => {
    const words = `${JSON.stringify({ text: "Ines joined", spans: [{ start: 0, end: 3, label: "X", text: "Ine" }] })}\n`;
    expect(shown(await read(words.repeat(30)))[0]).toEqual(["Ine/B-X", "s/O", "joined/O"]);
    const chinese = `${JSON.stringify({ text: "在北京市", label: [[1, 3, "X"]] })}\n`;
    expect(shown(await read(chinese.repeat(30)))[0]).toEqual(["在/O", "北/B-X", "京/I-X", "市/O"]);
  });
});

describe("spans in further forms", () => {
  const line = (record: unknown) => `${JSON.stringify(record)}\n`;

  test("a length is written as one, and a pair as a pair", async () => {
    const azure = line({ text: TEXT, entities: [{ category: "ORG", offset: 12, length: 12 }] });
    expect(await retagged(azure, { 2: "O", 3: "B-ORG" })).toBe(azure.replace('12,"length":12', '19,"length":5'));
    expect(await retagged(azure, { 0: "B-PER" })).toContain('[{"category":"PER","offset":0,"length":4},');
    const pairs = line({ text: TEXT, entities: [{ name: "Noctua Press", span: [12, 24], type: "ORG" }] });
    expect(await retagged(pairs, { 2: "O", 3: "B-ORG" })).toBe(
      pairs.replace('Noctua Press","span":[12,24]', 'Press","span":[19,24]'),
    );
  });

  test("end_idx without words is a question", async () => {
    const text = line({ text: TEXT, entities: [{ start_idx: 0, end_idx: 3, type: "PER" }] });
    await expect(read(text)).rejects.toThrow(
      'nothing says whether "end_idx" is the last character of a span; pass --offsets inclusive if',
    );
    expect(shown(await read(text, { offsets: "inclusive" }))[0][0]).toBe("Ines/B-PER");
  });

  test.each<[name: string, record: unknown, message: string]>([
    [
      "a span of several parts",
      {
        text: TEXT,
        entities: [
          {
            type: "X",
            offsets: [
              [0, 4],
              [12, 18],
            ],
          },
        ],
      },
      "a span of 2 parts",
    ],
    ["a table of pandas", { tokens: { 0: WORDS }, ner_tags: { 0: TAGS } }, 'write to_json(orient="records"'],
    [
      "a list of other objects",
      [{ title: "a", sents: [WORDS], vertexSet: [] }],
      "a list of objects without tokens or text (the first has title, sents, vertexSet); name the fields",
    ],
    [
      "pieces of Dialogflow",
      [{ data: [{ text: "play " }, { text: "Kent", alias: "artist" }] }],
      "the text is cut into pieces, some with an entity",
    ],
  ])("%s", async (_, record, message) => {
    await expect(read(line(record))).rejects.toThrow(message);
  });
});

describe("CLUENER: mentions by label and words", () => {
  const lines = [
    '{"text": "叶老桂在北京，Bo Li在", "label": {"name": {"叶老桂": [[0, 2]], "Bo Li": [[7, 11]]}, "address": {"北京": [[4, 5]]}}}',
    '{"text": "在北京", "label": {}}',
    '{"text": "北京北京", "label": {"address": {"北京": [[0, 1], [2, 3]]}}}',
  ];
  const text = `${lines.join("\r\n")}\r\n`;
  const sentences = [
    "叶/B-name 老/I-name 桂/I-name 在/O 北/B-address 京/I-address ，/O Bo/B-name Li/I-name 在/O",
    "在/O 北/O 京/O",
    "北/B-address 京/I-address 北/B-address 京/I-address",
  ];

  test("are read", async () => {
    expect(shown(await read(text)).map((tokens) => tokens.join(" "))).toEqual(sentences);
  });

  test("are written back, and every other record as it was", async () => {
    expect(await retagged(text, {})).toBe(text);
    const after = await retagged(text, { 0: "O", 1: "B-name", 4: "B-org", 5: "I-org", 11: "B-org", 12: "I-org" });
    expect(after.split("\r\n")).toEqual([
      '{"text": "叶老桂在北京，Bo Li在", "label": {"name": {"Bo Li": [[7, 11]], "老桂": [[1, 2]]}, "org": {"北京": [[4, 5]]}}}',
      '{"text": "在北京", "label": {"org": {"北京": [[1, 2]]}}}',
      ...[lines[2], ""],
    ]);
  });

  test("whose words are not those of the text are refused", async () => {
    await expect(read(text.replace("[4, 5]", "[5, 6]"))).rejects.toThrow(
      '1: the span 5–6 says "北京", but the text there is "京，"',
    );
  });
});

test("tokens of texts: blanks part them, spans cut them, line breaks end sentences, Han characters stand alone", async () => {
  const text = JSON.stringify({
    id: "d",
    text: "A (Bc)-D\u00a0e\n\nf\ng 北京市",
    label: [
      [3, 5, "X"],
      [12, 15, "Y"],
      [16, 18, "Z"],
    ],
  });
  const corpus = await read(text);
  expect(shown(corpus)).toEqual([
    ["A/O", "(/O", "Bc/B-X", ")-D/O", "e/O"],
    ["f/B-Y", "g/I-Y", "北/B-Z", "京/I-Z", "市/O"],
  ]);
  expect([corpus.sentenceIds, corpus.documentIds]).toEqual([["d", "d"], ["d"]]);
});

describe("offsets beyond the basic plane", () => {
  const text = "😀 Ines 😀 b";
  const at = (start: number, end: number, extra = {}) =>
    JSON.stringify({ text, spans: [{ start, end, label: "PER", ...extra }] });

  test("count code points, unless the spans' words or the caller say otherwise", async () => {
    const expected = [["😀/O", "Ines/B-PER", "😀/O", "b/O"]];
    expect(shown(await read(at(2, 6)))).toEqual(expected);
    expect(shown(await read(at(3, 7), { offsets: "utf16" }))).toEqual(expected);
    expect(shown(await read(at(3, 7, { text: "Ines" })))).toEqual(expected);
    expect(shown(await read(at(2, 6, { text: "Ines" })))).toEqual(expected);
  });

  test("are written as they are read", async () => {
    expect(await retagged(at(2, 6), { 2: "B-X" })).toBe(
      JSON.stringify({
        text,
        spans: [
          { start: 2, end: 6, label: "PER" },
          { start: 7, end: 8, label: "X" },
        ],
      }),
    );
    expect(await retagged(at(3, 7, { text: "Ines" }), { 1: "O", 2: "B-X" })).toBe(
      JSON.stringify({ text, spans: [{ start: 8, end: 10, label: "X", text: "😀" }] }),
    );
  });
});

test("a text without spans counts as the others of its file", async () => {
  const lines = [
    '{"text": "😀 b", "spans": []}',
    '{"text": "😀 a", "spans": [{"start": 3, "end": 4, "label": "X", "text": "a"}]}',
  ];
  expect(await retagged(lines.join("\n"), { 1: "B-X" })).toBe(
    [lines[0].replace("[]", '[{"start": 3, "end": 4, "label": "X", "text": "b"}]'), lines[1]].join("\n"),
  );
});

test("a new span takes the form of those that are there, a list that is missing is made", async () => {
  const lines = [
    '{"text": "a b", "tokens": [{"text": "a", "start": 0, "end": 1, "id": 0}, {"text": "b", "start": 2, "end": 3, "id": 1}]}',
    '{"text": "c d", "spans": [{"id": 3, "start": 0, "end": 1, "token_start": 0, "token_end": 0, "label": "\\u00e9"}], "tokens": [{"start": 0, "end": 1}, {"start": 2, "end": 3}]}',
  ];
  expect(await retagged(lines.join("\n"), { 1: "B-ü", 3: "B-é" })).toBe(
    [
      `${lines[0].slice(0, -1)}, "spans": [{"start": 2, "end": 3, "token_start": 1, "token_end": 1, "label": "\\u00fc"}]}`,
      lines[1].replace("}]", '}, {"start": 2, "end": 3, "token_start": 1, "token_end": 1, "label": "\\u00e9"}]'),
    ].join("\n"),
  );
});

test("lines of tokens, and of what is said of them, in a document with line breaks", async () => {
  const corpus = await read(
    JSON.stringify(
      [
        { tokens: ["a", "b"], tags: ["O", "O"] },
        { text: "c", label: [] },
      ],
      null,
      1,
    ),
  );
  expect([...corpus.lines]).toEqual([4, 5, 13]);
  expect(corpus.extents).toEqual({ first: Int32Array.of(2, 12), last: Int32Array.of(11, 15) });
});

test("the parts of a data set in one document are read as one corpus, with a warning", async () => {
  const part = [{ tokens: ["Ines", "left"], ner_tags: ["B-PER", "O"] }];
  const corpus = await read(JSON.stringify({ train: part, test: part, data: part }));
  expect(shown(corpus)).toEqual(Array(3).fill(["Ines/B-PER", "left/O"]));
  expect(corpus.warnings).toEqual([
    "its parts train, test are read as one corpus; write those that are not meant to another file",
  ]);
  expect((await read(JSON.stringify({ train: part, version: 2 }))).warnings).toBeUndefined();
});

test("tasks that were skipped, and answers that were rejected, are no sentences", async () => {
  const skipped = { ...TASK, annotations: [{ was_cancelled: true, result: [] }] };
  expect(shown(await read(JSON.stringify([skipped, TASK])))).toEqual(SENTENCE);
  const rejected = { text: "x", spans: [], answer: "reject" };
  expect(shown(await read(`${JSON.stringify(rejected)}\n${JSON.stringify({ text: "y", spans: [] })}`))).toEqual([
    ["y/O"],
  ]);
});
