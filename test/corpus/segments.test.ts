import fc from "fast-check";
import {
  type Corpus,
  type LabelledSegment,
  readSegments,
  type Scheme,
  segmentTags,
  writeTags,
} from "../../src/corpus/index.js";
import { conllevalChunks } from "./conlleval.js";
import { corpusOf } from "./helpers.js";

/** Sentences whose tags stand as they are given: a reader takes a rare E- among hundreds of B- for a slip of the pen. */
function tagged(sentences: readonly (readonly string[])[]): Pick<Corpus, "tags" | "sentenceStart"> {
  const values = [...new Set(sentences.flat())];
  const ids = Int32Array.from(sentences.flat(), (tag) => values.indexOf(tag));
  const sentenceStart = Int32Array.from([0, ...sentences].keys(), (k) => sentences.slice(0, k).flat().length);
  return { tags: { values, ids }, sentenceStart };
}

/** The segments of a reading as [label, start, end]. */
function spans(sentences: readonly (readonly string[])[], scheme: Scheme): [string, number, number][] {
  const { segments } = readSegments(tagged(sentences), scheme);
  return Array.from(segments.start, (start, i) => [segments.labels[segments.label[i]], start, segments.end[i]]);
}

/** What is ill-formed in one sentence, as "token: tag → suggestion". */
function broken(tags: readonly string[], scheme: Scheme): string[] {
  const { illFormed } = readSegments(tagged([tags]), scheme);
  return illFormed.map(({ token, tag, suggestion }) => `${token}: ${tag} → ${suggestion}`);
}

test("segments end with their sentence", () => {
  const { segments } = readSegments(
    tagged([
      ["B-X", "I-X"],
      ["I-X", "O", "B-Y"],
    ]),
    "BIO",
  );
  expect(segments).toEqual({
    count: 3,
    sentence: Int32Array.of(0, 1, 1),
    start: Int32Array.of(0, 2, 4),
    end: Int32Array.of(2, 3, 5),
    label: Int32Array.of(0, 0, 1),
    labels: ["X", "Y"],
  });
});

test("under plain every token is a segment, O too", () => {
  expect(spans([["DT", "NN"], ["O"]], "plain")).toEqual([
    ["DT", 0, 1],
    ["NN", 1, 2],
    ["O", 2, 3],
  ]);
  expect(broken(["DT", "B-X", "I-Y"], "plain")).toEqual([]);
});

test("a corpus without tags has no segments", () => {
  const corpus = { ...corpusOf([["O"]]), tags: undefined };
  expect(readSegments(corpus, "BIO").segments.count).toBe(0);
});

test("the type O is no entity", () => {
  expect(spans([["B-O", "I-O", "I-X", "O"]], "BIO")).toEqual([["X", 2, 3]]);
  expect(broken(["B-O", "I-O", "I-X"], "BIO")).toEqual(["0: B-O → O", "1: I-O → O", "2: I-X → B-X"]);
});

test.each<[Scheme, string, string[]]>([
  ["BIO", "O B-X I-X O B-X B-X B-Y", []],
  ["BIO", "I-X I-X O I-Y B-X I-Y", ["0: I-X → B-X", "3: I-Y → B-Y", "5: I-Y → B-Y"]],
  ["IOB1", "I-X I-X B-X I-Y O I-X", []],
  ["IOB1", "B-X O B-X I-Y B-X B-X", ["0: B-X → I-X", "2: B-X → I-X", "4: B-X → I-X"]],
  ["IO", "I-X I-X O I-Y", []],
  ["IO", "I-X B-X", ["1: B-X → I-X"]],
  ["BIOES", "S-X B-X I-X E-X S-X S-X O", []],
  ["BIOES", "E-X O I-X O B-X O", ["0: E-X → S-X", "2: I-X → S-X", "4: B-X → S-X"]],
  ["BIOES", "I-X E-X B-X I-X B-Y E-Y", ["0: I-X → B-X", "3: I-X → E-X"]],
  ["BIOES", "B-X S-X I-X", ["0: B-X → S-X", "2: I-X → S-X"]],
  ["BILOU", "U-X B-X L-X", []],
  ["BILOU", "L-X I-X I-X U-Y", ["0: L-X → U-X", "1: I-X → B-X", "2: I-X → L-X"]],
])("%s: %s", (scheme, tags, expected) => {
  expect(broken(tags.split(" "), scheme)).toEqual(expected);
});

test.each<[Scheme, string, string]>([
  ["BIO", "O I-X", "I-X opens a segment after O"],
  ["BIO", "I-X", "I-X opens a segment at the start of a sentence"],
  ["BIO", "B-O", "B-O marks an entity of the type O, which stands for no entity"],
  ["IOB1", "O B-X", "B-X does not follow a X segment: it stands after O"],
  ["IO", "B-X", "B-X stands in a corpus without B- tags"],
  ["BIOES", "B-X O", "B-X opens a segment that ends at once"],
  ["BIOES", "O E-X", "E-X is a segment of its own after O"],
  ["BIOES", "O I-X E-X", "I-X opens a segment after O"],
  ["BILOU", "B-X I-X", "I-X ends a segment without L-"],
])("%s: %s: %s", (scheme, tags, why) => {
  const { illFormed } = readSegments(tagged([tags.split(" ")]), scheme);
  expect(illFormed.map((place) => place.why)).toEqual([why]);
});

test("the tags of one segment", () => {
  expect(segmentTags("BIOES", "X", 3, false)).toEqual(["B-X", "I-X", "E-X"]);
  expect(segmentTags("BIOES", "X", 1, true)).toEqual(["S-X"]);
  expect(segmentTags("BILOU", "X", 2, true)).toEqual(["B-X", "L-X"]);
  expect(segmentTags("BILOU", "X", 1, true)).toEqual(["U-X"]);
  expect(segmentTags("BIO", "X", 2, false)).toEqual(["B-X", "I-X"]);
  expect(segmentTags("IOB1", "X", 2, false)).toEqual(["I-X", "I-X"]);
  expect(segmentTags("IOB1", "X", 2, true)).toEqual(["B-X", "I-X"]);
  expect(segmentTags("IO", "X", 2, true)).toEqual(["I-X", "I-X"]);
  expect(segmentTags("plain", "NN", 1, true)).toEqual(["NN"]);
});

test("segments that do not fit are a bug of the caller", () => {
  const write = (...segments: LabelledSegment[]) => writeTags(segments, 2, "BIO");
  expect(() => write({ start: 0, end: 3, label: "X" })).toThrow(RangeError);
  expect(() => write({ start: 1, end: 1, label: "X" })).toThrow(RangeError);
  expect(() => write({ start: 0, end: 2, label: "X" }, { start: 1, end: 2, label: "Y" })).toThrow(RangeError);
});

const PREFIXES: Record<Exclude<Scheme, "plain">, string> = {
  IO: "IB",
  IOB1: "IB",
  BIO: "BI",
  BIOES: "BIES",
  BILOU: "BILU",
};
const chunkSchemes = Object.keys(PREFIXES) as (keyof typeof PREFIXES)[];
const tagsUnder = (scheme: keyof typeof PREFIXES) =>
  fc.array(
    fc.oneof(
      { weight: 1, arbitrary: fc.constant("O") },
      {
        weight: 3,
        arbitrary: fc
          .tuple(fc.constantFrom(...PREFIXES[scheme]), fc.constantFrom("X", "Y"))
          .map((pair) => pair.join("-")),
      },
    ),
    { minLength: 1, maxLength: 9 },
  );

/** Segments over a sentence of `length` tokens that hold no two touching segments of one label where `parts` is false. */
const segmented = (scheme: Scheme) =>
  fc
    .array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.constantFrom("X", "Y-Z", null)), { minLength: 1, maxLength: 8 })
    .map((pieces) => {
      const segments: LabelledSegment[] = [];
      let at = 0;
      for (const [size, kind] of pieces) {
        const label = scheme === "plain" ? (kind ?? "O") : kind;
        const end = at + (scheme === "plain" ? 1 : size);
        const merges = scheme === "IO" && segments.at(-1)?.end === at && segments.at(-1)?.label === label;
        if (label !== null && !merges) segments.push({ start: at, end, label });
        at = end;
      }
      return { segments, length: at };
    });

describe.each(chunkSchemes)("%s, on any tags", (scheme) => {
  test("segments are those that conlleval finds", () => {
    fc.assert(
      fc.property(fc.array(tagsUnder(scheme), { minLength: 1, maxLength: 3 }), (sentences) => {
        let from = 0;
        const expected = sentences.flatMap((tags) => {
          const shift = from;
          from += tags.length;
          return conllevalChunks(tags).map(({ type, first, last }) => [type, shift + first, shift + last + 1]);
        });
        expect(spans(sentences, scheme)).toEqual(expected);
      }),
    );
  });

  test("the suggestions spell the same reading well-formedly", () => {
    fc.assert(
      fc.property(tagsUnder(scheme), (tags) => {
        const { illFormed } = readSegments(tagged([tags]), scheme);
        const repaired = [...tags];
        for (const { token, suggestion, tag, previous } of illFormed) {
          expect(tag).toBe(tags[token]);
          expect(previous).toBe(token === 0 ? null : tags[token - 1]);
          repaired[token] = suggestion;
        }
        expect(broken(repaired, scheme)).toEqual([]);
        if (scheme !== "IO") expect(spans([repaired], scheme)).toEqual(spans([tags], scheme));
      }),
    );
  });
});

test.each<Scheme>([...chunkSchemes, "plain"])("%s: segments, written and read, are themselves", (scheme) => {
  fc.assert(
    fc.property(segmented(scheme), ({ segments, length }) => {
      const tags = writeTags(segments.toReversed(), length, scheme);
      expect(tags).toHaveLength(length);
      expect(spans([tags], scheme)).toEqual(segments.map(({ label, start, end }) => [label, start, end]));
      expect(broken(tags, scheme)).toEqual([]);
    }),
  );
});
