/** Words, labels and files that readers have stumbled over, and files made at random from them. */

const WORDS = [
  ..."Anna Paris flew to . , - -- # ## #NLP -DOCSTART- a:b 1-2 8.1 1 0 London|LOC Zürich 東京 👍🏽 שלום".split(" "),
  ...[
    "\u00a0",
    "\u200b",
    "e\u0301",
    "\ufeff",
    "\u001b[2J",
    "\u2028",
    "\ud7ff",
    '"',
    "'",
    "\\",
    "<b>",
    "=1+1",
    "::x",
    "%0A",
    "__proto__",
  ],
];
const LABELS = [
  ..."O B-PER I-PER B-LOC I-LOC E-LOC S-LOC L-LOC U-LOC PER LOC B- -PER B I * _ (PER* *) (LOC) B_PER PER-B".split(" "),
  ...["NOUN", "B-PER|B-ORG", "0", "1.5", "", " ", "B-\u200bPER", "B–PER", "constructor"],
];
const ODD_LINES = [
  "",
  " ",
  "\t",
  "\t\t",
  "# x",
  "#",
  "# sent_id = a",
  "# newdoc id = b",
  "-DOCSTART- -X- O O",
  "# seginf: ok",
  "# global.columns = ID FORM NER",
];
const ENDS = ["\n", "\n", "\n", "\n", "\r\n", "\r", "", "\n\n", "\u2028"];
const SEPARATORS = ["\t", "\t", "\t", " ", "  ", " \t", ",", "|"];

function word(random) {
  return random.chance(0.02) ? random.pick(WORDS).repeat(random.below(400)) : random.pick(WORDS);
}

/** A column file; each is regular but for a few lines, as real files with faults are. */
export function columnFile(random) {
  const separator = random.pick(SEPARATORS);
  const end = random.pick(ENDS.slice(0, 5));
  const extra = random.below(4);
  const labels = random.several(5, () => random.pick(LABELS));
  if (labels.length === 0) labels.push("O", "B-PER");
  const fault = random.chance(0.5) ? 0 : 0.05;
  const lines = random.several(40, () => {
    if (random.chance(0.15)) return "";
    if (random.chance(fault)) return random.pick(ODD_LINES);
    const width = random.chance(fault) ? random.below(6) : extra;
    const cells = [word(random), ...Array.from({ length: width }, () => word(random)), random.pick(labels)];
    return cells.join(random.chance(fault) ? random.pick(SEPARATORS) : separator);
  });
  return lines.map((line) => line + (random.chance(fault) ? random.pick(ENDS) : end)).join("");
}

/** CoNLL-U, well-formed but for some rows. */
export function conlluFile(random) {
  return random
    .several(5, () => {
      const rows = random.several(8, (_, i) => {
        const id = random.chance(0.05) ? random.pick(["1-2", "3.1", "x", "", "0"]) : String(i + 1);
        return [
          id,
          word(random),
          "_",
          random.pick(["NOUN", "VERB", "_"]),
          "_",
          "_",
          "0",
          "_",
          "_",
          random.pick(["_", "NER=B-PER", "SpaceAfter=No"]),
        ].join("\t");
      });
      return `# sent_id = ${random.below(9)}\n${rows.map((row) => `${row}\n`).join("")}\n`;
    })
    .join("");
}

/** A JSON value: records of tokens and tags, spans over texts, and anything else in their places. */
export function jsonValue(random, depth = 0) {
  const scalar = () => random.pick([null, true, 0, -1, 1.5, 1e300, "", ...WORDS.slice(0, 8), ...LABELS.slice(0, 4)]);
  if (depth > 4 || random.chance(0.3)) return scalar();
  if (random.chance(0.5)) return random.several(4, () => jsonValue(random, depth + 1));
  const keys = [
    "tokens",
    "ner_tags",
    "tags",
    "text",
    "label",
    "spans",
    "start",
    "end",
    "entities",
    "data",
    "__proto__",
    "id",
  ];
  return Object.fromEntries(random.several(4, () => [random.pick(keys), jsonValue(random, depth + 1)]));
}

function record(random) {
  const tokens = random.several(6, () => word(random));
  if (random.chance(0.1)) return jsonValue(random);
  if (random.chance(0.5)) {
    const length = random.chance(0.05) ? random.below(7) : tokens.length;
    return { tokens, ner_tags: Array.from({ length }, () => random.pick(LABELS.slice(0, 5))) };
  }
  const text = tokens.join(" ");
  const spans = random.several(2, () => [
    random.below(text.length + 2),
    random.below(text.length + 2),
    random.pick(["PER", "LOC"]),
  ]);
  return { text, label: spans };
}

export function jsonFile(random) {
  const records = random.several(6, () => record(random));
  return random.chance(0.5)
    ? records.map((one) => `${JSON.stringify(one)}\n`).join("")
    : JSON.stringify(records, null, random.below(2));
}

/** A file of one kind or another, in bytes; some of them changed, cut, doubled or moved. */
export function anyFile(random) {
  const make = random.pick([columnFile, columnFile, columnFile, conlluFile, jsonFile]);
  const bytes = Buffer.from(make(random), random.chance(0.03) ? random.pick(["latin1", "utf16le"]) : "utf8");
  return random.chance(0.3) ? mutated(bytes, random) : bytes;
}

const BYTES = [0, 9, 10, 13, 32, 34, 35, 45, 91, 92, 93, 123, 125, 0x80, 0xc0, 0xed, 0xef, 0xfe, 0xff];

/** Bytes with up to four faults. */
export function mutated(bytes, random) {
  let result = Buffer.from(bytes);
  for (let left = 1 + random.below(4); left > 0; left--) {
    const at = random.below(result.length + 1);
    const length = random.below(random.chance(0.5) ? 4 : 40);
    const [head, tail] = [result.subarray(0, at), result.subarray(at)];
    const cut = tail.subarray(Math.min(length, tail.length));
    const odd = Buffer.from(
      Array.from({ length: 1 + random.below(3) }, () => (random.chance(0.7) ? random.pick(BYTES) : random.below(256))),
    );
    const from = random.below(result.length + 1);
    const kinds = [
      [head, odd, tail],
      [head, odd, tail.subarray(1)],
      [head, cut],
      [head],
      [head, result.subarray(from, from + length), tail],
    ];
    result = Buffer.concat(random.pick(kinds));
  }
  return result;
}
