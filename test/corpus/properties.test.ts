import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { type ReadOptions, withPredictions, writeColumns } from "../../src/corpus/index.js";
import { SeginfError } from "../../src/errors.js";
import { anyText } from "../helpers/text.js";
import { read, readChunks, shown } from "./helpers.js";

/** Pieces of which hostile files are made: whatever means something to the reader. */
const pieces = [
  ..."abO \t\n\r#-_.1{}[]\"':,|\0",
  ...["\r\n", "\n\n", "# ", "#\t", "#a\tO\n", "# O\n", "a\tO\n", "b O\n", "\uFEFF", "\u00a0", "é", "😀", "-DOCSTART- "],
  ...["# sent_id = s\n", "# newdoc\n", "1\ta\t_\tX\t_\t_\t_\t_\t_\t_\n", "1-2\ta\t_\tX\t_\t_\t_\t_\t_\t_\n"],
  ...['{"tokens": ["a"], "tags": ["O"]}\n', '{"tokens": ["a', "B-X", "I-X", "\t\t"],
].map((piece) => Buffer.from(piece));

const noise = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((parts) => Buffer.concat(parts)),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), fc.uint8Array({ maxLength: 3 }), fc.nat(12))
      .map(([parts, bytes, at]) => Buffer.concat(parts.toSpliced(at, 0, Buffer.from(bytes)))),
  },
);

/** Lines of files that could be meant: rows of one kind among marks, comments and blank lines. */
const kinds = {
  tab: ["a\tO", "#\tO", "#a\tB-X", "b c\tI-X", "é\tNN", "-DOCSTART-\tO"],
  blanks: ["a O", "# O", "#a B-X", "  b  I-X ", "é NN", "# NN", "-DOCSTART- O"],
  wide: ["1\ta\tO", "2\tb\tB-X\t-\tann", "#3\t#\tO"],
  bare: ["a", "#a", "é", "-"],
  conllu: ["1", "2", "3-4", "5.1"].map((id) => `${id}\ta${id}\t_\tX\t_\t_\t0\t_\t_\t${id === "1" ? "_" : "A=b"}`),
  jsonl: ['{"tokens": ["a", "#"], "tags": ["O", "B-X"]}', '{"id": 1, "doc": "d", "tokens": ["}"], "tags": ["O"] } '],
};
const between = {
  columns: [
    "",
    "",
    "\t",
    " ",
    "# note",
    "# text = a\tO",
    "# a b",
    "\n# sent_id = s",
    "\n# newdoc id = d",
    "-DOCSTART-",
  ],
  jsonl: ["", " "],
};
const plausible = fc.constantFrom(...(Object.keys(kinds) as (keyof typeof kinds)[])).chain((kind) =>
  fc
    .record({
      lines: fc.array(
        fc.oneof(
          { weight: 3, arbitrary: fc.constantFrom(...kinds[kind]) },
          { weight: 2, arbitrary: fc.constantFrom(...between[kind === "jsonl" ? "jsonl" : "columns"]) },
        ),
        { minLength: 1, maxLength: 12 },
      ),
      mark: fc.constantFrom("", "\uFEFF"),
      lineEnd: fc.constantFrom("\n", "\r\n"),
      last: fc.boolean(),
    })
    .map(({ lines, mark, lineEnd, last }) => {
      const text = mark + lines.join("\n") + (last ? "\n" : "");
      return Buffer.from(text.replaceAll("\n", lineEnd));
    }),
);
const hostile = fc.oneof({ weight: 2, arbitrary: noise }, { weight: 3, arbitrary: plausible });

const anyOptions: fc.Arbitrary<ReadOptions> = fc.record(
  {
    tokenColumn: fc.constantFrom("1", "2", "-1", "FORM", "tokens", "0"),
    labelColumn: fc.constantFrom(null, "-1", "2", "1", "UPOS"),
    columns: fc.constantFrom<ReadOptions["columns"]>("all", [0], [1, 0], []),
    format: fc.constantFrom("columns", "conllu", "jsonl"),
    allowRagged: fc.boolean(),
  },
  { requiredKeys: [] },
);

const options = fc.oneof(
  anyOptions,
  fc.constantFrom<ReadOptions>({}, { labelColumn: null }, { tokenColumn: "2", labelColumn: "3", allowRagged: true }),
);

/** The corpus, or the message of a SeginfError; anything else that is thrown goes through. */
function outcome(chunks: readonly Buffer[], given: ReadOptions): unknown {
  try {
    return readChunks(chunks, given);
  } catch (error) {
    if (error instanceof SeginfError) return error.message;
    throw error;
  }
}

function cut(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [0, ...cuts.map((at) => at % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return places.slice(1).map((end, i) => Buffer.from(bytes.subarray(places[i], end)));
}

test("wherever the bytes are split, corpus and error are the same, and no other error comes", () => {
  fc.assert(
    fc.property(hostile, options, fc.array(fc.nat(200), { maxLength: 9 }), (bytes, given, cuts) => {
      const whole = outcome([bytes], given);
      expect(outcome(cut(bytes, cuts), given)).toEqual(whole);
      expect(outcome(cut(bytes, [...bytes.keys()]), given)).toEqual(whole);
    }),
    { numRuns: 3000 },
  );
});

test("every corpus that is read is sound", () => {
  fc.assert(
    fc.property(hostile, options, (bytes, given) => {
      const corpus = outcome([bytes], given);
      if (typeof corpus === "string") return;
      const { words, tags, columns, lines, sentenceStart, sentenceIds, documents } = corpus as ReturnType<
        typeof readChunks
      >;
      const count = lines.length;
      expect(count).toBeGreaterThan(0);
      for (const column of [words, ...(tags ? [tags] : []), ...columns.values()]) {
        expect(column.ids).toHaveLength(count);
        expect([...new Set(column.ids)].sort((a, b) => a - b)).toEqual([...column.values.keys()]);
        expect(new Set(column.values).size).toBe(column.values.length);
      }
      expect([sentenceStart[0], sentenceStart.at(-1)]).toEqual([0, count]);
      for (let k = 1; k < sentenceStart.length; k++) expect(sentenceStart[k]).toBeGreaterThan(sentenceStart[k - 1]);
      for (let t = 1; t < count; t++) expect(lines[t]).toBeGreaterThanOrEqual(lines[t - 1]);
      expect([sentenceIds.length, documents.length]).toEqual(Array(2).fill(sentenceStart.length - 1));
    }),
    { numRuns: 2000 },
  );
});

test("predictions leave every other byte as it was", () => {
  fc.assert(
    fc.property(hostile, options, (bytes, given) => {
      const corpus = outcome([bytes], given);
      if (typeof corpus === "string") return;
      const read = corpus as ReturnType<typeof readChunks>;
      let written: string;
      try {
        written = Buffer.concat([...withPredictions(bytes, read, () => "ODD")]).toString();
      } catch (error) {
        expect(error).toBeInstanceOf(SeginfError);
        return;
      }
      const added = {
        columns: /[\t ]ODD(?=\r?(?:\n|$))/g,
        conllu: /\|?Predicted=ODD(?=\r?(?:\n|$))/g,
        jsonl: /, "predicted_tags": \[[^\]]*\]/g,
      }[read.format];
      // In MISC a lone _ gave way to the tag, and an empty MISC took it as well.
      const before =
        read.format === "conllu" ? bytes.toString().replace(/\t_?(?=\r?(?:\n|$))/g, "\t") : bytes.toString();
      const after = written.replace(added, "");
      expect(read.format === "conllu" ? after.replace(/\t_?(?=\r?(?:\n|$))/g, "\t") : after).toBe(before);
    }),
    { numRuns: 2000 },
  );
});

const word = fc
  .oneof(anyText({ minLength: 1, maxLength: 6 }), fc.constantFrom("#", "#a", "{", "1", "-", "O", "\u2028"))
  .filter((text) => !/[\t\r\n\0]|^# |^ *$|^\uFEFF|^-DOCSTART-/u.test(text));
const tag = fc.constantFrom("O", "B-X", "I-X", "B-creative work", "NN", "#", "é");
const sentence = fc.array(fc.tuple(word, tag), { minLength: 1, maxLength: 5 });

test("written columns read back, and so does the gzipped file", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(sentence, { minLength: 1, maxLength: 4 }), fc.boolean(), async (sentences, packed) => {
      const text = writeColumns(
        sentences.map((rows, k) => ({
          words: rows.map(([w]) => w),
          tags: rows.map(([, t]) => t),
          id: k % 2 ? "s" : null,
        })),
      );
      const corpus = await read(packed ? gzipSync(text) : text, { format: "columns", scheme: "plain" });
      expect(shown(corpus)).toEqual(sentences.map((rows) => rows.map(([w, t]) => `${w}/${t}`)));
      const again = shown(corpus).map((tokens) => tokens.map((token) => token.split(/\/(?=[^/]*$)/)));
      const ids = corpus.sentenceIds;
      expect(
        writeColumns(
          again.map((rows, k) => ({ words: rows.map(([w]) => w), tags: rows.map(([, t]) => t), id: ids[k] })),
        ),
      ).toBe(text);
    }),
  );
});
