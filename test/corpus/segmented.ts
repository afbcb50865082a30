import fc from "fast-check";
import { detectScheme, readSegments } from "../../src/corpus/index.js";
import { CorpusReader } from "../../src/corpus/reader.js";
import type { Corpus } from "../../src/corpus/types.js";
import type { Flavour, Row, Sentences } from "./flavours.js";

const WORDS =
  "The the mayor of a said on with little trade , in 1998 quiet house road from sea Monday day was not".split(" ");
const NAMES = "Ines Noctua Vesk Calderby Tarek Volund Kestrel Bram Ostrava Fennwick Upper Salma".split(" ");
const TYPES = ["PER", "ORG", "LOC"];

/** Some words, names of one to three tokens among them, and a full stop. */
const sentence: fc.Arbitrary<readonly Row[]> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...WORDS).map((word): Row[] => [[word, "O"]]) },
      {
        weight: 1,
        arbitrary: fc
          .tuple(fc.constantFrom(...TYPES), fc.array(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 3 }))
          .map(([type, names]) => names.map((name, i): Row => [name, `${i === 0 ? "B" : "I"}-${type}`])),
      },
    ),
    { minLength: 2, maxLength: 12 },
  )
  .map((parts) => [...parts.flat(), [".", "O"] as Row]);

/** Corpora of which every type occurs with both prefixes, as in any that is worth auditing. */
export const corpora: fc.Arbitrary<Sentences> = fc
  .array(sentence, { minLength: 30, maxLength: 50 })
  .map((sentences) => [...sentences, ...TYPES.map((type) => named(type, 2)), ...TYPES.map((type) => named(type, 1))]);

function named(type: string, length: number): Row[] {
  const name = NAMES.slice(0, length).map((word, i): Row => [word, `${i === 0 ? "B" : "I"}-${type}`]);
  return [["In", "O"], ...name, [".", "O"]];
}

export function readText(text: string, extension: string, options = {}): Corpus {
  const reader = new CorpusReader(`corpus.${extension}`, options);
  reader.feed(Buffer.from(text));
  return reader.finish("digest");
}

/** Segments as "sentence start-end type words". */
export function segmentsOf(corpus: Corpus): string[] {
  const { segments } = readSegments(corpus, detectScheme([corpus]));
  return Array.from(segments.start, (start, i) => {
    const end = segments.end[i];
    const words = Array.from(corpus.words.ids.subarray(start, end), (id) => corpus.words.values[id]);
    const first = corpus.sentenceStart[segments.sentence[i]];
    return `${segments.sentence[i]} ${start - first}-${end - first} ${typeOf(segments.labels[segments.label[i]])} ${words.join(" ")}`;
  });
}

/** Types as the flavours change them, undone. */
function typeOf(label: string): string {
  const type = label.replace(/-x\..*$/, "").toUpperCase();
  return TYPES.find((one) => type === one || type === `N${one}`) ?? "any";
}

export function expected(sentences: Sentences, loses: Flavour["loses"]): string[] {
  const plain = sentences.map((rows) => rows.map(([word, tag]) => `${word}\t${tag}\n`).join("")).join("\n");
  const found = segmentsOf(readText(plain, "conll", { tokenColumn: "1", labelColumn: "2", scheme: "BIO" }));
  return loses === "types" ? found.map((one) => one.replace(/(?<=-\d+ )[A-Z]+/, "any")) : found;
}

/** Names of one type stand apart, where a flavour could not tell them. */
export function apart(sentences: Sentences): Sentences {
  return sentences.map((rows) =>
    rows.flatMap((row, i): Row[] => {
      const before = rows[i - 1]?.[1] ?? "O";
      return row[1].startsWith("B") && before !== "O" && before.slice(2) === row[1].slice(2)
        ? [["and", "O"], row]
        : [row];
    }),
  );
}
