import { parseLabelNames } from "../../../src/corpus/json/class-names.js";
import { failure } from "../helpers.js";

const spans = (...label: unknown[]) => JSON.stringify({ text: "Ines joined Noctua", label });

test.each<[name: string, text: string, message: string]>([
  [
    "overlapping spans",
    spans([0, 11, "PER"], [5, 18, "ORG"]),
    '1: the spans 0–11 PER "Ines joined" and 5–18 ORG "joined Noctua" overlap; keep one of them: segments do not overlap here',
  ],
  [
    "nested spans",
    spans([0, 18, "PER"], [5, 11, "ORG"]),
    '1: the spans 0–18 PER "Ines joined Noctua" and 5–11 ORG "joined" overlap; keep one of them: segments do not overlap here',
  ],
  [
    "one span twice",
    spans([0, 4, "PER"], [0, 4, "ORG"]),
    '1: the spans 0–4 PER "Ines" and 0–4 ORG "Ines" are the same; keep one of them: segments do not overlap here',
  ],
  [
    "a span past the end",
    spans([12, 19, "X"]),
    "1: the span 12–19 X leaves the text, which has 18 characters; correct its offsets",
  ],
  [
    "an empty span",
    spans([4, 4, "X"]),
    "1: the span 4–4 X is empty; give the offset after its last character as its end",
  ],
  ["a span of blanks", spans([4, 5, "X"]), "1: the span 4–5 X covers no word; take it out, or correct its offsets"],
  [
    "a broken offset",
    spans([0.5, 4, "X"]),
    '1: a span with the offset 0.5, [0.5,4,"X"]; give offsets of characters from 0',
  ],
  ["no span", spans("PER"), '1: "PER" is no span; give [start, end, "LABEL"], or an object with start, end and label'],
  [
    "a span without a label",
    spans({ start: 0, end: 4, note: 1 }),
    '1: a span without a label, {"start":0,"end":4,"note":1}; give it one of the fields label, labels, type, entity, entity_type, tag, category, class, slot',
  ],
  [
    "two labels",
    spans({ start: 0, end: 4, labels: ["A", "B"] }),
    '1: a span with 2 labels, {"start":0,"end":4,"labels":["A","B"]}; keep one of them',
  ],
  [
    "UTF-16 offsets at the end",
    JSON.stringify({ text: "😀 Ines", label: [[3, 7, "X"]] }),
    "1: the span 3–7 X leaves the text, which has 6 characters; if offsets count UTF-16 units, pass --offsets utf16",
  ],
  [
    "other words than the span says",
    JSON.stringify({ text: "Ines joined", label: [{ start: 0, end: 4, label: "X", text: "Nils" }] }),
    '1: the span 0–4 says "Nils", but the text there is "Ines"; correct its offsets, or say what they count with --offsets',
  ],
  [
    "a text without spans",
    '{"text": "a", "label": "good"}',
    '1: "text" is a text, but no field holds a list of spans: spans, entities, ents, labels, label, annotations, annotation, named_entities, entity_mentions, ner, slots; name the field with --label-column (it has text, label)',
  ],
  [
    "a text and tags",
    '{"sentence": "Ines left", "tags": ["B-PER", "O"]}',
    '1: "sentence" is a text, and "tags" holds labels of tokens; write the words as a list: {"tokens": ["Ines", "left"], "tags": ["B-PER", "O"]}',
  ],
  [
    "words by label",
    '{"text": "Ines left", "entities": {"PER": ["Ines"]}}',
    '1: "text" is a text, but "entities" is no list of spans; give [[start, end, "LABEL"], …], or name another field with --label-column (it has text, entities)',
  ],
  [
    "a text in pieces",
    '{"AddToPlaylist": [{"data": [{"text": "add "}, {"text": "Ines", "entity": "artist"}]}]}',
    '1: the text is cut into pieces, some with an entity, as Snips and Dialogflow have it; write the whole text and its spans: {"text": …, "entities": [[start, end, "LABEL"]]}',
  ],
  [
    "a task that nobody annotated",
    '[{"data": {"text": "a"}, "annotations": []}]',
    "1: a task that nobody has annotated; export the annotated tasks alone",
  ],
  [
    "a class number without a name",
    '{"tokens": ["a"], "ner_tags": [5], "names": ["O", "B-X"]}',
    '1: "ner_tags" holds 5, but names are given for 0 to 1; check --labels',
  ],
  [
    "sentences of other lengths",
    '{"tokens": [["a"], ["b"]], "tags": [["O"], []]}',
    "1: sentence 2 has 1 tokens but 0 tags; give one tag a token",
  ],
  [
    "a document cut short",
    '[\n{"tokens": ["a"], "tags": ["O"]},\n{"tokens": [',
    "3: malformed JSON; write one object a line, with the fields tokens and tags",
  ],
  [
    "a document with a stray comma",
    '[\n{"tokens": ["a"], "tags": ["O"]},\n]',
    "2: malformed JSON; write one object a line, with the fields tokens and tags",
  ],
  [
    "a value within a document",
    '[\n{"tokens": ["a"],\n "tags": [O]}\n]',
    "2: malformed JSON; write one object a line, with the fields tokens and tags",
  ],
])("%s", async (_, text, message) => {
  expect(await failure(text, { format: "jsonl" })).toBe(`SeginfError: <stdin>:${message}`);
});

test("half of a character", async () => {
  const text = JSON.stringify({ text: "😀 Ines", label: [[1, 7, "X"]] });
  expect(await failure(text, { offsets: "utf16" })).toBe(
    "SeginfError: <stdin>:1: the span 1–7 X cuts a character of two UTF-16 units in two; if offsets count characters, pass --offsets codepoints",
  );
});

test("all records that cannot be read are named at once", async () => {
  const bad = '{"tokens": ["a", "b"], "tags": ["O"]}';
  expect(await failure(`${bad}\n{"tokens": ["a"], "tags": ["O"]}\n${bad}\n`)).toBe(
    [
      "SeginfError: <stdin>: 2 lines cannot be read, they are named below; give one tag a token",
      "  <stdin>:1: 2 tokens but 1 tags",
      "  <stdin>:3: 2 tokens but 1 tags",
    ].join("\n"),
  );
  expect(await failure(`[\n${bad},\n${bad}]`)).toContain("2 lines cannot be read");
});

test.each<[text: string, names: readonly string[] | string]>([
  ["O\r\nB-X\n\nI-X\n", ["O", "B-X", "I-X"]],
  ["\uFEFFO\nB-a b\n", ["O", "B-a b"]],
  ['["O", "B-X"]', ["O", "B-X"]],
  ['{"0": "O", "1": "B-X"}', ["O", "B-X"]],
  ['{"B-X": 1, "O": 0}', ["O", "B-X"]],
  ['{"model_type": "x", "id2label": {"1": "B-X", "0": "O"}}', ["O", "B-X"]],
  ['{"features": {"id": {"dtype": "string"}, "tags": {"feature": {"names": ["O", "B-X"]}}}}', ["O", "B-X"]],
  [
    "",
    'names.txt: no label names in it; give one name a line, or JSON: ["O", "B-PER", …] or {"0": "O", "1": "B-PER", …}',
  ],
  [
    "[1]",
    'names.txt: no label names in it; give one name a line, or JSON: ["O", "B-PER", …] or {"0": "O", "1": "B-PER", …}',
  ],
  ["{", "names.txt: malformed JSON; give label names as a JSON list, or one a line"],
  ["O\nO\n", 'names.txt: the label "O" is named twice; give each number its own name'],
])("names in %j", (text, names) => {
  const parse = () => parseLabelNames(text, "names.txt");
  if (typeof names === "string") expect(parse).toThrow(names);
  else expect(parse()).toEqual(names);
});
