/** A token with its BIO tag. */
export type Row = readonly [word: string, tag: string];
export type Sentences = readonly (readonly Row[])[];

/** A way in which people write corpora. */
export interface Flavour {
  readonly name: string;
  /** Of the file. */
  readonly extension: string;
  write(sentences: Sentences): string;
  /** What the file cannot tell apart is not written with it: types, or neighbours of one type. */
  readonly loses?: "types" | "neighbours" | undefined;
}

const part = (tag: string) => ({ letter: tag[0], type: tag.slice(2) });

/** The tags of a sentence, each with what follows it. */
function respelled(
  rows: readonly Row[],
  spell: (letter: string, type: string, isLast: boolean) => string,
  outside = "O",
) {
  return rows.map(([, tag], i) => {
    if (tag === "O") return outside;
    const { letter, type } = part(tag);
    return spell(letter, type, rows[i + 1]?.[1] !== `I-${type}`);
  });
}

const closed = (letter: string, isLast: boolean, [b, i, e, s]: string) =>
  letter === "B" ? (isLast ? s : b) : isLast ? e : i;

const worded = (rows: readonly Row[], separator: string, words: Readonly<Record<string, string>>, outside: string) =>
  respelled(
    rows,
    (letter, type, isLast) => words[words.S ? closed(letter, isLast, "BIES") : letter] + separator + type,
    outside,
  );

const bracketed = (rows: readonly Row[], [open, filler, close]: string) =>
  respelled(
    rows,
    (letter, type, isLast) =>
      letter === "B" ? open + type + (isLast ? close : filler) : filler + (isLast ? close : ""),
    filler,
  );

/** Spellings of the tags of one sentence. */
export const SPELLINGS: Readonly<Record<string, (rows: readonly Row[]) => string[]>> = {
  BIO: (rows) => rows.map(([, tag]) => tag),
  underscore: (rows) => respelled(rows, (letter, type) => `${letter}_${type}`),
  colon: (rows) => respelled(rows, (letter, type) => `${letter}:${type}`),
  "lower case": (rows) => respelled(rows, (letter, type) => `${letter.toLowerCase()}-${type.toLowerCase()}`, "o"),
  "lower prefix": (rows) => respelled(rows, (letter, type) => `${letter.toLowerCase()}-${type}`),
  suffix: (rows) => respelled(rows, (letter, type) => `${type}-${letter}`),
  "suffix after an underscore": (rows) => respelled(rows, (letter, type) => `${type}_${letter}`),
  joined: (rows) => respelled(rows, (letter, type) => `${letter}N${type}`),
  BIOES: (rows) => respelled(rows, (letter, type, isLast) => `${closed(letter, isLast, "BIES")}-${type}`),
  BMES: (rows) => respelled(rows, (letter, type, isLast) => `${closed(letter, isLast, "BMES")}-${type}`),
  BMEWO: (rows) => respelled(rows, (letter, type, isLast) => `${closed(letter, isLast, "BMEW")}-${type}`),
  BILOU: (rows) => respelled(rows, (letter, type, isLast) => `${closed(letter, isLast, "BILU")}-${type}`),
  "BIOES with U": (rows) => respelled(rows, (letter, type, isLast) => `${closed(letter, isLast, "BIEU")}-${type}`),
  "BILOU with S": (rows) => respelled(rows, (letter, type, isLast) => `${type}-${closed(letter, isLast, "BILS")}`),
  "BILOU with W": (rows) => respelled(rows, (letter, type, isLast) => `${closed(letter, isLast, "BILW")}_${type}`),
  "BIE, single tokens B": (rows) =>
    respelled(rows, (letter, type, isLast) => `${closed(letter, isLast, "BIEB")}-${type}`),
  "BME, single tokens B": (rows) =>
    respelled(rows, (letter, type, isLast) => `${type}_${closed(letter, isLast, "BMEB")}`),
  "IOE2: the last token is marked": (rows) =>
    respelled(rows, (letter, type, isLast) => `${closed(letter, isLast, "IIEE")}-${type}`),
  "BILOU after an underscore": (rows) =>
    respelled(rows, (letter, type, isLast) => `${closed(letter, isLast, "BILU")}_${type}`),
  "words for prefixes": (rows) => worded(rows, "-", { B: "Begin", I: "Inside" }, "Outside"),
  "short words for prefixes": (rows) => worded(rows, "_", { B: "BEG", I: "IN" }, "OUT"),
  "words for four prefixes": (rows) => worded(rows, "-", { B: "Beginning", I: "Middle", E: "End", S: "Single" }, "O"),
  "words of BILOU": (rows) => worded(rows, ":", { B: "first", I: "inside", E: "last", S: "unit" }, "o"),
  "End and Unit": (rows) => worded(rows, "-", { B: "Begin", I: "In", E: "End", S: "Unit" }, "Out"),
  "words for suffixes": (rows) =>
    respelled(rows, (letter, type) => `${type}_${letter === "B" ? "START" : "INSIDE"}`, "OUTSIDE"),
  "zero for O": (rows) => respelled(rows, (letter, type) => `${letter}-${type}`, "0"),
  brackets: (rows) => bracketed(rows, "(*)"),
  "square brackets": (rows) => bracketed(rows, "[*]"),
  "curly brackets": (rows) => bracketed(rows, "{*}"),
  "angle brackets": (rows) => bracketed(rows, "<*>"),
  "brackets and hyphens": (rows) => bracketed(rows, "(-)"),
  "brackets and underscores": (rows) => bracketed(rows, "[_]"),
  "an en dash": (rows) => respelled(rows, (letter, type) => `${letter}–${type}`),
  "a number sign": (rows) => respelled(rows, (letter, type) => `${letter}#${type}`),
  "round brackets around types": (rows) => respelled(rows, (letter, type) => `${letter}(${type})`),
  "round brackets around prefixes": (rows) => respelled(rows, (letter, type) => `${type}(${letter})`),
  "square brackets around tags": (rows) => respelled(rows, (letter, type) => `[${letter}-${type}]`),
  "angle brackets around all tags": (rows) => respelled(rows, (letter, type) => `<${letter}-${type}>`, "<O>"),
  "a no-break space after tags": (rows) => respelled(rows, (letter, type) => `${letter}-${type}\u00a0`, "O\u00a0"),
  "joined after the type": (rows) => respelled(rows, (letter, type) => `${type}${letter}`),
  "NULL for O": (rows) => respelled(rows, (letter, type) => `${letter}-${type}`, "NULL"),
  "O-O for O": (rows) => respelled(rows, (letter, type) => `${letter}-${type}`, "O-O"),
  "types with hyphens": (rows) => respelled(rows, (letter, type) => `${letter}-${type}-x.${type.toLowerCase()}`),
};

/** Spellings that lose something. */
export const LOSSY: Readonly<Record<string, readonly [Flavour["loses"], (rows: readonly Row[]) => string[]]>> = {
  IO: ["neighbours", (rows) => respelled(rows, (_, type) => `I-${type}`)],
  "IO after an underscore": ["neighbours", (rows) => respelled(rows, (_, type) => `${type}_I`)],
  "bare types": ["neighbours", (rows) => respelled(rows, (_, type) => type)],
  "bare types and zero": ["neighbours", (rows) => respelled(rows, (_, type) => type, "0")],
  "bare types, OTHER": ["neighbours", (rows) => respelled(rows, (_, type) => type.toLowerCase(), "OTHER")],
  untyped: ["types", (rows) => respelled(rows, (letter) => letter)],
  "words alone": ["types", (rows) => respelled(rows, (letter) => (letter === "B" ? "Begin" : "Inside"), "Outside")],
  "untyped BIOES": ["types", (rows) => respelled(rows, (letter, _, isLast) => closed(letter, isLast, "BIES"))],
};

type Columns = (word: string, tag: string, at: { readonly i: number; readonly k: number }) => string;

interface Around {
  /** Lines before a sentence. */
  readonly before?: (k: number, rows: readonly Row[]) => string;
  readonly after?: string;
  readonly tags?: (rows: readonly Row[]) => readonly string[];
}

/** Rows of columns, with lines before each sentence. */
function rowsOf(sentences: Sentences, columns: Columns, around: Around = {}): string {
  const { before = () => "", after = "\n", tags = SPELLINGS.BIO } = around;
  const blocks = sentences.map((rows, k) => {
    const spelled = tags(rows);
    return before(k, rows) + rows.map(([word], i) => `${columns(word, spelled[i], { i, k })}\n`).join("") + after;
  });
  return blocks.join("");
}

const pos = (word: string) =>
  /^\p{Lu}/u.test(word) ? "NNP" : /^\p{P}/u.test(word) ? "." : word.length > 3 ? "NN" : "DT";
const chunk = (_: string, i: number) => (i % 3 === 0 ? "B-NP" : i % 3 === 1 ? "I-NP" : "B-VP");
const offset = (i: number) => `${6 * i}-${6 * i + 5}`;
const text = (rows: readonly Row[]) => rows.map(([word]) => word).join(" ");

/** Layouts of files whose tags are BIO. */
export const LAYOUTS: readonly Flavour[] = [
  flavour("token and tag, tab", "conll", (s) => rowsOf(s, (w, t) => `${w}\t${t}`)),
  flavour("tags with blanks around the hyphen", "tsv", (s) =>
    rowsOf(s, (w, t) => `${w}\t${t}`, { tags: (rows) => respelled(rows, (letter, type) => `${letter} - ${type}`) }),
  ),
  flavour("token and tag, blank", "txt", (s) => rowsOf(s, (w, t) => `${w} ${t}`)),
  flavour(
    "CoNLL-2003",
    "txt",
    (s) => `-DOCSTART- -X- -X- O\n\n${rowsOf(s, (w, t, { i }) => `${w} ${pos(w)} ${chunk(w, i)} ${t}`)}`,
  ),
  flavour("CoNLL-2002", "esp.train", (s) => rowsOf(s, (w, t) => `${w} ${pos(w)} ${t}`)),
  flavour("tag first", "bio", (s) => rowsOf(s, (w, t) => `${t}\t${w}`)),
  flavour("MultiCoNER", "conll", (s) =>
    rowsOf(s, (w, t) => `${w} _ _ ${t}`, { before: (k) => `# id 0f${k}-aa\tdomain=en\n` }),
  ),
  flavour("Universal NER", "iob2", (s) =>
    rowsOf(s, (w, t, { i }) => `${i + 1}\t${w}\t${t}\t-\t${t === "O" ? "-" : "ann"}`, {
      before: (k, rows) => `# sent_id = s${k}\n# text = ${text(rows)}\n`,
    }),
  ),
  flavour("Universal NER, ragged", "iob2", (s) =>
    rowsOf(s, (w, t, { i }) => `${i + 1}\t${w}\t${t}${t === "O" ? "" : "\t-\tann"}`),
  ),
  flavour("GermEval 2014", "tsv", (s) =>
    rowsOf(s, (w, t, { i }) => `${i + 1}\t${w}\t${t}\tO`, {
      before: (k) => `#\thttp://example.org/${k}\t[2010-01-0${(k % 9) + 1}]\n`,
    }),
  ),
  flavour(
    "CoNLL-U Plus",
    "conllup",
    (s) => `# global.columns = ID FORM NER\n${rowsOf(s, (w, t, { i }) => `${i + 1}\t${w}\t${t}`)}`,
  ),
  flavour(
    "CoNLL-U Plus, named .conllu",
    "conllu",
    (s) => `# global.columns = id form pos ner\n${rowsOf(s, (w, t, { i }) => `${i + 1}\t${w}\t${pos(w)}\t${t}`)}`,
  ),
  flavour("CoNLL-U with tags in MISC", "conllu", (s) =>
    rowsOf(s, (w, t, { i }) => `${i + 1}\t${w}\t_\t_\t_\t_\t0\t_\t_\t${i % 4 === 1 ? "SpaceAfter=No|" : ""}NER=${t}`),
  ),
  flavour("a header", "tsv", (s) => `Word\tTag\n${rowsOf(s, (w, t) => `${w}\t${t}`)}`),
  flavour(
    "a header and a sentence column",
    "txt",
    (s) => `words\tlabels\tsentence_id\n${rowsOf(s, (w, t, { k }) => `${w}\t${t}\t${k + 1}.0`, { after: "" })}`,
  ),
  flavour(
    "sentence numbers in the first row of each",
    "tsv",
    (s) =>
      `Sentence #\tWord\tPOS\tTag\n${rowsOf(s, (w, t, { i, k }) => `${i === 0 ? `Sentence: ${k + 1}` : ""}\t${w}\t${pos(w)}\t${t}`, { after: "" })}`,
  ),
  flavour("sentence numbers first", "tsv", (s) => rowsOf(s, (w, t, { k }) => `${k}\t${w}\t${t}`, { after: "" })),
  flavour("ids without blank lines", "tsv", (s) => rowsOf(s, (w, t, { i }) => `${i + 1}\t${w}\t${t}`, { after: "" })),
  flavour("space after", "conll", (s) => rowsOf(s, (w, t, { i }) => `${w} ${t} ${i % 5 === 3 ? "-" : "+"}`)),
  flavour("a confidence", "tsv", (s) => rowsOf(s, (w, t, { i }) => `${w}\t${t}\t0.9${i % 7}`)),
  flavour("DEFT", "deft", (s) =>
    rowsOf(s, (w, t, { i }) => `${w}\tdata/t1.txt\t ${7 * i}\t ${7 * i + w.length}\t ${t}\t -1\t -1\t 0`),
  ),
  flavour("a nested layer", "tsv", (s) =>
    rowsOf(s, (w, t, { i, k }) => `${w}\t${t}\t${i === 0 && k === 0 ? "B-LOC" : "O"}`),
  ),
  flavour(
    "HIPE",
    "tsv",
    (s) =>
      `TOKEN\tNE-COARSE-LIT\tNE-COARSE-METO\tNE-FINE-LIT\tNEL-LIT\tMISC\n# language = de\n${rowsOf(
        s,
        (w, t, { i, k }) =>
          `${w}\t${t}\tO\t${t === "O" ? t : `${t}.x`}\t${t === "O" ? "_" : "Q1"}\t${i + 1 === (s[k] ?? []).length ? "EndOfSentence" : "_"}`,
        { before: (k) => (k % 5 ? "" : `# hipe2022:document_id = d${k}\n`), after: "" },
      )}`,
  ),
  flavour("WebAnno TSV 3", "tsv", (s) => {
    let id = 0;
    const header = "#FORMAT=WebAnno TSV 3.3\n#T_SP=de.tudarmstadt.ukp.NamedEntity|identifier|value\n\n\n";
    const rows = rowsOf(s, (w, t, { i, k }) => `${k + 1}-${i + 1}\t${offset(i)}\t${w}\t${t}\t`, {
      before: (_, rows) => `#Text=${text(rows)}\n`,
      tags: (rows) =>
        respelled(
          rows,
          (letter, type, isLast) => {
            if (letter === "B" && isLast) return `*\t${type}`;
            if (letter === "B") id++;
            return `*[${id}]\t${type}[${id}]`;
          },
          "_\t_",
        ),
    });
    return header + rows;
  }),
  flavour(
    "CoNLL-2012",
    "gold_conll",
    (s) =>
      `${rowsOf(
        s,
        (w, t, { i, k }) =>
          `nw/a_${k >> 3}   0   ${i}   ${w}   ${pos(w)}   (S*   -   -   -   spk   ${t}   ${k % 2 ? "(V*)   " : ""}-`,
        {
          before: (k) => (k % 8 === 0 ? `#begin document (nw/a_${k >> 3}); part 000\n` : ""),
          tags: SPELLINGS.brackets,
        },
      )}#end document\n`,
  ),
  flavour("prefixes and types in columns of their own", "tsv", (s) =>
    rowsOf(s, (w, t) => `${w}\t${pos(w)}\t${t[0]}\t${t.slice(2) || "O"}`),
  ),
  flavour("types before prefixes, an underscore outside", "txt", (s) =>
    rowsOf(s, (w, t) => `${w} ${t.slice(2) || "_"} ${t[0]}`),
  ),
  flavour("prefixes of BIOES, nothing outside", "tsv", (s) =>
    rowsOf(s, (w, t) => `${w}\t${t[0]}\t${t.slice(2)}`, { tags: SPELLINGS.BIOES }),
  ),
  flavour("language prefixes", "conll", (s) => rowsOf(s, (w, t) => `nl:${w}\t${t}`)),
];

function flavour(name: string, extension: string, write: Flavour["write"]): Flavour {
  return { name, extension, write };
}

/** Every flavour: the layouts, and two columns in each spelling. */
export const FLAVOURS: readonly Flavour[] = [
  ...LAYOUTS,
  ...Object.entries(SPELLINGS).map(([name, tags]) =>
    flavour(name, "conll", (s) => rowsOf(s, (w, t) => `${w}\t${t}`, { tags })),
  ),
  ...Object.entries(LOSSY).map(([name, [loses, tags]]) => ({
    ...flavour(name, "conll", (s) => rowsOf(s, (w, t) => `${w} ${t}`, { tags })),
    loses,
  })),
];
