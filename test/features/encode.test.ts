import { collect, encode } from "../../src/features/encode.js";
import { defaultTemplates, parseTemplates, type Template } from "../../src/features/templates.js";
import { corpusOf } from "../helpers/corpora.js";
import { cell, defaultFeatures, encodedFeatures, type Rows, sentencesOf } from "./naive.js";

// One-token sentences, sentences shorter than the window, words that look like pads, and words of one letter.
const train = corpusOf(
  "Leeds/NNP/B won/VBD/O ././O",
  "_B-1/X/O Leeds/NNP/B _B+1/X/O a/DT/O",
  "I/PRP/O",
  "won/VBD/O Éire/NNP/B 1996-08-22/CD/O McDonald/NNP/B McDonald/VB/O 𝐀b/NN/O",
  "I/PRP/O won/VBD/O",
);
const other = corpusOf("Leeds/VB/O lost/VBD/O ././O", "unheard/JJ/O", "I/PRP/O won/XX/O at/IN/O Leeds/NNP/B");

const crfpp = `# Unigram
U00:%x[-2,0]
U01:%x[-1,0]
U02:%x[0,0]
U03:%x[1,0]
U05:%x[-1,0]/%x[0,0]
U10:%x[0,1]
U13:%x[-1,1]/%x[0,1]/%x[1,1]
U20:%x[0,0]/%x[3,1]

B
U99
`;

function crfppFeatures(rows: Rows, i: number): string[] {
  const x = (row: number, column: number) => cell(rows, i + row, column);
  return [
    `U00=${x(-2, 0)}`,
    `U01=${x(-1, 0)}`,
    `U02=${x(0, 0)}`,
    `U03=${x(1, 0)}`,
    `U05=${x(-1, 0)}/${x(0, 0)}`,
    `U10=${x(0, 1)}`,
    `U13=${x(-1, 1)}/${x(0, 1)}/${x(1, 1)}`,
    `U20=${x(0, 0)}/${x(3, 1)}`,
    "U99=",
  ];
}

describe.each<[string, readonly Template[], typeof crfppFeatures]>([
  ["the default templates", defaultTemplates, defaultFeatures],
  ["CRF++ templates", parseTemplates(crfpp, "t"), crfppFeatures],
])("the factored matrix under %s", (_, templates, naive) => {
  const naively = (corpus: typeof train) =>
    sentencesOf(corpus).flatMap((rows) => rows.map((_row, i) => naive(rows, i).sort()));
  const expected = naively(train);

  it("is what a naive extractor finds at each training token", () => {
    const { space, encoded } = collect(train, templates, 1);
    expect(encodedFeatures(encoded, space)).toEqual(expected);
    expect(space.size).toBe(new Set(expected.flat()).size);
    expect(encode(train, space)).toEqual(encoded);
  });

  it("leaves out on another corpus what training has not seen", () => {
    const { space } = collect(train, templates, 1);
    const known = new Set(expected.flat());
    const unseen = naively(other)
      .flat()
      .filter((name) => !known.has(name));
    expect(unseen.length).toBeGreaterThan(5);
    expect(encodedFeatures(encode(other, space), space)).toEqual(
      naively(other).map((names) => names.filter((name) => known.has(name))),
    );
  });

  it.each([2, 3, 100])("keeps features that at least %i tokens have", (minCount) => {
    const count = new Map<string, number>();
    for (const name of expected.flat()) count.set(name, (count.get(name) ?? 0) + 1);
    const { space, encoded } = collect(train, templates, minCount);
    expect(encodedFeatures(encoded, space)).toEqual(
      expected.map((names) => names.filter((name) => (count.get(name) ?? 0) >= minCount)),
    );
    expect(space.size).toBe([...count.values()].filter((n) => n >= minCount).length);
    expect(encode(train, space)).toEqual(encoded);
  });
});

it("shares blocks between tokens that read the same cells", () => {
  const { encoded } = collect(train, defaultTemplates, 1);
  expect(encoded.groups).toBe(5);
  const here = (t: number) => encoded.tokenBlocks[t * 5 + 2];
  expect([here(0) === here(4), here(0) === here(1)]).toEqual([true, false]);
});

it("names the column that a template reads and the file lacks", () => {
  expect(() => collect(train, parseTemplates("U1:%x[0,7]", "t"), 1)).toThrow(
    "<test>: a template reads column 7 (from 0), which the file does not have; " +
      "fix the template file, or give files with that column",
  );
});
