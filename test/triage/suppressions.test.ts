import { remarksOf, SuppressionFilter } from "../../src/triage/suppressions.js";
import { read } from "../corpus/helpers.js";
import { sampleFinding } from "../report/sample.js";

/** The comments of a corpus, by what they are about. */
async function remarks(text: string) {
  const corpus = await read(text);
  return { ...remarksOf(corpus), file: corpus.name };
}

const CONLLU = (comment: string) =>
  `# sent_id = 1\n1\tA\t_\tX\t_\t_\t_\t_\t_\t_\n\n${comment}\n1\tB\t_\tY\t_\t_\t_\t_\t_\t_\n\n`;

it.each([
  ["# seginf: ok", [], []],
  ["#seginf:ok", [], []],
  ["# seginf-ignore", [], []],
  ["# seginf: ok segment/label", ["segment/label"], []],
  [
    '# seginf: ok segment/label segment/span "Bank of England" -- see "3.2"',
    ["segment/label", "segment/span"],
    ["Bank of England"],
  ],
  ['# seginf-ignore "a \\"b\\" c" "d"', [], ['a "b" c', "d"]],
])("%s is read in CoNLL-U and in columns", async (comment, rules, words) => {
  for (const text of [CONLLU(comment), `a\tO\n\n${comment}\nb\tB-X\n`]) {
    const { suppressions, bad } = await remarks(text);
    expect(bad).toEqual([]);
    expect(suppressions).toMatchObject([{ line: text.split("\n").indexOf(comment) + 1, sentence: 1, rules, words }]);
  }
});

it.each([
  ["# seginf: okay", 'not understood; write "# seginf: ok"'],
  ["# seginf-ignored", 'not understood; write "# seginf: ok"'],
  ["# seginf: ok segment/labels", "there is no rule segment/labels; put words in quotes, a reason after --"],
])("%s is not understood", async (comment, what) => {
  expect(await remarks(CONLLU(comment))).toMatchObject({ suppressions: [], bad: [{ line: 4, what }] });
});

it("a comment within a sentence is about that sentence, and others are nobody's", async () => {
  const { suppressions } = await remarks(
    "# about seginf: ok\na O\n# seginf: ok\nb O\n\n# seginf is fine\nc O\n# seginf: ok\n",
  );
  expect(suppressions.map(({ line, sentence }) => [line, sentence])).toEqual([
    [3, 0],
    [8, 1],
  ]);
});

it("holds back what its rules and words fit, in its sentence and file, and knows what was of no use", async () => {
  const text = '# seginf: ok segment/label\na O\n\n# seginf: ok "b c"\nb O\nc O\n\n# seginf: ok\nd O\n';
  const { suppressions, file } = await remarks(text);
  const inline = new SuppressionFilter(suppressions);
  const ask = (changes: object) => inline.filter(sampleFinding({ file, ...changes }));
  expect(ask({ sentence: 0 })).toBe("inline");
  expect(ask({ sentence: 0, rule: "segment/span" })).toBeNull();
  expect(ask({ sentence: 0, file: "other" })).toBeNull();
  expect(ask({ sentence: 1, tokens: ["b"] })).toBeNull();
  expect(inline.unused.map(({ line }) => line)).toEqual([4, 8]);
  expect(ask({ sentence: 1, tokens: ["b", "c"] })).toBe("inline");
  expect(inline.unused.map(({ line }) => line)).toEqual([8]);
});
