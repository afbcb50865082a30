import { readSegments, tagFixes, withTags } from "../../src/corpus/index.js";
import { planFixes } from "../../src/triage/fix/plan.js";
import { read, tagsOf } from "./helpers.js";

/** Twenty-five sentences "in X Y of Z ." with an ORG of two tokens and a LOC of one, in the tags given. */
function text(outside: string, [b, i, loc]: readonly string[], stray: Readonly<Record<string, string>> = {}): string {
  return Array.from({ length: 25 }, (_, k) => {
    const tags = [outside, b, i, outside, loc, outside];
    const words = ["in", "Noctua", "Press", "of", "Vesk", "."];
    return `${words.map((word, t) => `${word}\t${stray[`${k}.${t}`] ?? tags[t]}\n`).join("")}\n`;
  }).join("");
}

const BIO = ["B-ORG", "I-ORG", "B-LOC"];

test.each<[name: string, text: string, tag: string, readAs: string]>([
  ["a type without its prefix continues a segment", text("O", BIO, { "3.2": "ORG" }), "ORG", "I-ORG"],
  ["or begins one", text("O", BIO, { "3.4": "LOC" }), "LOC", "B-LOC"],
  ["a prefix of another scheme", text("O", BIO, { "3.2": "E-ORG" }), "E-ORG", "I-ORG"],
  ["a prefix in lower case", text("O", BIO, { "3.4": "b-LOC" }), "b-LOC", "B-LOC"],
  ["another separator", text("O", BIO, { "3.4": "B_LOC" }), "B_LOC", "B-LOC"],
  ["another order", text("O", BIO, { "3.4": "LOC-B" }), "LOC-B", "B-LOC"],
  ["another word for O", text("O", BIO, { "3.3": "0" }), "0", "O"],
  ["two labels in a field", text("O", BIO, { "3.1": "B-ORG|B-LOC" }), "B-ORG|B-LOC", "B-ORG"],
  ["two labels parted by a blank", text("O", BIO, { "3.1": "B-ORG B-LOC" }), "B-ORG B-LOC", "B-ORG"],
  ["a misspelt type", text("O", BIO, { "3.4": "B-LCO" }), "B-LCO", "B-LOC"],
  ["what means nothing", text("O", BIO, { "3.3": "???" }), "???", "O"],
  ["a mark behind a type without prefix", text("0", ["ORG", "ORG", "LOC"], { "3.2": "ORG*" }), "ORG*", "I-ORG"],
  ["a slip in one", text("0", ["ORG", "ORG", "LOC"], { "3.2": "PRG" }), "PRG", "I-ORG"],
  ["a bracket that closes nothing", text("*", ["(ORG*", "*)", "(LOC)"], { "3.3": "*)" }), "*)", "O"],
  ["a bracket that is not closed", text("*", ["(ORG*", "*)", "(LOC)"], { "3.5": "(LOC*" }), "(LOC*", "B-LOC"],
])("%s", async (_, file, tag, readAs) => {
  const corpus = await read(file);
  expect(corpus.foreign?.map((one) => [one.tag, one.readAs])).toEqual([[tag, readAs]]);
  const segments = readSegments(corpus, "BIO").segments.count;
  expect(segments).toBe(file.includes("(LOC*") ? 51 : 50);
});

test.each(["Loc", "LOC*", "-LOC", "LOC\u200b", "LOC\u00a0", "ＬＯＣ"])(
  "%j in four of 125 places is LOC all the same, and a type of its own in five of 25",
  async (type) => {
    const files = [0, 1, 2, 3, 4].map((k) => text("O", BIO, k < 4 ? { "3.4": `B-${type}` } : {}));
    const rare = await read(files.join(""));
    expect(rare.foreign?.map(({ tag, readAs }) => [tag, readAs])).toEqual(Array(4).fill([`B-${type}`, "B-LOC"]));
    const often = Object.fromEntries(Array.from({ length: 5 }, (_, k) => [`${k}.4`, `B-${type}`]));
    expect((await read(text("O", BIO, often))).foreign).toBeUndefined();
  },
);

test("well-known types that look alike are none of them", async () => {
  const corpus = await read(text("O", ["B-ADVP", "I-ADVP", "B-NP"], { "3.4": "B-ADJP" }));
  expect(corpus.foreign).toBeUndefined();
});

test("a fix writes what the tag was read as, in the file's spelling", async () => {
  const before = text("0", ["ORG", "ORG", "LOC"], { "3.2": "PRG" });
  const corpus = await read(before);
  const [fix, ...more] = tagFixes(corpus, readSegments(corpus, "IO").illFormed);
  expect(more).toEqual([]);
  expect(fix).toMatchObject({ kind: "foreign", tag: "PRG", suggestion: "ORG" });
  const edit = {
    ...{ sentence: 3, line: corpus.lines[fix.token], start: 2, end: 3, tokens: ["Press"] },
    ...{ label: fix.tag, suggestion: fix.suggestion, replacement: null },
  };
  const { tags } = planFixes(corpus, "IO", [edit]);
  const after = Buffer.concat([...withTags(Buffer.from(before), corpus, tags)]).toString();
  expect(after).toBe(before.replace("PRG", "ORG"));
  expect(tagsOf(await read(after))).toEqual(tagsOf(corpus));
});

describe("single tokens whose prefix others share", () => {
  const BIE = [...BIO.slice(0, 1), "E-ORG", "B-LOC"];

  test("are well-formed, and a slip among them is not", async () => {
    const corpus = await read(text("O", BIE, { "3.4": "I-LOC" }));
    const { segments, illFormed } = readSegments(corpus, "BIOES");
    expect(segments.count).toBe(50);
    const [fix, ...more] = tagFixes(corpus, illFormed);
    expect(more).toEqual([]);
    expect(fix).toMatchObject({ kind: "ill-formed", tag: "I-LOC", suggestion: "B-LOC" });
  });

  test("few in a file that marks single tokens otherwise are slips", async () => {
    const corpus = await read(
      text("O", ["B-ORG", "E-ORG", "S-LOC"], { "3.4": "B-LOC", "4.4": "B-LOC", "5.4": "B-LOC" }),
    );
    const fixes = tagFixes(corpus, readSegments(corpus, "BIOES").illFormed);
    expect(fixes.map(({ tag, suggestion }) => `${tag} ${suggestion}`)).toEqual(Array(3).fill("B-LOC S-LOC"));
  });
});
