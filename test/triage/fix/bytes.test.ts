import { Readable } from "node:stream";
import fc from "fast-check";
import { detectScheme, readCorpus, withTags } from "../../../src/corpus/index.js";
import type { Scheme } from "../../../src/corpus/types.js";
import { planFixes } from "../../../src/triage/fix/plan.js";
import type { Edit } from "../../../src/triage/fix/types.js";

/** How a file may look around its tags, each of it to stay. */
const looks = fc.record({
  mark: fc.boolean(),
  lineEnd: fc.constantFrom("\n", "\r\n"),
  middle: fc.constantFrom([], ["NN"], ["NN", "_"]),
  // Blanks between cells and after the last; between tabs every blank is a part of a cell.
  blanks: fc.constantFrom(["\t", ""], [" ", ""], ["   ", " "]),
  comments: fc.boolean(),
  last: fc.boolean(),
});
/** Two sentences in each scheme, with one segment at its end. */
const TAGS: Readonly<Record<string, readonly string[][]>> = {
  BIO: [
    ["B-X", "I-X", "O", "B-Y"],
    ["O", "B-X", "B-X", "O", "B-Y"],
  ],
  IOB1: [
    ["I-X", "I-X", "O", "I-Y"],
    ["O", "I-X", "B-X", "O", "I-Y"],
  ],
  BIOES: [
    ["B-X", "E-X", "O", "S-Y"],
    ["O", "S-X", "S-X", "O", "S-Y"],
  ],
};
interface Asked {
  readonly sentence: number;
  readonly start: number;
  readonly length: number;
  readonly label: string | null;
}
const edits: fc.Arbitrary<Asked[]> = fc.array(
  fc.record({
    sentence: fc.nat(1),
    start: fc.nat(2),
    length: fc.integer({ min: 1, max: 2 }),
    label: fc.constantFrom("X", "Y", null),
  }),
  { maxLength: 4 },
);

test("a fix changes tags, and no other byte, in whatever scheme and layout", async () => {
  let changed = 0;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom<Scheme>("BIO", "IOB1", "BIOES"), looks, edits, async (scheme, look, given) => {
      const file = (tagOf: (token: number, tag: string) => string) => {
        let token = 0;
        const sentences = TAGS[scheme].map((tags, k) => {
          const rows = tags.map((tag) => {
            const cells = [`w${token}é`, ...look.middle, tagOf(token++, tag)];
            return `${cells.join(look.blanks[0])}${look.blanks[1]}${look.lineEnd}`;
          });
          return `${look.comments ? `# text = B-X ${k}${look.lineEnd}` : ""}${rows.join("")}`;
        });
        const text = `${look.mark ? "\uFEFF" : ""}${sentences.join(look.lineEnd)}`;
        return look.last ? text : text.slice(0, -look.lineEnd.length);
      };
      const before = file((_, tag) => tag);
      const corpus = await readCorpus("-", { stdin: Readable.from([Buffer.from(before)]), keepBytes: true });
      expect(detectScheme([corpus])).toBe(scheme);
      const plan = planFixes(corpus, scheme, given.map(editOf));
      const after = Buffer.concat([...withTags(corpus.bytes as Buffer, corpus, plan.tags)]).toString();
      expect(after).toBe(file((token, tag) => plan.tags.get(token) ?? tag));
      if (after !== before) changed++;
    }),
    { numRuns: 500 },
  );
  expect(changed).toBeGreaterThan(100);
});

function editOf({ sentence, start, length, label }: Asked): Edit {
  const end = start + length;
  const replacement = { start, end, segments: label === null ? [] : [{ start, end, label }] };
  const tokens = Array.from({ length }, () => "w");
  return { ...{ sentence, line: 1, start, end, tokens, label: "?" }, suggestion: label ?? "O", replacement };
}
