import fc from "fast-check";
import { type Flavour, LOSSY, type Row, type Sentences, SPELLINGS } from "./flavours.js";

/** A file put together from what people do, one choice of each kind. */
export interface Composition {
  readonly container: "columns" | "conllu" | "tag lists" | "numbered spans" | "text spans";
  readonly spelling: string;
  readonly separator: "\t" | " " | "   " | "\t ";
  /** Further columns in the order in which they stand, tokens and labels among them. */
  readonly columns: readonly string[];
  readonly header: "none" | "names" | "global.columns";
  readonly comments: "none" | "sent_id" | "id" | "text";
  readonly documents: "none" | "-DOCSTART-" | "newdoc";
  readonly lineEnd: "\n" | "\r\n";
  readonly encoding: "utf8" | "utf8 with a mark" | "utf16le";
}

const pos = (word: string) =>
  /^\p{Lu}/u.test(word) ? "NNP" : /^\p{P}/u.test(word) ? "." : word.length > 3 ? "NN" : "DT";

interface At {
  readonly i: number;
  readonly k: number;
  /** The number of the token in its file. */
  readonly n: number;
}

/** What further columns hold. */
const EXTRAS: Readonly<Record<string, (word: string, tag: string, at: At) => string>> = {
  counter: (_, __, { i }) => `${i + 1}`,
  number: (_, __, { n }) => `${n}`,
  id: (_, __, { i, k }) => `d1-s${k}-t${i}`,
  sentence: (_, __, { k }) => `s${k}`,
  pos,
  chunk: (_, __, { i }) => (i % 3 === 0 ? "B-NP" : i % 3 === 1 ? "I-NP" : "B-VP"),
  lemma: (word) => word.toLowerCase(),
  link: (_, tag, { n }) => (tag === "O" ? "_" : n % 3 ? `Q${n}` : "NIL"),
  "prefixed link": (_, tag, { n }) => (tag === "O" ? "O" : `${tag[0]}-Q${n}`),
  offset: (word, _, { n }) => `${6 * n}-${6 * n + word.length}`,
  start: (_, __, { n }) => `${6 * n}`,
  confidence: (_, __, { n }) => (0.5 + (n % 50) / 100).toFixed(4),
  space: (_, __, { i }) => (i % 5 === 3 ? "-" : "+"),
  constant: () => "_",
};

const NAMES: Readonly<Record<string, string>> = {
  token: "FORM",
  label: "NER",
  counter: "ID",
  pos: "POS",
  lemma: "LEMMA",
};

const shuffled = (names: readonly string[]) => fc.shuffledSubarray([...names], { maxLength: 3 });

export const compositions: fc.Arbitrary<Composition> = fc
  .record({
    container: fc.oneof(
      { weight: 8, arbitrary: fc.constant("columns" as const) },
      {
        weight: 4,
        arbitrary: fc.constantFrom(
          "conllu" as const,
          "tag lists" as const,
          "numbered spans" as const,
          "text spans" as const,
        ),
      },
    ),
    spelling: fc.constantFrom(...Object.keys(SPELLINGS), ...Object.keys(LOSSY)),
    separator: fc.constantFrom("\t" as const, " " as const, "   " as const, "\t " as const),
    before: shuffled(["counter", "number", "id", "sentence"]).map((names) => names.slice(0, 1)),
    between: shuffled(["pos", "chunk", "lemma", "offset", "constant"]),
    after: shuffled([
      "link",
      "prefixed link",
      "confidence",
      "space",
      "start",
      "nested",
      "lemma",
      "pos",
      "constant",
    ]).map((names) => names.slice(0, 2)),
    isLabelFirst: fc.nat(9).map((n) => n === 0),
    header: fc.constantFrom("none" as const, "none" as const, "names" as const, "global.columns" as const),
    comments: fc.constantFrom("none" as const, "sent_id" as const, "id" as const, "text" as const),
    documents: fc.constantFrom("none" as const, "-DOCSTART-" as const, "newdoc" as const),
    lineEnd: fc.constantFrom("\n" as const, "\r\n" as const),
    encoding: fc.constantFrom("utf8" as const, "utf8 with a mark" as const, "utf16le" as const),
  })
  .map(({ before, between, after, isLabelFirst, ...rest }) => {
    const columns = isLabelFirst
      ? ["label", ...before, "token", ...between]
      : [...before, "token", ...between, "label", ...after];
    return { ...rest, columns };
  });

/** What the spelling cannot tell apart. */
export function losses({ container, spelling }: Composition): Flavour["loses"] {
  return container === "numbered spans" || container === "text spans" ? undefined : LOSSY[spelling]?.[0];
}

/** The bytes of a file. */
export function compose(composition: Composition, sentences: Sentences): Buffer {
  const text = written(composition, sentences).replaceAll("\n", composition.lineEnd);
  if (composition.encoding === "utf16le") return Buffer.from(`\uFEFF${text}`, "utf16le");
  return Buffer.from(composition.encoding === "utf8" ? text : `\uFEFF${text}`);
}

function written(composition: Composition, sentences: Sentences): string {
  const { container, spelling } = composition;
  const spell = SPELLINGS[spelling] ?? LOSSY[spelling][1];
  const lines = (record: (rows: readonly Row[], k: number) => unknown) =>
    sentences.map((rows, k) => `${JSON.stringify(record(rows, k))}\n`).join("");
  const words = (rows: readonly Row[]) => rows.map(([word]) => word);
  switch (container) {
    case "tag lists":
      return lines((rows) => ({ tokens: words(rows), ner_tags: spell(rows) }));
    case "numbered spans":
      return lines((rows) => ({
        tokenized_text: words(rows),
        ner: spans(rows).map(([a, b, type]) => [a, b - 1, type]),
      }));
    case "text spans":
      return lines((rows) => {
        const starts = words(rows).map((_, i) => words(rows).slice(0, i).join(" ").length + (i > 0 ? 1 : 0));
        const entities = spans(rows).map(([a, b, type]) => [starts[a], starts[b - 1] + rows[b - 1][0].length, type]);
        return { text: words(rows).join(" "), entities };
      });
    case "conllu":
      return blocks(composition, sentences, "\t", (rows) => {
        const tags = spell(rows);
        return rows.map(([word], i) => [`${i + 1}`, word, "_", "_", pos(word), "_", "0", "_", "_", `NER=${tags[i]}`]);
      });
    case "columns":
      return columnsOf(composition, sentences, spell);
  }
}

function columnsOf(
  composition: Composition,
  sentences: Sentences,
  spell: (rows: readonly Row[]) => readonly string[],
): string {
  const { columns, header, separator } = composition;
  let n = 0;
  const text = blocks(composition, sentences, separator, (rows, k) => {
    const tags = spell(rows);
    const nested = spell(rows.map(([word], i) => [word, i === 0 && k === 0 ? "B-LOC" : "O"]));
    return rows.map(([word, tag], i) => {
      n++;
      const own: Readonly<Record<string, string>> = { token: word, label: tags[i], nested: nested[i] };
      return columns.map((name) => own[name] ?? EXTRAS[name](word, tag, { i, k, n }));
    });
  });
  const names = columns.map((name) => NAMES[name] ?? name.replace(" ", "-"));
  if (header === "names") return `${names.join(separator)}\n${text}`;
  return header === "global.columns" ? `# global.columns = ${names.join(" ")}\n${text}` : text;
}

/** Rows with what stands around sentences. */
function blocks(
  { comments, documents, container }: Composition,
  sentences: Sentences,
  separator: string,
  rowsOf: (rows: readonly Row[], k: number) => readonly (readonly string[])[],
): string {
  return sentences
    .map((rows, k) => {
      const text = rows.map(([word]) => word).join(" ");
      const comment = { none: "", sent_id: `# sent_id = s${k}\n`, id: `# id 0f${k}\n`, text: `# text = ${text}\n` }[
        comments
      ];
      const isDocument = k % 10 === 0;
      const mark =
        documents === "newdoc" || container === "conllu" ? `# newdoc id = d${k}\n` : "-DOCSTART- -X- O O\n\n";
      const start = isDocument && documents !== "none" ? mark : "";
      return `${start}${comment}${rowsOf(rows, k)
        .map((fields) => `${fields.join(separator)}\n`)
        .join("")}\n`;
    })
    .join("");
}

/** Segments as first token, token after the last, and type. */
function spans(rows: readonly Row[]): [first: number, past: number, type: string][] {
  const found: [number, number, string][] = [];
  for (const [i, [, tag]] of rows.entries()) {
    const last = found.at(-1);
    if (tag.startsWith("B")) found.push([i, i + 1, tag.slice(2)]);
    else if (tag.startsWith("I") && last) last[1] = i + 1;
  }
  return found;
}
