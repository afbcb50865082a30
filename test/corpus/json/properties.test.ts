import fc from "fast-check";
import { readSegments, withTags } from "../../../src/corpus/index.js";
import { segmentsIn } from "../../../src/corpus/json/token-spans.js";
import { anyText } from "../../helpers/text.js";
import { read, shown, tagsOf } from "../helpers.js";

/** One token as blanks part them; of scripts that they do not part, one character. */
const word = fc.constantFrom("a", "Bc", "é", "😀", "x😀y", "北", "-", '"', "\\", "[", "}", "42", "'s");
const label = fc.constantFrom("PER", "ORG", "a b", "é", '"');
/** A sentence, its first tags and those that it gets. */
const sentence = fc
  .array(fc.tuple(word, fc.option(label, { freq: 1 }), fc.option(label, { freq: 1 }), fc.boolean()), {
    minLength: 1,
    maxLength: 7,
  })
  .map((rows) => {
    const tags = (which: 1 | 2) =>
      rows.map((row, i) => {
        const own = row[which];
        return own === null ? "O" : `${i > 0 && row[3] && rows[i - 1][which] === own ? "I" : "B"}-${own}`;
      });
    return { words: rows.map(([one]) => one), before: tags(1), after: tags(2) };
  });
type Sentence = {
  readonly words: readonly string[];
  readonly before: readonly string[];
  readonly after: readonly string[];
};

/** The segments of tags, with their characters in the words joined by blanks. */
function spansOf(words: readonly string[], tags: readonly string[], length: (text: string) => number) {
  const start = (token: number) => length(words.slice(0, token).join(" ")) + (token > 0 ? 1 : 0);
  return segmentsIn(tags).map(({ first, past, label }) => {
    const text = words.slice(first, past).join(" ");
    return { start: start(first), end: start(first) + length(text), label, text };
  });
}

const points = (text: string) => [...text].length;
const units = (text: string) => text.length;
const NAMES = ["O", ...["PER", "ORG", "a b", "é", '"'].flatMap((one) => [`B-${one}`, `I-${one}`])];

/** Records of a sentence with these tags, in each form. */
const FORMS: Readonly<Record<string, (words: readonly string[], tags: readonly string[]) => unknown>> = {
  lists: (tokens, tags) => ({ tokens, tags }),
  numbers: (tokens, tags) => ({ tokens, ner_tags: tags.map((tag) => NAMES.indexOf(tag)), label_list: NAMES }),
  pairs: (words, tags) => ({ tokens: words.map((one, i) => [one, tags[i]]) }),
  objects: (words, tags) => ({ tokens: words.map((one, i) => ({ word: one, ner: tags[i] })) }),
  doccano: (words, tags) => ({
    text: words.join(" "),
    label: spansOf(words, tags, points).map(({ start, end, label }) => [start, end, label]),
  }),
  spaCy: (words, tags) => [
    words.join(" "),
    { entities: spansOf(words, tags, points).map(({ start, end, label }) => [start, end, label]) },
  ],
  "spans with words, in UTF-16 units": (words, tags) => ({ text: words.join(" "), spans: spansOf(words, tags, units) }),
  "label-studio": (words, tags) => ({
    data: { text: words.join(" ") },
    annotations: [
      {
        result: spansOf(words, tags, points).map(({ start, end, label, text }) => ({
          value: { start, end, text, labels: [label] },
          type: "labels",
        })),
      },
    ],
  }),
};

const CONTAINERS: readonly ((records: readonly unknown[]) => string)[] = [
  (records) => records.map((record) => `${JSON.stringify(record)}\n`).join(""),
  (records) => JSON.stringify(records),
  (records) => JSON.stringify({ data: records }, null, 2),
];

describe.each(Object.keys(FORMS))("%s", (form) => {
  const write = (sentences: readonly Sentence[], which: "before" | "after", container: number) =>
    CONTAINERS[container](sentences.map((one) => FORMS[form](one.words, one[which])));

  test("random corpora are read back, and what changes is written where it belongs", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(sentence, { minLength: 1, maxLength: 4 }),
        fc.nat(CONTAINERS.length - 1),
        async (sentences, container) => {
          const text = write(sentences, "before", container);
          const { bytes, ...corpus } = await read(text, { keepBytes: true, format: "jsonl" });
          expect(shown(corpus)).toEqual(
            sentences.map(({ words, before }) => words.map((one, i) => `${one}/${before[i]}`)),
          );
          expect(readSegments(corpus, "BIO").illFormed).toEqual([]);
          const next = sentences.flatMap(({ after }) => after);
          const changes = new Map(tagsOf(corpus).flatMap((tag, t) => (tag === next[t] ? [] : [[t, next[t]] as const])));
          const after = Buffer.concat([...withTags(bytes!, corpus, changes)]).toString();
          expect(tagsOf(await read(after, { format: "jsonl" }))).toEqual(next);
          const values = (json: string) =>
            (container === 0 ? json.trim().split("\n") : [json]).map((one) => JSON.parse(one));
          const hasUnits = /😀/.test(text) && form.includes("UTF-16");
          if (!hasUnits) expect(values(after)).toEqual(values(write(sentences, "after", container)));
          expect(Buffer.concat([...withTags(bytes!, corpus, new Map())]).toString()).toBe(text);
        },
      ),
      { numRuns: 150 },
    );
  });
});

test("whatever a record holds, it is read or refused with its line", async () => {
  const span = fc.oneof(
    fc.tuple(fc.integer({ min: -1, max: 9 }), fc.integer({ min: -1, max: 9 }), fc.constantFrom("X", "", "Y")),
    fc.record(
      { start: fc.integer({ min: -1, max: 9 }), end: fc.nat(9), label: fc.oneof(label, fc.jsonValue()) },
      { requiredKeys: [] },
    ),
    fc.jsonValue(),
  );
  const record = fc.record(
    {
      text: fc.oneof(anyText(), fc.jsonValue()),
      label: fc.array(span, { maxLength: 3 }),
      tokens: fc.jsonValue(),
      tags: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 2 }), fc.boolean(), async (records, isLines) => {
      const text = isLines ? records.map((one) => JSON.stringify(one)).join("\n") : JSON.stringify(records, null, 1);
      const outcome = await read(text, { format: "jsonl", keepBytes: true }).catch((error: Error) => error);
      if (outcome instanceof Error) expect(outcome.message).toMatch(/^<stdin>:(?:\d+:)? .+/);
      else expect(Buffer.concat([...withTags(outcome.bytes!, outcome, new Map())]).toString()).toBe(text);
    }),
    { numRuns: 500 },
  );
});
